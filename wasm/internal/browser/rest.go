//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewRest has the loader fetch the second file of the module; once it is there, that
// is the answer.
func NewRest(host jsx.Value) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		promise, err := host.Call("rest")
		if err == nil {
			_, err = jsx.Await(ctx, promise)
		}
		return err
	}
}
