//go:build js

package modal

import "github.com/spa-session/spa-session/wasm/internal/part"

// phase is whether the <dialog> stands.
type phase uint8

const (
	closed   phase = iota
	opened         // seen, and modal
	shielded       // unseen, and still modal: it takes the clicks that were meant for it
)

// shieldMS is how long a dialog that closes by itself leaves the page inert, in
// milliseconds: less than it takes to aim anew, more than to finish a click.
const shieldMS = 500

// open has the dialog stand. anew puts the focus on the primary button of one that
// stands already.
func (d *Dialog) open(anew bool) {
	if d.phase == closed {
		d.focus.remember(d.dom)
		d.dom.set(d.tree.live, "textContent", "")
	}
	d.unshield()
	d.attach()
	if !d.dom.answers(d.tree.dialog, "matches", ":modal") {
		// Whoever moves or removes a modal dialog leaves it open, but not modal.
		d.dom.call(d.tree.dialog, "close")
		d.dom.call(d.tree.dialog, "showModal") // puts the focus on the primary button, too: it is the first
	}
	if d.dom.err != nil {
		return
	}
	d.phase = opened
	if anew {
		d.dom.call(d.tree.buttons[0].node, "focus")
	}
}

// close takes the dialog away: at once if the user has just acted in it, else
// behind a shield.
func (d *Dialog) close() {
	switch {
	case d.phase == closed, d.phase == shielded:
	case d.acted:
		d.finish()
	default:
		d.shield()
	}
	d.acted = false
}

func (d *Dialog) shield() {
	d.phase = shielded
	d.dom.attribute(d.tree.dialog, "data-shield", "true")
	d.dom.set(d.tree.panel, "hidden", true)
	d.endShield = d.config.Wake(shieldMS, func() {
		part.Here()
		if d.phase == shielded {
			d.finish()
			d.report()
		}
	})
}

func (d *Dialog) unshield() {
	if d.phase != shielded {
		return
	}
	d.endShield()
	d.dom.attribute(d.tree.dialog, "data-shield", "")
	d.dom.set(d.tree.panel, "hidden", false)
}

// finish closes the dialog and gives the focus back.
func (d *Dialog) finish() {
	if d.phase == closed {
		return
	}
	d.unshield()
	d.phase = closed
	d.dom.call(d.tree.dialog, "close")
	d.focus.restore(d.dom)
}

// attach puts the host into the page, again if the app has thrown it out with
// the rest of the body. Before there is a body it waits for the next call.
func (d *Dialog) attach() {
	if d.dom.is(d.tree.host, "isConnected") {
		return
	}
	container := d.config.Container
	if container.IsMissing() || !d.dom.is(container, "isConnected") {
		container = d.dom.get(d.dom.document, "body")
	}
	if !container.IsMissing() {
		d.dom.call(container, "append", d.tree.host)
	}
}
