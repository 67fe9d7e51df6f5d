//go:build tinygo && hooks

package heap

import "unsafe"

// inUse is how many bytes were found in use by the last collection, and have been allocated since. Tests ask.
//
//export spaSessionInUse
func inUse() (bytes uintptr) {
	for block := range blocks {
		if *state(block) != free {
			bytes += blockSize
		}
	}
	return bytes
}

// stackCanary is the first word of each goroutine's stack, as TinyGo's internal/task has it.
const stackCanary = 0xb83bf575

// deepest is how many bytes of a stack have been used at most, of the goroutines that no collection has freed yet: the
// stack of asyncify grows from the one end, that of C from the other, and between them it is zero as it was.
//
//export spaSessionDeepest
func deepest() (most uintptr) {
	for block := range blocks {
		at := start + block*blockSize
		if *state(block) == head && after(block)-block >= large && *(*uintptr)(unsafe.Pointer(at)) == stackCanary {
			most = max(most, used(at, start+after(block)*blockSize))
		}
	}
	return most
}

// used leaves out the longest run of zeros.
func used(from, to uintptr) uintptr {
	longest, run := uintptr(0), uintptr(0)
	for at := from; at < to; at += unsafe.Sizeof(at) {
		run += unsafe.Sizeof(at)
		if *(*uintptr)(unsafe.Pointer(at)) != 0 {
			run = 0
		}
		longest = max(longest, run)
	}
	return to - from - longest
}
