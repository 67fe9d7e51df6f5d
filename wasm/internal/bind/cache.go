//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// appCache has get, set and remove, as auth0-spa-js asks for; each may return a
// promise. What it is given are strings.
type appCache struct{ object jsx.Value }

func (c appCache) Get(ctx context.Context, key string) (string, error) {
	value, err := c.call(ctx, "get", key)
	if err != nil || value.IsMissing() {
		return "", err
	}
	return value.String()
}

func (c appCache) Set(ctx context.Context, key, value string) error {
	_, err := c.call(ctx, "set", key, value)
	return err
}

func (c appCache) Remove(ctx context.Context, key string) error {
	_, err := c.call(ctx, "remove", key)
	return err
}

func (c appCache) call(ctx context.Context, method string, args ...any) (jsx.Value, error) {
	returned, err := c.object.Call(method, args...)
	if err != nil {
		return jsx.Value{}, err
	}
	return jsx.Await(ctx, returned)
}
