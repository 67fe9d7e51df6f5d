//go:build js

package jsx

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/wait"
)

// Deferred is a promise and the two functions that settle it.
type Deferred struct {
	Promise         Value
	resolve, reject Value
}

// NewDeferred makes a promise that is pending.
func NewDeferred() Deferred {
	deferred, err := newDeferred()
	if err != nil {
		panic("jsx: no promise can be made: " + err.Error())
	}
	return deferred
}

// Resolve fulfils the promise, unless it is settled already.
func (d Deferred) Resolve(value Value) { settle(d.resolve, value) }

// Reject rejects the promise, unless it is settled already.
func (d Deferred) Reject(reason Value) { settle(d.reject, reason) }

func settle(how, value Value) {
	if _, err := how.Invoke(value); err != nil {
		panic("jsx: a promise cannot be settled: " + err.Error())
	}
}

// Promise starts work in a goroutine of its own and is settled by what it
// returns: a value by way of [ToJS] (nil is null, [Undefined] is nothing), an
// error by way of the scope's [ErrorFactory]. The context ends with the scope. A panic of work is not
// caught: it ends the program, and the loader hears that.
func Promise(scope *Scope, work func(ctx context.Context) (any, error)) Value {
	deferred := NewDeferred()
	go func() {
		wait.Here()
		result, err := work(scope.Context())
		var value Value
		if err == nil {
			value, err = toValue(result)
		}
		if err != nil {
			deferred.Reject(scope.failure(err))
			return
		}
		deferred.Resolve(value)
	}()
	return deferred.Promise
}

// Await waits until promise is settled or ctx ends, and returns its value, its
// reason as a [*ThrownError], or the error of ctx. A value that is no promise
// is its own result. It must not be called from a callback: while that waits,
// nothing is ever settled.
//
// The two functions that it hands out are released when either is called. When
// ctx ends first they stay until the promise is settled: a released one must
// not be called.
func Await(ctx context.Context, promise Value) (Value, error) {
	outcomes := make(chan outcome, 1)
	if err := whenSettled(promise, outcomes); err != nil {
		return Value{}, err
	}
	select {
	case result := <-outcomes:
		return result.value, result.err
	case <-ctx.Done():
		return Value{}, ctx.Err()
	}
}

type outcome struct {
	value Value
	err   error
}

// whenSettled sends the outcome of promise, once.
func whenSettled(promise Value, outcomes chan<- outcome) error {
	var fulfilled, rejected *function
	settled := func(outcomeOf func(Value) outcome) func([]Value) Value {
		return func(args []Value) Value {
			fulfilled.release()
			rejected.release()
			wait.Offer(outcomes, outcomeOf(argument(args, 0)))
			return Undefined()
		}
	}
	fulfilled, err := newFunction(settled(func(v Value) outcome { return outcome{value: v} }))
	if err != nil {
		return err
	}
	rejected, err = newFunction(settled(func(v Value) outcome { return outcome{err: NewThrown(v)} }))
	if err != nil {
		fulfilled.release()
		return err
	}
	if err = then(promise, fulfilled.value(), rejected.value()); err != nil {
		fulfilled.release()
		rejected.release()
	}
	return err
}

// argument is undefined where JavaScript gave none, as JavaScript has it.
func argument(args []Value, i int) Value {
	if i >= len(args) {
		return Undefined()
	}
	return args[i]
}

func global(name string) (Value, error) { return Global().Get(name) }
