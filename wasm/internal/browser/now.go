//go:build js

package browser

import (
	"math"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// maxDate is the last instant of JavaScript, in milliseconds since 1970
// (ECMA-262 21.4.1.1).
const maxDate = 8.64e15

// NewNow is the clock: Date.now(), or override where it is not undefined, and
// performance.now(). override is the option `now`, a function that returns
// milliseconds since 1970; it is tried once and the error names it. When it
// fails later, the page's error handlers hear of it once, and Date.now()
// stands in from then on.
func NewNow(override jsx.Value) (func() deadline.Instant, error) {
	if override.IsUndefined() {
		return instant, nil
	}
	if _, err := readWall(override); err != nil {
		return nil, err
	}
	broken := false
	return func() deadline.Instant {
		var wall int64
		err := error(nil)
		if !broken {
			wall, err = readWall(override)
		}
		if err != nil {
			broken = true
			must(jsx.Global().Call("reportError", jsx.NewError(err)))
		}
		now := instant()
		if !broken {
			now.Wall = wall
		}
		return now
	}, nil
}

func readWall(now jsx.Value) (int64, error) {
	wrong := func(got string) error {
		return &oidc.Error{
			Code:    client.InvalidOption,
			Message: "now: got " + got + ", takes a function that returns milliseconds since 1970",
		}
	}
	if now.Type() != jsx.Function {
		return 0, wrong(jsx.Describe(now))
	}
	result, err := now.Invoke()
	if err != nil {
		return 0, wrong("an exception (" + err.Error() + ")")
	}
	milliseconds, err := result.Float()
	if err != nil || !(math.Abs(milliseconds) <= maxDate) { // this way round NaN fails too
		return 0, wrong("one that returns " + jsx.Describe(result))
	}
	return int64(math.Round(milliseconds)), nil
}

func instant() deadline.Instant {
	wall, monotonic := jsx.Clock()
	return deadline.Instant{Wall: int64(wall), Mono: int64(math.Round(monotonic))}
}
