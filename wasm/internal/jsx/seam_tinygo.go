//go:build js && tinygo

package jsx

import (
	"errors"
	"unsafe"
)

// The release's seam. TinyGo has no recover, so that an exception may never
// reach it, and no finalizers, so that syscall/js would hold every value for
// good: web/tinygo/seam.js, which catches the one and keeps the others, stands in the
// place of both (see handle for how they are let go of).

// Value is any JavaScript value; the zero Value is undefined. Two are compared
// by [Value.Equal], not by ==. What is copied each time that it crosses is a string,
// []byte, listed or members: a new object in JavaScript each time, see made.
type Value struct{ is any } // nil, null, bool, float64, *handle, *function, or one of those

type (
	null    struct{}
	listed  []Value
	members []Value // names, each before what it names
)

// Undefined is the value undefined.
func Undefined() Value { return Value{} }

// Null is the value null.
func Null() Value { return Value{null{}} }

// Global is globalThis.
func Global() Value { return Value{&globalThis} }

// operation is something that web/tinygo/seam.js does; it has them in the same order.
type operation uint32

const (
	opGet operation = iota // follows a path
	opSet
	opDelete
	opCall // the method at the end of a path, whose steps are counted before it
	opApply
	opConstruct
	opSame
	opEqual
	opTree
	opProperties
	opCopy
	opDeferred
	opItems
	opClock
	opThen
	opDrop
	opForget
)

// operate does operation with count words at words, and puts the outcome in the
// place of the first: a value, or if it returns 0 an exception.
//
//go:wasmimport spaSession operate
func operate(operation uint32, words unsafe.Pointer, count uint32) uint32

// raw copies what it is given to JavaScript before anything else runs there,
// so that what is copied need not outlive the call.
func (o operation) raw(args ...Value) (result word, ok bool) {
	words := make([]word, max(len(args), 1))
	for i, arg := range args {
		words[i] = arg.word()
	}
	ok = operate(uint32(o), unsafe.Pointer(&words[0]), uint32(len(args))) != 0
	return words[0], ok
}

func (o operation) attempt(args ...Value) (result Value, ok bool) {
	outcome, ok := o.raw(args...)
	return outcome.value(), ok
}

func (o operation) do(args ...Value) (Value, error) {
	result, ok := o.attempt(args...)
	if !ok {
		return Value{}, NewThrown(result)
	}
	return result, nil
}

// several is do for operations that give values at once.
func (o operation) several(args ...Value) ([]Value, error) {
	outcome, ok := o.raw(args...)
	if !ok {
		return nil, NewThrown(outcome.value())
	}
	values := make([]Value, int(outcome.number))
	for i, item := range outcome.words() {
		values[i] = item.value()
	}
	return values, nil
}

// must is for operations that cannot fail.
func (o operation) must(args ...Value) Value {
	result, ok := o.attempt(args...)
	if !ok {
		panic("jsx: internal error: web/tinygo/seam.js is of another build")
	}
	return result
}

// tell is for operations on ids.
func (o operation) tell(ids []uint32) {
	o.must(Value{float64(uintptr(unsafe.Pointer(unsafe.SliceData(ids))))}, Value{float64(len(ids))})
}

func get(v Value, name string) (Value, error) { return opGet.do(v, Value{name}) }
func index(v Value, i int) (Value, error)     { return opGet.do(v, Value{float64(i)}) }
func set(v Value, name string, x Value) error { return refusal(opSet.do(v, Value{name}, x)) }
func remove(v Value, name string) error       { return refusal(opDelete.do(v, Value{name})) }

// walk follows a path in one step. Where that fails the steps are gone one by one, to
// say which it was.
func walk(v Value, path []string) (Value, bool) {
	return opGet.attempt(append([]Value{v}, texts(path)...)...)
}

func texts(of []string) []Value {
	values := make([]Value, len(of))
	for i, text := range of {
		values[i] = Value{text}
	}
	return values
}

// callPath calls the method that path leads to from v.
func callPath(v Value, path []string, args []Value) (Value, error) {
	all := append([]Value{v, {float64(len(path))}}, texts(path)...)
	return opCall.do(append(all, args...)...)
}

func apply(f, _ Value, args []Value) (Value, error) {
	return opApply.do(append([]Value{f}, args...)...)
}

func construct(class Value, args []Value) (Value, error) {
	return opConstruct.do(append([]Value{class}, args...)...)
}

// refusal is for what tells by false that nothing was done.
func refusal(done Value, err error) error {
	if did, _ := done.is.(bool); err == nil && !did {
		return errors.New("jsx: the object refuses the change")
	}
	return err
}

// getRaw reads a property of an exception; anything that goes wrong is undefined.
func getRaw(v Value, name string) Value {
	value, ok := opGet.attempt(v, Value{name})
	if !ok {
		return Value{}
	}
	return value
}

// Equal is JavaScript's ===.
func (v Value) Equal(w Value) bool {
	same, _ := opEqual.must(v, w).is.(bool)
	return same
}

// then has a function called when promise, or what Promise.resolve makes of it, is settled.
func then(promise, fulfilled, rejected Value) error {
	_, err := opThen.do(promise, fulfilled, rejected)
	return err
}

// Clock is Date.now() and performance.now().
func Clock() (wall, monotonic float64) {
	values, err := opClock.several()
	if err != nil {
		panic("jsx: " + err.Error())
	}
	wall, _ = values[0].is.(float64)
	monotonic, _ = values[1].is.(float64)
	return wall, monotonic
}

// newDeferred makes a promise and the functions that settle it.
func newDeferred() (Deferred, error) {
	parts, err := opDeferred.several()
	if err != nil {
		return Deferred{}, err
	}
	return Deferred{resolve: parts[0], reject: parts[1], Promise: parts[2]}, nil
}
