//go:build js && !tinygo

package jsx

import (
	"errors"
	"runtime"
	"sync/atomic"
	"syscall/js"

	"github.com/hack-pad/safejs"
)

// Value is any JavaScript value; the zero Value is undefined. Two are compared
// by [Value.Equal], not by ==.
type Value struct{ ref safejs.Value }

// Undefined is the value undefined.
func Undefined() Value { return Value{} }

// Null is the value null.
func Null() Value { return Value{safejs.Null()} }

// Global is globalThis.
func Global() Value { return Value{safejs.Global()} }

// Equal is JavaScript's ===.
func (v Value) Equal(w Value) bool { return v.ref.Equal(w.ref) }

// Type is what typeof says, except that null has a type of its own.
func (v Value) Type() Type {
	// A bigint has no type in syscall/js, whose Type panics. Truthy asks for
	// the same type within the guard of safejs.
	if _, err := v.ref.Truthy(); err != nil {
		return BigInt
	}
	switch v.ref.Type() {
	case safejs.TypeUndefined:
		return UndefinedType
	case safejs.TypeNull:
		return NullType
	case safejs.TypeBoolean:
		return Boolean
	case safejs.TypeNumber:
		return Number
	case safejs.TypeString:
		return String
	case safejs.TypeSymbol:
		return Symbol
	case safejs.TypeFunction:
		return Function
	default:
		return ObjectType
	}
}

// Bool reads a boolean; anything else is an error.
func (v Value) Bool() (bool, error) {
	if v.Type() != Boolean {
		return false, wrongType(v, Boolean)
	}
	return v.ref.Bool()
}

// Float reads a number; anything else is an error.
func (v Value) Float() (float64, error) {
	if v.Type() != Number {
		return 0, wrongType(v, Number)
	}
	return v.ref.Float()
}

// String reads a string; anything else is an error, nothing is converted. Half
// surrogate pairs become U+FFFD.
func (v Value) String() (string, error) {
	if v.Type() != String {
		return "", wrongType(v, String)
	}
	return v.ref.String()
}

// primitive makes a value of a bool, a float64 or a string.
func primitive(x any) (Value, error) {
	value, err := safejs.ValueOf(x)
	return Value{value}, err
}

// list makes an array.
func list(items []Value) (Value, error) {
	array, err := safejs.ValueOf(unwrap(items))
	return Value{array}, err
}

func unwrap(values []Value) []any {
	refs := make([]any, len(values))
	for i, value := range values {
		refs[i] = safejs.Unsafe(value.ref)
	}
	return refs
}

// walk follows a path in one step, where that can be done.
func walk(Value, []string) (Value, bool) { return Value{}, false }

// Everything that can run foreign code goes through the functions of Reflect.
// The getters and setters of syscall/js are not guarded against exceptions, and
// neither is its Call while it looks for the method: an accessor that throws,
// as window.localStorage may, would unwind the WebAssembly stack and leave a
// broken instance behind. Calls alone are guarded, so a call it always is.

func get(v Value, name string) (Value, error) { return reflectCall("get", v.ref, name) }
func index(v Value, i int) (Value, error)     { return reflectCall("get", v.ref, i) }
func set(v Value, name string, x Value) error { return done("set", v.ref, name, x.ref) }
func remove(v Value, name string) error       { return done("deleteProperty", v.ref, name) }
func apply(f, this Value, a []Value) (Value, error) {
	return reflectCall("apply", f.ref, this.ref, unwrap(a))
}
func construct(class Value, a []Value) (Value, error) {
	return reflectCall("construct", class.ref, unwrap(a))
}

func reflectCall(operation string, args ...any) (Value, error) {
	result, err := rawReflectCall(operation, args...)
	if exception, ok := exceptionOf(err); ok {
		return Value{}, NewThrown(exception)
	}
	return result, err
}

// rawReflectCall leaves the exception as it is: what is read while an exception is
// described may throw itself, and that one is not described in turn.
func rawReflectCall(operation string, args ...any) (Value, error) {
	namespace, err := safejs.Global().Get("Reflect")
	if err != nil {
		return Value{}, err
	}
	result, err := namespace.Call(operation, args...)
	return Value{result}, err
}

// done is for the functions of Reflect that tell by false that nothing was done.
func done(operation string, args ...any) error {
	result, err := reflectCall(operation, args...)
	if err != nil {
		return err
	}
	if ok, err := result.Bool(); err != nil || !ok {
		return errors.New("jsx: the object refuses to " + operation)
	}
	return nil
}

// getRaw reads a property of an exception; anything that goes wrong is undefined.
func getRaw(v Value, name string) Value {
	value, err := rawReflectCall("get", v.ref, name)
	if err != nil {
		return Value{}
	}
	return value
}

func exceptionOf(err error) (Value, bool) {
	exception, ok := errors.AsType[js.Error](err)
	return Value{safejs.Safe(exception.Value)}, ok
}

// copyIn copies bytes into a Uint8Array that is at least as long.
func copyIn(array Value, data []byte) error {
	_, err := safejs.CopyBytesToJS(array.ref, data)
	return err
}

// copyOut copies length bytes out of a Uint8Array.
func copyOut(array Value, length int) ([]byte, error) {
	data := make([]byte, length)
	_, err := safejs.CopyBytesToGo(data, array.ref)
	return data, err
}

// live counts the functions that JavaScript holds of Go: a figure of the
// instance, like its heap, and the one variable of the package.
var live atomic.Int64

// Live is how many Go functions JavaScript can call at this moment. Each takes
// memory until it is released; a count that grows is a leak.
func Live() int { return int(live.Load()) }

// function is a Go function that JavaScript can call until it is released.
type function struct {
	fn       safejs.Func
	released atomic.Bool
}

func newFunction(fn func(args []Value) Value) (*function, error) {
	wrapped, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		defer crash()
		values := make([]Value, len(args))
		for i, arg := range args {
			values[i] = Value{arg}
		}
		return fn(values).ref
	})
	if err != nil {
		return nil, err
	}
	live.Add(1)
	return &function{fn: wrapped}, nil
}

func (f *function) value() Value { return Value{f.fn.Value()} }

// release may be called more than once, and while the function runs.
func (f *function) release() {
	if f.released.CompareAndSwap(false, true) {
		f.fn.Release()
		live.Add(-1)
	}
}

// crash ends the program when a callback panics. A callback that JavaScript
// calls at once, while Go calls JavaScript, runs on the stack of the goroutine
// that called: safejs would recover the panic there, take it for an exception,
// and go on with a stack that no longer fits. So it panics anew where nobody
// recovers; its stack is printed here, since the new one no longer has it.
func crash() {
	cause := recover()
	if cause == nil {
		return
	}
	stack := make([]byte, 16<<10)
	print(string(stack[:runtime.Stack(stack, false)]))
	go panic(cause)
	select {}
}
