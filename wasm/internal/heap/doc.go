// Package heap is the memory of the release, in the place of TinyGo's own: an
// allocator that never collects, and a collector that runs only between events.
//
// WebAssembly hides the stack from whoever looks for pointers, so TinyGo has
// every function write each pointer it holds into memory, for a collection that
// might come in the middle of it. Here none can, and a fifth of the code goes.
// Between events all goroutines are parked, and what they hold lies in the heap.
//
// Its rule: [Collect] is called from JavaScript with no Go code on the stack,
// which web/tinygo/seam.js sees to. It refuses finalizers, and memory to whoever
// wants it for other than Go: package jsx asks with [Alive] what is still there.
package heap
