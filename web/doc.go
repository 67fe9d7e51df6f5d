// Package web gives Go programs the built npm package: the loader, the module,
// and what else a page loads. The package itself is the other files here; README.md
// says what it is for, and package bundle builds it.
//
// Its rule: the default reads web/dist from disk when it is asked, so that a
// fresh clone compiles before the first build. With the build tag bundle the files
// are in the binary.
package web
