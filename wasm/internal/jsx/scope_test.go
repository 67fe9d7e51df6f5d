//go:build js

package jsx

import (
	"errors"
	"slices"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/context"
)

// target is an EventTarget that keeps a diary of its listeners.
func target(t *testing.T) Value {
	t.Helper()
	return eval(t, `(() => {
		const target = new EventTarget()
		target.diary = []
		for (const name of ['addEventListener', 'removeEventListener']) {
			target[name] = function (event, listener, options) {
				this.diary.push(name.slice(0, 3) + ' ' + event + ' ' + JSON.stringify(options))
				EventTarget.prototype[name].call(this, event, listener, options)
			}
		}
		target.fire = (event) => target.dispatchEvent(new Event(event, {cancelable: true}))
		return target
	})()`)
}

func fire(t *testing.T, target Value, event string) {
	t.Helper()
	if _, err := target.Call("fire", event); err != nil {
		t.Fatal(err)
	}
}

func diary(t *testing.T, target Value) []string {
	t.Helper()
	list, err := target.Get("diary")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := FromJS(list, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range tree.([]any) {
		lines = append(lines, line.(string))
	}
	return lines
}

func TestListenHearsUntilTheScopeCloses(t *testing.T) {
	scope, target := newScope(t), target(t)
	var heard []string
	hear := func(event Value) {
		kind, err := event.GetString("type")
		if err != nil {
			t.Error(err)
		}
		heard = append(heard, kind)
	}
	options := ListenOptions{Capture: true, Passive: true}
	if _, err := scope.Listen(target, "a", options, hear); err != nil {
		t.Fatal(err)
	}
	if _, err := scope.Listen(target, "b", options, hear); err != nil {
		t.Fatal(err)
	}
	fire(t, target, "a")
	fire(t, target, "b")
	scope.Close()
	scope.Close()
	fire(t, target, "a")
	if want := []string{"a", "b"}; !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
	const settings = `{"capture":true,"passive":true}`
	want := []string{"add a " + settings, "add b " + settings, "rem b " + settings, "rem a " + settings}
	if got := diary(t, target); !slices.Equal(got, want) {
		t.Errorf("diary %q, want %q", got, want)
	}
}

func TestAListenerStopsByItself(t *testing.T) {
	scope, target := newScope(t), target(t)
	count := 0
	var stop func()
	stop, err := scope.Listen(target, "a", ListenOptions{}, func(Value) {
		count++
		stop() // in the middle of its own call
		stop()
	})
	if err != nil {
		t.Fatal(err)
	}
	before := Live()
	fire(t, target, "a")
	fire(t, target, "a")
	if count != 1 || Live() != before-1 {
		t.Errorf("called %d times, %d functions live instead of %d", count, Live(), before-1)
	}
	scope.Close()
	if got := len(diary(t, target)); got != 2 {
		t.Errorf("%d entries in the diary: the scope removed it again", got)
	}
}

func TestCloseEndsEverythingTheYoungestFirst(t *testing.T) {
	scope := newScope(t)
	var ended []string
	end := func(name string) func() { return func() { ended = append(ended, name) } }
	scope.Defer(end("oldest"))
	sub := scope.Sub()
	sub.Defer(end("of the sub-scope"))
	scope.Defer(func() {
		if scope.Context().Err() == nil {
			t.Error("the context outlives what it serves")
		}
	})
	scope.Defer(end("youngest"))
	scope.Close()
	scope.Close()
	if want := []string{"youngest", "of the sub-scope", "oldest"}; !slices.Equal(ended, want) {
		t.Errorf("ended %v, want %v", ended, want)
	}
	if !errors.Is(sub.Context().Err(), context.Canceled) {
		t.Error("the context of the sub-scope goes on")
	}
}

func TestASubScopeEndsAlone(t *testing.T) {
	scope := newScope(t)
	ended := 0
	for range 3 {
		sub := scope.Sub()
		sub.Defer(func() { ended++ })
		sub.Close()
	}
	if ended != 3 || len(scope.endings) != 0 {
		t.Errorf("%d ended, the scope still holds %d", ended, len(scope.endings))
	}
	if scope.Context().Err() != nil {
		t.Error("the context of the scope ended with its sub-scope's")
	}
}

func TestAClosedScopeTakesNothingOn(t *testing.T) {
	scope, target := newScope(t), target(t)
	scope.Close()
	if _, err := scope.Func(func([]Value) Value { return Undefined() }); !errors.Is(err, ErrClosed) {
		t.Errorf("Func: %v", err)
	}
	if _, err := scope.Listen(target, "a", ListenOptions{}, func(Value) {}); !errors.Is(err, ErrClosed) {
		t.Errorf("Listen: %v", err)
	}
	if got := diary(t, target); len(got) != 2 {
		t.Errorf("the listener that was refused is still there: %q", got)
	}
	ended := false
	scope.Defer(func() { ended = true })
	if !ended {
		t.Error("Defer forgot its end")
	}
	if scope.Sub().Context().Err() == nil {
		t.Error("a sub-scope of a closed scope is open")
	}
}

func TestListenRefusesWhatIsNoTarget(t *testing.T) {
	scope := newScope(t)
	_, err := scope.Listen(eval(t, "{}"), "a", ListenOptions{}, func(Value) {})
	wantError(t, err, "jsx: addEventListener is not a function but undefined")
}

func TestFuncGetsItsArguments(t *testing.T) {
	scope := newScope(t)
	function, err := scope.Func(func(args []Value) Value {
		sum := 0.0
		for _, arg := range args {
			number, err := arg.Float()
			if err != nil {
				t.Error(err)
			}
			sum += number
		}
		result, err := ToJS(sum)
		if err != nil {
			t.Error(err)
		}
		return result
	})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := eval(t, "f => f(1, 2)").Invoke(function)
	if err != nil {
		t.Fatal(err)
	}
	if got := json(t, sum); got != "3" {
		t.Errorf("the sum is %s", got)
	}
}
