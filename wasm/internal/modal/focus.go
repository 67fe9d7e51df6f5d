//go:build js

package modal

import "github.com/spa-session/spa-session/wasm/internal/jsx"

// focus is the element that had the focus before the dialog took it.
type focus struct{ element jsx.Value }

// remember keeps the innermost focused element: that of a shadow root, where the
// document only sees its host. Closed roots stay closed. The body is none: it has the
// focus when nothing has, and so when a guard has just hidden what had it.
func (f *focus) remember(d *dom) {
	f.element = jsx.Value{}
	scope, body := d.document, d.get(d.document, "body")
	for d.err == nil {
		active := d.get(scope, "activeElement")
		if active.IsMissing() || active.Equal(body) {
			return
		}
		f.element = active
		if scope = d.get(active, "shadowRoot"); scope.IsMissing() {
			return
		}
	}
}

// restore gives the focus back. If nothing had it, or the app has removed the element
// meanwhile, it goes to the main part of the page, so that the keyboard does not start anew at
// the top, provided that the app lets it take the focus.
func (f *focus) restore(d *dom) {
	target := f.element
	f.element = jsx.Value{}
	if target.IsMissing() || !d.is(target, "isConnected") {
		if target = d.query("main[tabindex]"); target.IsMissing() {
			return // closing has left the focus on the body
		}
	}
	if !d.get(target, "focus").IsMissing() { // an SVG or MathML element of old had none
		d.call(target, "focus", map[string]any{"preventScroll": true})
	}
}
