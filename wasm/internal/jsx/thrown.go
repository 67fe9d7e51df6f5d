//go:build js

package jsx

import "errors"

// ThrownError is an exception of JavaScript, or the reason of a rejection.
type ThrownError struct {
	Name    string // of an Error or DOMException, such as "TypeError"; otherwise ""
	Message string
	Value   Value // what was thrown
}

func (e *ThrownError) Error() string {
	if e.Name == "" {
		return e.Message
	}
	return e.Name + ": " + e.Message
}

// NewThrown describes what was thrown, or handed over instead. Anything can be, and its properties may
// throw in turn: what cannot be read stays empty.
func NewThrown(value Value) *ThrownError {
	thrown := &ThrownError{Value: value}
	if kind := value.Type(); kind != ObjectType && kind != Function {
		thrown.Message = Describe(value) + " was thrown"
		return thrown
	}
	thrown.Name, _ = getRaw(value, "name").String()
	thrown.Message, _ = getRaw(value, "message").String()
	if thrown.Name == "" && thrown.Message == "" {
		thrown.Message = "an object without name and message was thrown"
	}
	return thrown
}

// Thrown tells whether err is, or wraps, an exception of that name.
func Thrown(err error, name string) bool {
	thrown, ok := errors.AsType[*ThrownError](err)
	return ok && thrown.Name == name
}

// ErrorFactory makes what a promise rejects with.
type ErrorFactory func(error) Value

// NewError is the plain ErrorFactory: what was thrown comes out as it was, any
// other error as an Error with its message.
func NewError(err error) Value {
	if thrown, ok := errors.AsType[*ThrownError](err); ok {
		return thrown.Value
	}
	class, failed := Global().Get("Error")
	if failed == nil {
		class, failed = class.New(err.Error())
	}
	if failed != nil {
		panic("jsx: no Error can be made: " + failed.Error())
	}
	return class
}
