// Package bundle makes web/dist, which is all that a page loads: the module
// compiled by stock Go, Go's own wasm_exec.js, the loader and the style sheet,
// each compressed beforehand; and web/dist-release, the same by TinyGo, which is
// what is published. The command is web/build.
//
// Its rule: what lies in web/dist is either exactly what the sources give or
// it is called stale. build-info.json has the hashes of both, so nothing is built
// twice and no test runs against yesterday's module (see Stale).
//
// What lies there has the hash of its content in its name, but for what is asked for by
// its own: the loader, silent.html and popup.html. The loader is one file, minified, and
// the module's data is written as one segment.
// A release's module is two files: what most pages never need is fetched when it is to run
// (see split, and wasm/internal/part). [Pack] makes the npm package of a release.
package bundle
