//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// maxTimeout is the longest that setTimeout can wait, in milliseconds: 24.8
// days. Beyond it fires at once.
const maxTimeout = 1<<31 - 1

// NewWake is setTimeout, for as long as it takes. Nothing fires once the scope
// is closed.
func NewWake(scope *jsx.Scope) client.Wake { return newWake(scope, maxTimeout) }

func newWake(scope *jsx.Scope, longest int64) client.Wake {
	return func(milliseconds int64, fire func()) (cancel func()) {
		alarm := &alarm{scope: scope.Sub(), longest: longest, left: max(milliseconds, 0), fire: fire}
		callback, err := alarm.scope.Func(alarm.ring)
		if err != nil {
			return none // the scope is closed
		}
		alarm.callback = callback
		alarm.scope.Defer(func() { must(jsx.Global().Call("clearTimeout", alarm.timer)) })
		alarm.arm()
		return alarm.scope.Close
	}
}

// alarm is one wait, in as many steps as it takes.
type alarm struct {
	scope         *jsx.Scope
	longest, left int64 // milliseconds
	fire          func()
	callback      jsx.Value
	timer         jsx.Value
}

func (a *alarm) arm() {
	step := min(a.left, a.longest)
	a.left -= step
	a.timer = must(jsx.Global().Call("setTimeout", a.callback, step))
}

func (a *alarm) ring([]jsx.Value) jsx.Value {
	if a.left > 0 {
		a.arm()
		return jsx.Undefined()
	}
	a.scope.Close()
	a.fire()
	return jsx.Undefined()
}
