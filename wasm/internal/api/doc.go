// Package api is the contract with the page, as data: methods, options, event
// types, snapshot fields and error codes. Package bind makes the JavaScript
// object from it; web/spa-session.d.ts and web/types tell the same to TypeScript.
//
// Its rule: everything that an app can name stands here once, and a test holds
// the type declarations, the loader and the constants of the other packages to it.
//
// All of it are functions that return literals: what the module does not call
// is not linked, so the words that explain cost the page nothing.
package api
