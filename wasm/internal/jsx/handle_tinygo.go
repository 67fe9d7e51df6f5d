//go:build js && tinygo

package jsx

import (
	"runtime"
	"unsafe"
)

// handle is Go's hold on an object, a function, a string, a symbol or a bigint,
// which web/tinygo/seam.js keeps under the id. It is let go of when the collector has
// freed the handle, so that nobody has to say so, and nothing is let go of that
// Go can still reach. TinyGo has neither finalizers nor weak pointers: whether a
// handle is still there is read off the collector's own map of blocks.
type handle struct {
	id   uint32
	mark uint32 // the canary, and in the last four bits the Type
}

// canary tells a handle from what else may come to lie at its address.
const canary = 0x5e55_1040

func (h *handle) kind() Type { return Type(h.mark & 15) }

// globalThis has id 0 and stays.
var globalThis = handle{0, canary | uint32(ObjectType)}

// held are the addresses of handles, by id, each with all bits turned: none must
// look like a pointer to the collector. An id without a handle has 0.
var held []uintptr

func hold(id uint32, kind Type) *handle {
	h := &handle{id, canary | uint32(kind)}
	for uint32(len(held)) <= id {
		held = append(held, 0)
	}
	held[id] = ^uintptr(unsafe.Pointer(h))
	return h
}

// collect lets go of what Go can no longer reach. web/tinygo/seam.js calls it between
// events, when no goroutine is running, whenever it has handed out some hundreds
// of handles.
//
//export spaSessionCollect
func collect() {
	runtime.GC()
	for id, turned := range held {
		if turned != 0 && !alive(^turned, uint32(id)) {
			held[id] = 0
			opDrop.must(Value{float64(id)})
		}
	}
}

// alive: what was freed may have become part of something else since, which
// does not begin where the handle did, or does not look like it.
func alive(address uintptr, id uint32) bool {
	h := (*handle)(unsafe.Pointer(address))
	return blockState(blockFromAddr(address)-1) == blockStateHead && h.id == id && h.mark&^15 == canary
}

// blockStateHead is the state of the first block, of 16 bytes, of what is
// allocated. The runtime's own header fills it, so a handle begins in the second.
const blockStateHead = 1

//go:linkname blockFromAddr runtime.blockFromAddr
func blockFromAddr(address uintptr) uintptr

//go:linkname blockState (runtime.gcBlock).state
func blockState(block uintptr) uint8
