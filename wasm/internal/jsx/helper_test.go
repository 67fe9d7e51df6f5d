//go:build js

package jsx

import "testing"

// eval runs an expression of JavaScript.
func eval(t *testing.T, expression string) Value {
	t.Helper()
	value, err := Global().Call("eval", "("+expression+")")
	if err != nil {
		t.Fatalf("eval %s: %v", expression, err)
	}
	return value
}

// text calls String() of JavaScript, which takes anything.
func textOf(t *testing.T, v Value) string {
	t.Helper()
	value, err := Global().Call("String", v)
	if err != nil {
		t.Fatal(err)
	}
	result, err := value.String()
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// json is what JSON.stringify makes of v.
func json(t *testing.T, v Value) string {
	t.Helper()
	class, err := Global().Get("JSON")
	if err != nil {
		t.Fatal(err)
	}
	value, err := class.Call("stringify", v)
	if err != nil {
		t.Fatal(err)
	}
	return textOf(t, value)
}

// noLeak fails t if its end leaves more functions behind than there were.
func noLeak(t *testing.T) {
	t.Helper()
	before := Live()
	t.Cleanup(func() {
		if after := Live(); after != before {
			t.Errorf("%d functions are live, %d were before", after, before)
		}
	})
}

// newScope makes a scope that ends with t, and checks that it leaves nothing.
func newScope(t *testing.T) *Scope {
	t.Helper()
	noLeak(t)
	scope := NewScope(nil)
	t.Cleanup(scope.Close)
	return scope
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
