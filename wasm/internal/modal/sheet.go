//go:build js

package modal

import (
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
)

// In milliseconds: how long what is to be shown waits for its style sheet, since it is
// better without than late; and after which time one that failed is asked for again.
const (
	sheetMS      = 1_000
	sheetAgainMS = 5_000
)

func newSheet(d *dom, url string) jsx.Value {
	return d.element("link", "rel", "stylesheet", "href", url)
}

// awaitsSheet tells whether v, which is to be seen, has to wait. It is shown later then.
func (d *Dialog) awaitsSheet(v View) bool {
	if d.styled || v.Form == FormNone {
		return false
	}
	if !d.waiting {
		d.waiting = true
		d.attach() // outside of a page none is loaded
		d.config.Wake(sheetMS, func() {
			part.Here()
			d.sheetIsThere()
		})
	}
	return true
}

// sheetIsThere shows what has waited.
func (d *Dialog) sheetIsThere() {
	if d.styled {
		return
	}
	d.styled = true
	d.show(d.model())
}

// sheetHasFailed has it loaded anew. The browser itself tells developers why it failed.
func (d *Dialog) sheetHasFailed() {
	d.sheetIsThere()
	d.config.Wake(sheetAgainMS, func() {
		part.Here()
		again := newSheet(d.dom, d.config.Style)
		d.dom.call(d.tree.sheet, "replaceWith", again)
		if d.dom.err == nil {
			d.tree.sheet = again
		}
		d.report()
	})
}
