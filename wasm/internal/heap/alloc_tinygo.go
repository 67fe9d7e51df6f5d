//go:build tinygo

package heap

import "unsafe"

const (
	blockSize = 16      // bytes: the alignment that the compiler expects of what is allocated
	large     = 64      // blocks: from here on something counts as large, every stack among it
	pageSize  = 1 << 16 // bytes
	growth    = 8       // pages, at least
)

// The heap's blocks lie in [start, states), and from states to the end of memory
// there is a byte for each. All three are 0 before the first allocation.
var start, states, blocks uintptr

// What a block is: free, the first of something, or the first of something that
// the collection under way has reached. A greater byte says that what the block
// is part of begins so many blocks before it, counted from head, or farther.
const (
	free = iota
	reached
	head
	farthest = 255
)

func state(block uintptr) *uint8 { return (*uint8)(unsafe.Pointer(states + block)) }

// next is where the search goes on for what is small, and for what is large: it
// looks back at nothing before the next collection.
var next [2]uintptr

// Allocated is how many bytes have been since the last collection.
var Allocated uintptr

// alloc never collects: where the free blocks do not do, memory grows.
//
//go:linkname alloc runtime.alloc
//go:noinline
func alloc(size uintptr, _ unsafe.Pointer) unsafe.Pointer {
	if size == 0 {
		return unsafe.Pointer(&nothing)
	}
	count := (size + blockSize - 1) / blockSize
	if count >= large {
		count++ // see [after]
	}
	first := find(count)
	*state(first) = head
	for i := uintptr(1); i < count; i++ {
		*state(first + i) = uint8(min(head+i, farthest))
	}
	Allocated += count * blockSize
	at := unsafe.Pointer(start + first*blockSize)
	memzero(at, count*blockSize)
	return at
}

// nothing is the place of whatever has no size.
var nothing uint8

// find is the first of count free blocks in a row.
func find(count uintptr) uintptr {
	from := &next[0]
	if count >= large {
		from = &next[1]
	}
	for {
		run := uintptr(0)
		for block := *from; block < blocks; block++ {
			run++
			if *state(block) != free {
				run = 0
			}
			if run == count {
				*from = block + 1
				return *from - count
			}
		}
		grow(count)
	}
}

// grow makes room for count blocks at least, and moves the states to the new end
// of memory.
func grow(count uintptr) {
	if start == 0 {
		start = (heapBase() + blockSize - 1) &^ (blockSize - 1)
		states = start
	}
	if memoryGrow(0, int32(count*(blockSize+1)/pageSize+growth)) < 0 {
		panic("out of memory")
	}
	old, known := states, blocks
	end := uintptr(memorySize(0)) * pageSize
	blocks = (end - start) / (blockSize + 1)
	states = start + blocks*blockSize
	memmove(unsafe.Pointer(states), unsafe.Pointer(old), known)
	memzero(unsafe.Pointer(states+known), blocks-known)
}
