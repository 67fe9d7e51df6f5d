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
// by [Value.Equal], not by ==.
type Value struct{ is any } // nil, null, bool, float64, string, or *handle

type null struct{}

// Undefined is the value undefined.
func Undefined() Value { return Value{} }

// Null is the value null.
func Null() Value { return Value{null{}} }

// Global is globalThis.
func Global() Value { return Value{&globalThis} }

// word is a Value on its way to web/tinygo/seam.js, or back from there.
type word struct {
	kind   uint32  // a Type, or inline
	ref    uint32  // id of a handle; 1 for true; address of inline text
	number float64 // a number; length of inline text, in bytes
}

// inline is the kind of a string whose bytes lie in the memory of Go.
const inline = 9

func (v Value) word() word {
	switch is := v.is.(type) {
	case null:
		return word{kind: uint32(NullType)}
	case bool:
		if is {
			return word{kind: uint32(Boolean), ref: 1}
		}
		return word{kind: uint32(Boolean)}
	case float64:
		return word{kind: uint32(Number), number: is}
	case string:
		return word{kind: inline, ref: uint32(uintptr(unsafe.Pointer(unsafe.StringData(is)))), number: float64(len(is))}
	case *handle:
		return word{kind: uint32(is.kind), ref: is.id}
	}
	return word{}
}

func (w word) value() Value {
	switch kind := Type(w.kind); kind {
	case UndefinedType:
		return Value{}
	case NullType:
		return Null()
	case Boolean:
		return Value{w.ref != 0}
	case Number:
		return Value{w.number}
	default:
		return Value{hold(w.ref, kind)}
	}
}

// operation is something that web/tinygo/seam.js does; it has them in the same order.
type operation uint32

const (
	opGet operation = iota
	opSet
	opDelete
	opApply
	opConstruct
	opList
	opEqual
	opEncode
	opTake
	opCopyIn
	opCopyOut
	opFunction
	opArgument
	opAnswer
	opDrop
)

// operate does operation with count words at words, and puts the outcome in the
// place of the first: a value, or if it returns 0 an exception.
//
//go:wasmimport spaSession operate
func operate(operation uint32, words unsafe.Pointer, count uint32) uint32

// attempt copies what it is given to JavaScript before anything else runs there,
// so that text need not outlive the call.
func (o operation) attempt(args ...Value) (result Value, ok bool) {
	words := make([]word, max(len(args), 1))
	for i, arg := range args {
		words[i] = arg.word()
	}
	ok = operate(uint32(o), unsafe.Pointer(&words[0]), uint32(len(args))) != 0
	return words[0].value(), ok
}

func (o operation) do(args ...Value) (Value, error) {
	result, ok := o.attempt(args...)
	if !ok {
		return Value{}, NewThrown(result)
	}
	return result, nil
}

// must is for operations that cannot fail.
func (o operation) must(args ...Value) Value {
	result, ok := o.attempt(args...)
	if !ok {
		panic("jsx: internal error: web/tinygo/seam.js is of another build")
	}
	return result
}

func get(v Value, name string) (Value, error) { return opGet.do(v, Value{name}) }
func index(v Value, i int) (Value, error)     { return opGet.do(v, Value{float64(i)}) }
func set(v Value, name string, x Value) error { return refusal(opSet.do(v, Value{name}, x)) }
func remove(v Value, name string) error       { return refusal(opDelete.do(v, Value{name})) }

func apply(f, this Value, args []Value) (Value, error) {
	return opApply.do(append([]Value{f, this}, args...)...)
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

// Type is what typeof says, except that null has a type of its own.
func (v Value) Type() Type {
	if kind := v.word().kind; kind != inline {
		return Type(kind)
	}
	return String
}

// Bool reads a boolean; anything else is an error.
func (v Value) Bool() (bool, error) {
	if is, ok := v.is.(bool); ok {
		return is, nil
	}
	return false, wrongType(v, Boolean)
}

// Float reads a number; anything else is an error.
func (v Value) Float() (float64, error) {
	if is, ok := v.is.(float64); ok {
		return is, nil
	}
	return 0, wrongType(v, Number)
}

// String reads a string; anything else is an error, nothing is converted. Half
// surrogate pairs become U+FFFD.
func (v Value) String() (string, error) {
	if is, ok := v.is.(string); ok {
		return is, nil
	}
	if v.Type() != String {
		return "", wrongType(v, String)
	}
	length, _ := opEncode.must(v).is.(float64)
	text := make([]byte, int(length))
	opTake.must(address(text))
	return string(text), nil
}

// primitive makes a value of a bool, a float64 or a string.
func primitive(x any) (Value, error) { return Value{x}, nil }

// list makes an array.
func list(items []Value) (Value, error) { return opList.do(items...) }

// copyIn copies bytes into a Uint8Array that is at least as long.
func copyIn(array Value, data []byte) error {
	_, err := opCopyIn.do(array, address(data), Value{float64(len(data))})
	return err
}

// copyOut copies length bytes out of a Uint8Array.
func copyOut(array Value, length int) ([]byte, error) {
	data := make([]byte, length)
	_, err := opCopyOut.do(array, address(data), Value{float64(length)})
	return data, err
}

func address(data []byte) Value {
	return Value{float64(uintptr(unsafe.Pointer(unsafe.SliceData(data))))}
}
