//go:build js

package jsx

import (
	"errors"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/context"
)

// after settles what Await has left behind: it waits for a full turn of the
// event loop, in which every promise that can be settled is.
func after(t *testing.T) {
	t.Helper()
	turn := eval(t, "new Promise(resolve => setTimeout(resolve, 0))")
	if _, err := Await(context.Background(), turn); err != nil {
		t.Fatal(err)
	}
}

func TestAwait(t *testing.T) {
	noLeak(t)
	for expression, want := range map[string]string{
		"Promise.resolve(1)": "1",
		"new Promise(resolve => setTimeout(() => resolve(2), 1))": "2",
		"({then(resolve) { resolve(3) }})":                        "3",
		"4":                                                       "4",
	} {
		got, err := Await(t.Context(), eval(t, expression))
		if err != nil {
			t.Errorf("%s: %v", expression, err)
		} else if json(t, got) != want {
			t.Errorf("%s gives %s, want %s", expression, json(t, got), want)
		}
	}
}

func TestAwaitOfARejection(t *testing.T) {
	noLeak(t)
	_, err := Await(t.Context(), eval(t, "Promise.reject(reason = new TypeError('no'))"))
	wantError(t, err, "TypeError: no")
	var thrown *ThrownError
	if !errors.As(err, &thrown) || !thrown.Value.Equal(eval(t, "reason")) {
		t.Error("the reason itself is lost")
	}
	_, err = Await(t.Context(), eval(t, "Promise.reject()"))
	wantError(t, err, "undefined was thrown")
	_, err = Await(t.Context(), eval(t, "({get then() { throw new TypeError('then') }})"))
	wantError(t, err, "TypeError: then")
}

func TestAwaitStopsWithItsContext(t *testing.T) {
	before := Live()
	deferred := NewDeferred()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Await(ctx, deferred.Promise); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if Live() != before+2 {
		t.Errorf("%d functions wait for the promise, want 2", Live()-before)
	}
	deferred.Resolve(Null())
	after(t)
	if Live() != before {
		t.Errorf("%d functions are left after the promise was settled", Live()-before)
	}
}

func TestPromise(t *testing.T) {
	scope := newScope(t)
	failure := errors.New("it failed")
	for name, row := range map[string]struct {
		result any
		err    error
		want   string
	}{
		"a tree":    {result: map[string]any{"a": []any{1, nil}}, want: `{"a":[1,null]}`},
		"nil":       {want: "null"},
		"a value":   {result: eval(t, "[7]"), want: "[7]"},
		"a failure": {err: failure, want: "Error: it failed"},
		"a tree that is none": {result: struct{}{},
			want: "Error: jsx: ToJS takes no value of this type"},
	} {
		t.Run(name, func(t *testing.T) {
			promise := Promise(scope, func(context.Context) (any, error) { return row.result, row.err })
			value, err := Await(t.Context(), promise)
			if err != nil {
				wantError(t, err, row.want)
			} else if got := json(t, value); got != row.want {
				t.Errorf("resolved with %s, want %s", got, row.want)
			}
		})
	}
}

func TestPromiseRejectsWithWhatTheFactoryMakes(t *testing.T) {
	noLeak(t)
	scope := NewScope(func(err error) Value { return eval(t, "{code: 'mine'}") })
	defer scope.Close()
	promise := Promise(scope.Sub(), func(context.Context) (any, error) { return nil, errors.New("x") })
	_, err := Await(t.Context(), promise)
	var thrown *ThrownError
	if !errors.As(err, &thrown) || json(t, thrown.Value) != `{"code":"mine"}` {
		t.Errorf("rejected with %v", err)
	}
}

func TestPromiseRejectsWithWhatWasThrown(t *testing.T) {
	scope := newScope(t)
	promise := Promise(scope, func(context.Context) (any, error) { return eval(t, "() => { throw own = {} }").Invoke() })
	_, err := Await(t.Context(), promise)
	var thrown *ThrownError
	if !errors.As(err, &thrown) || !thrown.Value.Equal(eval(t, "own")) {
		t.Errorf("rejected with %v", err)
	}
}

func TestPromiseEndsWithItsScope(t *testing.T) {
	scope := newScope(t)
	promise := Promise(scope, func(ctx context.Context) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	scope.Close()
	_, err := Await(t.Context(), promise)
	wantError(t, err, "Error: context canceled")
}
