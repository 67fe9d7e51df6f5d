//go:build js

// Package bind makes the JavaScript side of the module: it reads the options of
// createSessionClient, joins a client to the browser's ports and to the dialog,
// and hands the methods that package api lists to the loader.
//
// Its rule: what comes from JavaScript is read into Go values at this edge, and
// what goes out is plain data, promises and SessionErrors. It refuses an option
// that it does not know, by name.
package bind
