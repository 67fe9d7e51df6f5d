//go:build js

package modal

import (
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// HostName is the element that carries dialog and bar. It is no registered custom
// element: a name with a hyphen may have a shadow root anyway (HTML, attachShadow).
const HostName = "spa-session-dialog"

// maxButtons is as many as any View has.
const maxButtons = 3

// tree is what stands in the shadow root. It is made once and filled anew; a
// node whose text has not changed is left alone, so that no screen reader takes
// it for news.
type tree struct {
	host, root jsx.Value
	sheet      jsx.Value // the <link> of the style sheet

	dialog, panel            jsx.Value
	title, body              *line
	opening                  jsx.Value
	countdown, failure, hint *line
	progress                 jsx.Value
	buttons                  [maxButtons]*button
	live                     jsx.Value // spoken by screen readers; beside the panel, so never hidden with it
	bar                      jsx.Value
	barText                  *line
	barButton                *button
}

// newTree builds the tree, and attaches it to nothing.
func newTree(d *dom, say Strings, sheet string) *tree {
	t := &tree{host: d.element(HostName, "lang", say.Lang, "dir", say.Dir)}
	t.root = d.call(t.host, "attachShadow", map[string]any{"mode": "open"})
	t.sheet = newSheet(d, sheet)
	t.buildDialog(d)
	t.buildBar(d)
	d.call(t.root, "append", t.sheet, t.dialog, t.bar)
	return t
}

func (t *tree) buildDialog(d *dom) {
	t.dialog = d.element("dialog", "part", "dialog", "role", "alertdialog",
		"aria-labelledby", "title", "aria-describedby", "body opening")
	t.panel = d.element("div", "part", "panel")
	t.title = newLine(d, "h2", "part", "title", "id", "title")
	t.body = newLine(d, "p", "part", "body", "id", "body")
	// Describes the dialog with the time there was when it opened, and is found
	// by no cursor later: hidden text describes all the same (accname 1.2, step 2A).
	t.opening = d.element("p", "id", "opening", "hidden", "hidden")
	t.countdown = newLine(d, "p", "part", "countdown", "aria-hidden", "true")
	t.progress = d.element("progress", "part", "progress", "aria-hidden", "true", "max", "1")
	t.failure = newLine(d, "p", "part", "error")
	t.hint = newLine(d, "p", "part", "hint")
	row := d.element("div", "part", "buttons")
	for i := range t.buttons {
		t.buttons[i] = newButton(d, i == 0)
		d.call(row, "append", t.buttons[i].node)
	}
	d.call(t.panel, "append", t.title.node, t.body.node, t.opening, t.countdown.node, t.progress,
		t.failure.node, t.hint.node, row)
	t.live = d.element("div", "part", "live", "aria-live", "polite")
	d.call(t.dialog, "append", t.panel, t.live)
}

func (t *tree) buildBar(d *dom) {
	t.bar = d.element("section", "part", "bar")
	d.set(t.bar, "hidden", true)
	t.barText = newLine(d, "p", "part", "bar-text")
	t.barButton = newButton(d, true)
	d.call(t.bar, "append", t.barText.node, t.barButton.node)
}

// fillDialog brings v into the dialog; anew tells that it opens or says something new.
func (t *tree) fillDialog(d *dom, v View, anew bool) {
	if anew {
		d.attribute(t.dialog, "data-kind", string(v.Kind))
		d.set(t.opening, "textContent", v.Countdown)
	}
	t.title.set(d, v.Title)
	t.body.set(d, v.Body)
	t.countdown.set(d, v.Countdown)
	d.set(t.progress, "hidden", v.Countdown == "")
	d.set(t.progress, "value", v.Remaining)
	t.failure.set(d, v.Error)
	t.hint.set(d, v.Hint)
	for i, button := range t.buttons {
		if i < len(v.Buttons) {
			button.set(d, v.Buttons[i])
		} else {
			button.set(d, Button{})
		}
	}
}

func (t *tree) fillBar(d *dom, v View) {
	shown := v.Form == FormBar
	d.set(t.bar, "hidden", !shown)
	if !shown {
		return
	}
	d.attribute(t.bar, "aria-label", v.Title)
	t.barText.set(d, v.Body)
	t.barButton.set(d, v.Buttons[0])
}

// line is an element that carries text; without any it is hidden.
type line struct {
	node jsx.Value
	text string
}

func newLine(d *dom, tag string, attributes ...string) *line {
	l := &line{node: d.element(tag, attributes...)}
	d.set(l.node, "hidden", true)
	return l
}

func (l *line) set(d *dom, text string) {
	if l.text == text || d.err != nil {
		return
	}
	d.set(l.node, "textContent", text)
	d.set(l.node, "hidden", text == "")
	if d.err == nil {
		l.text = text
	}
}

// button is a <button> whose action stands in data-action.
type button struct {
	node  jsx.Value
	shown Button
}

func newButton(d *dom, primary bool) *button {
	parts := []string{"button"}
	if primary {
		parts = append(parts, "button-primary")
	}
	b := &button{node: d.element("button", "type", "button", "part", strings.Join(parts, " "))}
	d.set(b.node, "hidden", true)
	return b
}

func (b *button) set(d *dom, shown Button) {
	if b.shown == shown || d.err != nil {
		return
	}
	busy := ""
	if shown.Busy {
		busy = "true"
	}
	d.set(b.node, "textContent", shown.Label)
	d.set(b.node, "hidden", shown.Action == NoAction)
	d.attribute(b.node, "data-action", string(shown.Action))
	d.attribute(b.node, "aria-disabled", busy)
	d.attribute(b.node, "aria-busy", busy)
	if d.err == nil {
		b.shown = shown
	}
}
