//go:build js

package modal

import "github.com/spa-session/spa-session/wasm/internal/jsx"

// tabTitle borrows the title of a page whose tab is hidden.
type tabTitle struct {
	borrowed bool
	element  jsx.Value // the <title>, undefined if the page had none
	exact    string    // its text with every space; document.title collapses them
	original string    // as document.title had it
	written  string    // as document.title has ours
}

// retitle says in the tab strip that the session wants its user, until the page
// is seen again.
func (d *Dialog) retitle() {
	if d.view.PageTitle == "" || !d.hidden() {
		d.tab.giveBack(d.dom)
		return
	}
	d.tab.borrow(d.dom)
	d.tab.write(d.dom, titled(d.view, d.tab.original, stillness(d.dom)))
}

// borrow remembers the title of the page, and anew if the app has set another.
func (t *tabTitle) borrow(d *dom) {
	current := d.string(d.document, "title")
	if t.borrowed && current == t.written {
		return
	}
	t.borrowed = true
	t.original, t.written = current, current
	if t.element = d.query("head > title"); !t.element.IsMissing() {
		t.exact = d.string(t.element, "textContent")
	}
}

func (t *tabTitle) write(d *dom, title string) {
	if title == t.written {
		return
	}
	d.set(d.document, "title", title)
	t.written = d.string(d.document, "title")
}

// giveBack restores the title to the letter, unless the app has set its own.
func (t *tabTitle) giveBack(d *dom) {
	if !t.borrowed {
		return
	}
	t.borrowed = false
	switch {
	case d.string(d.document, "title") != t.written:
	case t.element.IsMissing():
		d.set(d.document, "title", t.original)
	default:
		d.set(t.element, "textContent", t.exact)
	}
}

// stillness tells whether the user has asked for as little motion as can be.
func stillness(d *dom) bool {
	return d.is(d.call(jsx.Global(), "matchMedia", "(prefers-reduced-motion: reduce)"), "matches")
}
