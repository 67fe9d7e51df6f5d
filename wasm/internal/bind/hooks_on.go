//go:build js && hooks

package bind

import (
	"context"

	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// offerHooks gives tests what no shipped module has: a panic to order, and the
// count of live callbacks. They stand on globalThis.__spaSessionHooks.
func offerHooks(scope *jsx.Scope, _ jsx.Value) error {
	live, err := scope.Func(func(jsx.Value, []jsx.Value) jsx.Value {
		count, err := jsx.ToJS(jsx.Live())
		if err != nil {
			panic(err)
		}
		return count
	})
	if err != nil {
		return err
	}
	crash, err := scope.Func(func(jsx.Value, []jsx.Value) jsx.Value { panic("a test asked for this panic") })
	if err != nil {
		return err
	}
	crashLater, err := scope.Func(func(jsx.Value, []jsx.Value) jsx.Value {
		return jsx.Promise(scope, func(context.Context) (any, error) { panic("a test asked for this panic") })
	})
	if err != nil {
		return err
	}
	return jsx.Global().Set("__spaSessionHooks", map[string]any{"live": live, "crash": crash, "crashLater": crashLater})
}
