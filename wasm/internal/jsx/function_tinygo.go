//go:build js && tinygo

package jsx

import (
	"unsafe"
)

// function is a Go function that JavaScript can call until it is released.
type function struct {
	id uint32
	fn func(args []Value) Value
}

// functions are those that JavaScript may call, by id: they belong to the instance,
// as its heap does. released are ids that JavaScript has yet to hear of.
var (
	functions  = map[uint32]*function{}
	functionID uint32
	released   []uint32
)

// Live is how many Go functions JavaScript can call at this moment. Each takes
// memory until it is released; a count that grows is a leak.
func Live() int { return len(functions) }

// newFunction makes one that JavaScript sees when it first crosses.
func newFunction(fn func(args []Value) Value) (*function, error) {
	functionID++
	fresh++
	f := &function{id: functionID, fn: fn}
	functions[f.id] = f
	return f, nil
}

func (f *function) value() Value { return Value{f} }

// release may be called more than once, and while the function runs.
func (f *function) release() {
	if functions[f.id] != nil {
		delete(functions, f.id)
		released = append(released, f.id)
	}
}

// forget has JavaScript let go of what was released.
func forget() {
	if len(released) > 0 {
		opForget.tell(released)
		released = released[:0]
	}
}

// called is JavaScript's call of function id with count arguments, which are in words,
// where the answer is to be put. It runs on the stack of whoever was running, so a
// callback that blocks is a crash, and so is one that panics.
//
//export spaSessionCall
func called(id uint32, words *word, count uint32) {
	args := make([]Value, count)
	for i, arg := range unsafe.Slice(words, count) {
		args[i] = arg.value() // also for nobody: else they would be held for good
	}
	f := functions[id]
	if f == nil {
		*words = word{}
		return // it was released; JavaScript may still have it
	}
	*words = f.fn(args).word()
}
