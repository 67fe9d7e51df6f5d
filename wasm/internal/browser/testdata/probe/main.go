//go:build js

// Command probe keeps what the activity of its page gives in the array
// `signals`, by number. The clock stands still until `advance(ms)` moves it.
package main

import (
	"github.com/spa-session/spa-session/wasm/internal/browser"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

func main() {
	scope := jsx.NewScope(nil)
	var clock deadline.Instant
	now := func() deadline.Instant { return clock }

	advance, err := scope.Func(func(args []jsx.Value) jsx.Value {
		milliseconds, err := args[0].Float()
		check(err)
		clock.Mono += int64(milliseconds)
		return jsx.Undefined()
	})
	check(err)
	check(jsx.Global().Set("advance", advance))

	activity := browser.NewActivity(scope, now, browser.NewWake(scope), "spa-session-dialog")
	activity.Listen(func(signal client.Signal) {
		signals, err := jsx.Global().Get("signals")
		check(err)
		_, err = signals.Call("push", int(signal))
		check(err)
	})
	check(jsx.Global().Set("ready", true))
	select {}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
