//go:build js && tinygo

package jsx

// function is a Go function that JavaScript can call until it is released.
type function struct {
	id uint32
	fn func(this Value, args []Value) Value
	is Value
}

// functions are those that JavaScript holds of Go, by id: they belong to the
// instance, as its heap does.
var (
	functions  = map[uint32]*function{}
	functionID uint32
)

// Live is how many Go functions JavaScript can call at this moment. Each takes
// memory until it is released; a count that grows is a leak.
func Live() int { return len(functions) }

func newFunction(fn func(this Value, args []Value) Value) (*function, error) {
	functionID++
	f := &function{id: functionID, fn: fn, is: opFunction.must(Value{float64(functionID)})}
	functions[f.id] = f
	return f, nil
}

func (f *function) value() Value { return f.is }

// release may be called more than once, and while the function runs.
func (f *function) release() { delete(functions, f.id) }

// called is JavaScript's call of function id: the number of the call says where
// web/tinygo/seam.js has this, count arguments and a place for the answer. It runs on
// the stack of whoever was running, so a callback that blocks is a crash, and so
// is one that panics.
//
//export spaSessionCall
func called(id, call, count uint32) {
	f := functions[id]
	if f == nil {
		return // it was released; JavaScript may still have it
	}
	number := Value{float64(call)}
	args := make([]Value, count)
	for i := range args {
		args[i] = opArgument.must(number, Value{float64(i)})
	}
	this := opArgument.must(number, Value{-1.0})
	opAnswer.must(number, f.fn(this, args))
}
