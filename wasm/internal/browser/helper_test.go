//go:build js

package browser

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// eval runs an expression of JavaScript.
func eval(t *testing.T, expression string) jsx.Value {
	t.Helper()
	value, err := jsx.Global().Call("eval", "("+expression+")")
	if err != nil {
		t.Fatalf("eval %s: %v", expression, err)
	}
	return value
}

// await runs an expression that gives a promise, and waits for that.
func await(t *testing.T, expression string) jsx.Value {
	t.Helper()
	value, err := jsx.Await(context.Background(), eval(t, expression))
	if err != nil {
		t.Fatalf("await %s: %v", expression, err)
	}
	return value
}

// turn lets everything happen that was about to.
func turn(t *testing.T) {
	t.Helper()
	await(t, "new Promise(resolve => setTimeout(resolve, 0))")
}

// tree is a value as plain data.
func tree(t *testing.T, v jsx.Value) any {
	t.Helper()
	data, err := jsx.FromJS(v, jsx.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// replace puts something else in the place of a property of the window, until t ends.
func replace(t *testing.T, name, descriptor string) {
	t.Helper()
	restore := eval(t, `((name, descriptor) => {
		const owner = Object.hasOwn(globalThis, name) && Object.getOwnPropertyDescriptor(globalThis, name)
		Object.defineProperty(globalThis, name, {configurable: true, ...descriptor})
		return () => owner ? Object.defineProperty(globalThis, name, owner) : delete globalThis[name]
	})('`+name+`', `+descriptor+`)`)
	t.Cleanup(func() {
		if _, err := restore.Invoke(); err != nil {
			t.Error(err)
		}
	})
}

// newScope makes a scope that ends with t, and checks that it leaves nothing.
func newScope(t *testing.T) *jsx.Scope {
	t.Helper()
	noLeak(t)
	scope := jsx.NewScope(nil)
	t.Cleanup(scope.Close)
	return scope
}

// noLeak fails t if its end leaves more functions behind than there were. What
// is settled by the browser is given the time for it.
func noLeak(t *testing.T) {
	t.Helper()
	before := jsx.Live()
	t.Cleanup(func() {
		for range 50 {
			if jsx.Live() == before {
				return
			}
			await(t, "new Promise(resolve => setTimeout(resolve, 10))")
		}
		t.Errorf("%d functions are live, %d were before", jsx.Live(), before)
	})
}

// wantError fails t unless err says want.
func wantError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case err == nil:
		t.Errorf("no error, want %q", want)
	case err.Error() != want:
		t.Errorf("error %q, want %q", err, want)
	}
}
