//go:build js

// Package jsx is the edge between Go and JavaScript: values, promises,
// callbacks with an owner, trees of plain data, and options read with errors
// that name them. It is the one package that names safejs and syscall/js, and
// seam.go the one file of it. TinyGo has the files *_tinygo.go in its place: they
// stand on web/tinygo/seam.js.
//
// Its rule: an exception of JavaScript is a Go error, and a panic of Go is a
// crash that the loader hears; neither is ever taken for the other. Whoever
// makes a callback owns its release, see [Scope], and a callback never blocks:
// only code that was given a [context.Context] may wait, see [Await].
//
// It refuses what JSON could not carry, and trees beyond [Limits]: what comes
// from JavaScript may be hostile, cyclic or very large.
package jsx
