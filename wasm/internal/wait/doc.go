// Package wait tells the release's compiler where a goroutine may have to wait.
//
// WebAssembly cannot leave a function in the middle: a pass over the module
// (Binaryen's asyncify) rewrites each function that may have to, so that it can be
// left and entered again. Taking all for such would weigh 20 KB of brotli. The pass
// sees what a function calls, through interfaces too, but not through func values.
//
// Its rule: a function that calls a func value which may wait calls [Here] as well.
// What may wait takes a context, so a test finds whoever forgot. At run time
// web/tinygo/seam.js notices: it is a crash that is heard, not a wrong answer.
package wait
