//go:build js && hooks

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// offerHooks gives tests what no shipped module has: a panic to order, the count
// of live callbacks, and wasm_exec's object, which has what else Go holds. They
// stand on globalThis.__spaSessionHooks.
func offerHooks(scope *jsx.Scope, host jsx.Value) error {
	support, err := host.Get("go")
	if err != nil {
		return err
	}
	live, err := scope.Func(func([]jsx.Value) jsx.Value {
		count, err := jsx.ToJS(jsx.Live())
		if err != nil {
			panic(err)
		}
		return count
	})
	if err != nil {
		return err
	}
	crash, err := scope.Func(func([]jsx.Value) jsx.Value { panic("a test asked for this panic") })
	if err != nil {
		return err
	}
	crashLater, err := scope.Func(func([]jsx.Value) jsx.Value {
		return jsx.Promise(scope, func(context.Context) (any, error) { panic("a test asked for this panic") })
	})
	if err != nil {
		return err
	}
	return jsx.Global().Set("__spaSessionHooks", map[string]any{
		"live": live, "go": support, "crash": crash, "crashLater": crashLater,
	})
}
