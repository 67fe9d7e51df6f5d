//go:build js && !tinygo

package jsx

// What is copied to JavaScript, of the stock build: each is an object there at once.

// made is v as an object of JavaScript's that stays the same.
func made(v Value) Value { return v }

// record makes an object of its members, each name before what it names. They are
// defined, not set: one that is named __proto__ is data here and must not become a
// prototype.
func record(flat []Value) (Value, error) {
	entries := make([]Value, len(flat)/2)
	for i := range entries {
		entry, err := list(flat[2*i : 2*i+2])
		if err != nil {
			return Value{}, err
		}
		entries[i] = entry
	}
	array, err := list(entries)
	if err != nil {
		return Value{}, err
	}
	return Global().CallPath([]string{"Object", "fromEntries"}, array)
}

// binary makes a Uint8Array.
func binary(data []byte) (Value, error) {
	class, err := global("Uint8Array")
	if err != nil {
		return Value{}, err
	}
	array, err := class.New(len(data))
	if err != nil {
		return Value{}, err
	}
	return array, copyIn(array, data)
}

// bytesOf copies a Uint8Array.
func bytesOf(v Value) ([]byte, error) {
	length, err := v.Length()
	if err != nil {
		return nil, err
	}
	return copyOut(v, length)
}

func itemsOf(v Value) ([]Value, error) {
	length, err := v.Length()
	if err != nil {
		return nil, err
	}
	items := make([]Value, length)
	for i := range items {
		if items[i], err = v.Index(i); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// propertiesOf are those of the names.
func propertiesOf(v Value, names []string) ([]Value, error) {
	values := make([]Value, len(names))
	for i, name := range names {
		value, err := v.Get(name)
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	return values, nil
}

// callPath calls the method that path leads to from v.
func callPath(v Value, path []string, args []Value) (Value, error) {
	last := len(path) - 1
	object, err := v.Get(path[:last]...)
	if err != nil {
		return Value{}, err
	}
	method, err := object.Get(path[last])
	if err != nil {
		return Value{}, err
	}
	if method.Type() != Function {
		return Value{}, notCallable(path[last], method)
	}
	return apply(method, object, args)
}

// then has a function called when promise is settled. Promise.resolve makes a promise of
// thenables and of plain values.
func then(promise, fulfilled, rejected Value) error {
	promise, err := Global().CallPath([]string{"Promise", "resolve"}, promise)
	if err == nil {
		_, err = promise.Call("then", fulfilled, rejected)
	}
	return err
}

// Clock is Date.now() and performance.now().
func Clock() (wall, monotonic float64) {
	return reading("Date"), reading("performance")
}

func reading(clock string) float64 {
	now, err := Global().CallPath([]string{clock, "now"})
	if err != nil {
		panic("jsx: " + err.Error())
	}
	milliseconds, err := now.Float()
	if err != nil {
		panic("jsx: " + err.Error())
	}
	return milliseconds
}

// newDeferred makes a promise and the functions that settle it.
func newDeferred() (deferred Deferred, err error) {
	executor, err := newFunction(func(args []Value) Value {
		deferred.resolve, deferred.reject = argument(args, 0), argument(args, 1)
		return Undefined()
	})
	if err != nil {
		return Deferred{}, err
	}
	defer executor.release() // the constructor has run it before it returns
	class, err := global("Promise")
	if err == nil {
		deferred.Promise, err = class.New(executor.value())
	}
	return deferred, err
}
