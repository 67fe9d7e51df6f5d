//go:build js

// Command wasm is the module: built with GOOS=js GOARCH=wasm it is the
// spa-session.wasm that web/loader.js downloads, starts and watches.
//
// While main starts, __spaSessionHost stands on globalThis; the loader takes it
// away as soon as main waits. main hands over a function that makes clients and
// one that ends the program, and waits for that end. A return that was not asked
// for, and every panic, is a crash to the loader: it rejects all calls and says so.
//
// Its rule: the module stays small and owns no clock. deps_test.go, which runs on
// the host, holds all of wasm/ to it: imports, calls, build tags, arrows, size.
package main
