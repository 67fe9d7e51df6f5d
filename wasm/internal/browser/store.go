//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewStore is sessionStorage and localStorage. Where they are switched off,
// the very look at them throws; they are full when the browser says so.
func NewStore() client.Store { return store{} }

type store struct{}

func (store) Get(area client.Area, key string) (value string, found bool, err error) {
	item, err := storage(area, "getItem", key)
	if err != nil || item.IsMissing() {
		return "", false, err
	}
	value, err = item.String()
	return value, err == nil, err
}

func (store) Set(area client.Area, key, value string) error {
	_, err := storage(area, "setItem", key, value)
	return err
}

func (store) Remove(area client.Area, key string) error {
	_, err := storage(area, "removeItem", key)
	return err
}

func (store) Keys(area client.Area) (keys []string, err error) {
	for i := 0; ; i++ {
		key, err := storage(area, "key", i)
		if err != nil || key.IsMissing() {
			return keys, err
		}
		name, err := key.String()
		if err != nil {
			return keys, err
		}
		keys = append(keys, name)
	}
}

func storage(area client.Area, method string, args ...any) (jsx.Value, error) {
	name := "sessionStorage"
	if area == client.PerSite {
		name = "localStorage"
	}
	result, err := call([]string{name, method}, args...)
	if err != nil {
		return jsx.Value{}, problem(name+" cannot be used", err)
	}
	return result, nil
}
