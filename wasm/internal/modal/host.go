//go:build js

package modal

import "github.com/spa-session/spa-session/wasm/internal/jsx"

// Host is the element on the page that holds all of the dialog. Whoever takes it
// off after a crash gives the page back to its user.
func (d *Dialog) Host() jsx.Value { return d.tree.host }
