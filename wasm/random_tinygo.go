//go:build js && tinygo

package main

import "unsafe"

// arc4random takes the place of the C library's, by which TinyGo seeds its maps:
// that one brings a cipher, and printf for its complaints, 7 KB of brotli. It is
// called before there is a heap.
//
//export arc4random
func arc4random() uint32 {
	randomGet(unsafe.Pointer(&random), uint32(unsafe.Sizeof(random)))
	return random
}

var random uint32

//go:wasmimport wasi_snapshot_preview1 random_get
func randomGet(to unsafe.Pointer, length uint32) uint32
