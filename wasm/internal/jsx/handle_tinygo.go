//go:build js && tinygo

package jsx

import (
	"unsafe"

	"github.com/spa-session/spa-session/wasm/internal/heap"
)

// handle is Go's hold on an object, a function, a string, a symbol or a bigint,
// which web/tinygo/seam.js keeps under the id. It is let go of when the collector
// has freed the handle, so that nobody has to say so, and nothing is let go of
// that Go can still reach.
type handle struct {
	id   uint32
	kind Type
}

// globalThis has id 0 and stays.
var globalThis = handle{0, ObjectType}

// held are the addresses of handles, by id, each with all bits turned: none must
// look like a pointer to the collector.
var (
	held  []uintptr
	fresh int // how many have come since the last collection, and functions
)

// What an id has whose handle is gone: one that JavaScript has yet to hear of, or
// one that it may give again.
const (
	vacant = iota
	lost
)

func hold(id uint32, kind Type) *handle {
	h := &handle{id, kind}
	for uint32(len(held)) <= id {
		held = append(held, vacant)
	}
	held[id] = ^uintptr(unsafe.Pointer(h))
	fresh++
	return h
}

// A collection is due after so many handles and functions, each of which may keep a large
// thing in JavaScript, or so many bytes; a goroutine's stack is 24 KB. It takes half a millisecond
// of a desktop's, so that it waits until the page is idle, but not for twice as much.
const (
	collectHandles = 500
	collectBytes   = 1 << 19
	overdue        = 2
)

// due tells whether a collection is due, 1, or overdue, 2: see seam.js.
//
//export spaSessionDue
func due() uint32 {
	switch {
	case fresh >= overdue*collectHandles, heap.Allocated >= overdue*collectBytes:
		return 2
	case fresh >= collectHandles, heap.Allocated >= collectBytes:
		return 1
	}
	return 0
}

// collect lets go of what Go can no longer reach. web/tinygo/seam.js calls it between
// events, when no Go code is running.
//
//export spaSessionCollect
func collect() {
	forget()
	lent = nil
	heap.Collect()
	fresh = 0
	// All are looked at before anything is allocated.
	gone := 0
	for id, turned := range held {
		if turned != vacant && !heap.Alive(^turned) {
			held[id] = lost
			gone++
		}
	}
	ids := make([]uint32, 0, gone)
	for id, turned := range held {
		if turned == lost {
			held[id] = vacant
			ids = append(ids, uint32(id))
		}
	}
	if gone > 0 {
		opDrop.tell(ids)
	}
}
