//go:build js

package browser

import (
	"slices"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

func TestNowIsBothClocks(t *testing.T) {
	replace(t, "Date", "{value: {now: () => 1_700_000_000_123}}")
	replace(t, "performance", "{value: {now: () => 4999.5}}")
	now, err := NewNow(jsx.Undefined())
	if err != nil {
		t.Fatal(err)
	}
	if got := now(); got.Wall != 1_700_000_000_123 || got.Mono != 5000 {
		t.Errorf("got %+v", got)
	}
}

func TestNowTakesAnother(t *testing.T) {
	now, err := NewNow(eval(t, "() => 86_400_000.4"))
	if err != nil {
		t.Fatal(err)
	}
	if got := now(); got.Wall != 86_400_000 {
		t.Errorf("got %+v", got)
	}
}

func TestNowRefusesWhatIsNoClock(t *testing.T) {
	const takes = ", takes a function that returns milliseconds since 1970"
	for override, got := range map[string]string{
		"null":                     "null",
		"1700000000000":            "the number 1700000000000",
		"() => undefined":          "one that returns undefined",
		"() => NaN":                "one that returns the number NaN",
		"() => 1e16":               "one that returns the number 10000000000000000",
		"() => new Date()":         "one that returns an object",
		"async () => 1":            "one that returns an object",
		"() => { throw Error(1) }": "an exception (Error: 1)",
	} {
		_, err := NewNow(eval(t, override))
		wantError(t, err, "invalid_option: now: got "+got+takes)
	}
}

func TestABrokenNowIsReportedOnceAndReplaced(t *testing.T) {
	replace(t, "Date", "{value: {now: () => 77}}")
	replace(t, "reportError", "{value: Object.assign(e => reportError.heard.push(e.message), {heard: []})}")
	now, err := NewNow(eval(t, "(calls => () => calls++ == 1 ? 'late' : 5)(0)"))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if got := now().Wall; got != 77 {
			t.Errorf("the wall clock is %d", got)
		}
	}
	heard := tree(t, eval(t, "reportError.heard")).([]any)
	if len(heard) != 1 || heard[0] != `invalid_option: now: got one that returns the string "late", takes a function that returns milliseconds since 1970` {
		t.Errorf("reported %v", heard)
	}
}

func TestWakeFiresOnce(t *testing.T) {
	for _, milliseconds := range []int64{0, 1, -5} {
		scope := newScope(t)
		fired := make(chan struct{}, 2)
		cancel := NewWake(scope)(milliseconds, func() { fired <- struct{}{} })
		<-fired
		cancel()
		turn(t)
		if len(fired) > 0 {
			t.Error("it fired again")
		}
	}
}

func TestWakeGoesInStepsBeyondTheLongestTimer(t *testing.T) {
	scope := newScope(t)
	// Go's own timers pass here too, with other delays than these.
	replace(t, "setTimeout", `(set => ({value: Object.assign(
		(fn, delay) => { setTimeout.delays.push(delay); return set(fn, delay) }, {delays: []})}))(setTimeout)`)
	fired := make(chan struct{})
	newWake(scope, 37)(37+37+26, func() { close(fired) })
	<-fired
	var steps []float64
	for _, delay := range tree(t, eval(t, "setTimeout.delays")).([]any) {
		if delay == 37.0 || delay == 26.0 {
			steps = append(steps, delay.(float64))
		}
	}
	if want := []float64{37, 37, 26}; !slices.Equal(steps, want) {
		t.Errorf("steps of %v ms, want %v", steps, want)
	}
}

func TestACancelledWakeIsSilent(t *testing.T) {
	scope := newScope(t)
	wake := NewWake(scope)
	silent := func() { t.Error("it fired") }
	before := jsx.Live()
	wake(0, silent)()
	wake(1<<40, silent)()
	if jsx.Live() != before {
		t.Errorf("%d functions are left", jsx.Live()-before)
	}
	wake(0, silent)
	scope.Close()
	wake(0, silent)()
	turn(t)
}
