//go:build js

package modal

import (
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/wait"
)

func (d *Dialog) listen() error {
	for _, on := range []struct {
		target jsx.Value
		event  string
		hear   func(jsx.Value)
	}{
		{d.tree.root, "click", func(event jsx.Value) { part.Here(); d.clicked(event) }},
		{d.tree.dialog, "cancel", func(event jsx.Value) { part.Here(); d.cancelled(event) }},
		{d.tree.dialog, "close", func(jsx.Value) { part.Here(); d.closedByOthers() }},
		{d.dom.document, "visibilitychange", func(jsx.Value) { part.Here(); d.retitle() }},
		{d.tree.root, "load", func(jsx.Value) { part.Here(); d.sheetIsThere() }},
		{d.tree.root, "error", func(jsx.Value) { part.Here(); d.sheetHasFailed() }},
	} {
		hear := func(event jsx.Value) {
			part.Here()
			on.hear(event)
			d.report()
		}
		// Captured: what becomes of a style sheet does not bubble.
		if _, err := d.scope.Listen(on.target, on.event, jsx.ListenOptions{Capture: true}, hear); err != nil {
			return err
		}
	}
	return nil
}

// clicked hears every click in the shadow root. One on the backdrop has the
// dialog as its target and no action: nothing happens.
func (d *Dialog) clicked(event jsx.Value) {
	pressed := d.dom.call(d.dom.get(event, "target"), "closest", "[data-action]")
	if d.dom.err == nil && !pressed.IsMissing() {
		d.act(Action(d.dom.string(pressed, "dataset", "action")))
	}
}

// cancelled is Esc, or Back on Android. A browser asks once; the next request it
// may grant without asking (HTML, close watchers): that is heard as a close.
func (d *Dialog) cancelled(event jsx.Value) {
	if d.dom.is(event, "cancelable") {
		d.dom.call(event, "preventDefault")
		d.act(d.view.Escape)
	}
}

// closedByOthers hears every close, ours too. One that we did not cause is
// another Esc, or a script's: it is taken for Esc, and where Esc does not put
// the dialog away it stands again.
func (d *Dialog) closedByOthers() {
	if d.phase == closed || d.dom.is(d.tree.dialog, "open") {
		return
	}
	if d.phase == shielded {
		d.finish()
		return
	}
	escape := d.view.Escape
	if escape == NotNow {
		d.phase = closed
		d.focus.restore(d.dom)
		d.act(escape) // the bar comes with the next Show; until then nothing stands in the way
		return
	}
	d.act(escape)
	d.open(true)
}

// act does what the user asks for, if it is offered at this moment.
func (d *Dialog) act(action Action) {
	if !d.view.offers(action) {
		return
	}
	d.acted = true
	go func() {
		part.Here()
		wait.Here()
		d.actions.of(action)()
	}()
}
