//go:build tinygo

package heap

import "unsafe"

// What the runtime and the linker have to offer.

//go:linkname findGlobals runtime.findGlobals
func findGlobals(found func(from, to uintptr))

//go:linkname memzero runtime.memzero
func memzero(at unsafe.Pointer, size uintptr)

//go:linkname memmove runtime.memmove
func memmove(to, from unsafe.Pointer, size uintptr)

//export llvm.wasm.memory.size.i32
func memorySize(memory int32) int32

//export llvm.wasm.memory.grow.i32
func memoryGrow(memory, pages int32) int32

//go:extern __heap_base
var heapBaseSymbol [0]byte

func heapBase() uintptr { return uintptr(unsafe.Pointer(&heapBaseSymbol)) }
