//go:build js

package browser

import (
	"errors"

	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewJSON is JSON.parse. What it makes is bounded by the limits of
// [jsx.FromJS]. The error does not repeat the text, as the browser's own does:
// that may be a token.
func NewJSON() func(text string) (any, error) {
	return func(text string) (any, error) {
		value, err := call([]string{"JSON", "parse"}, text)
		if err != nil {
			return nil, errors.New("browser: not JSON")
		}
		tree, err := jsx.FromJS(value, jsx.Limits{})
		if err != nil {
			return nil, problem("this JSON is not read", err)
		}
		return tree, nil
	}
}
