//go:build js && tinygo

package main

// Packages are initialized in the order of go list -deps, so bytes, with unicode
// below it, comes before syscall/js. What is initialized after that one TinyGo no
// longer works out while it compiles: unicode's tables, of which nothing here is
// used, would all be in the module, 30 KB of brotli.
import _ "bytes"
