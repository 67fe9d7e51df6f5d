package browser

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Keys for Press.
const (
	Enter     = kb.Enter
	Escape    = kb.Escape
	Space     = " "
	TabKey    = kb.Tab
	Backspace = kb.Backspace
)

// Modifiers for Press.
const (
	Shift = kb.ModifierShift
	Ctrl  = kb.ModifierCtrl
)

//go:embed locate.js
var locateJS string

// locate makes a function of a selector out of one that takes the found element.
func locate(ofElement string) string {
	return fmt.Sprintf(`selector => { const { find, words } = %s; return (%s)(find(selector)); }`, withoutComment(locateJS), ofElement)
}

func withoutComment(js string) string {
	return strings.TrimSpace(js[strings.Index(js, "\n(()")+1:])
}

// Wait waits until an element that selector finds is visible. Selectors are CSS; `host >>> css` looks into a shadow
// tree, and `css:text("Words")` asks for an element whose visible text is exactly these words.
func (tab *Tab) Wait(selector string) {
	tab.t.Helper()
	tab.WaitFor(locate(`element => element`), selector)
}

// WaitGone waits until nothing visible is found by selector.
func (tab *Tab) WaitGone(selector string) {
	tab.t.Helper()
	tab.WaitFor(locate(`element => !element`), selector)
}

// Has reports whether something visible is found by selector right now.
func (tab *Tab) Has(selector string) bool {
	tab.t.Helper()
	return Eval[bool](tab, locate(`element => !!element`), selector)
}

// Click moves the mouse to the middle of the element and presses the left button. It waits until the element is
// there, visible, enabled, at rest, and not covered by another.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	tab.painted()
	x, y := tab.pressable(selector)
	tab.moveTo(x, y)
	tab.do("clicking "+selector, chromedp.MouseClickXY(x, y))
}

// painted waits for the page to be drawn: until then Chromium drops what the mouse does. A page that draws nothing, for
// it is hidden or its main thread is busy, is not waited for longer than a second.
func (tab *Tab) painted() {
	ctx, cancel := context.WithTimeout(tab.ctx, time.Second)
	defer cancel()
	const frames = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`
	_, _ = chromedp.Run(ctx, chromedp.Evaluate[bool](frames, chromedp.EvalAwaitPromise))
}

type spot struct {
	X, Y     float64
	Obstacle string
}

func (tab *Tab) pressable(selector string) (x, y float64) {
	tab.t.Helper()
	look := fmt.Sprintf(`selector => (%s).press(selector)`, withoutComment(locateJS))
	deadline := time.Now().Add(Patience)
	last := spot{Obstacle: "it was not looked for yet"}
	for {
		now, err := evaluate[spot](tab, expression(tab, look, []any{selector}))
		if err != nil {
			now.Obstacle = err.Error()
		}
		if now.Obstacle == "" && now == last {
			return now.X, now.Y
		}
		if time.Now().After(deadline) || tab.ctx.Err() != nil {
			tab.t.Fatalf("browser: %s cannot be clicked: %s\n%s", selector, now.Obstacle, tab.describe())
		}
		last = now
		time.Sleep(pollInterval)
	}
}

// Tap touches the middle of the element with a finger.
func (tab *Tab) Tap(selector string) {
	tab.t.Helper()
	tab.painted()
	x, y := tab.pressable(selector)
	for _, touch := range []input.DispatchTouchEventParams{
		{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}},
		{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}},
	} {
		call(tab, input.DispatchTouchEvent, touch)
	}
}

// MoveMouse moves the mouse a little, as a hand on a desk does.
func (tab *Tab) MoveMouse() {
	tab.t.Helper()
	// To and fro, for a move of no distance is no activity.
	x := 40.0
	if tab.pointer.x == x {
		x = 60
	}
	tab.moveTo(x, 40)
}

// Wheel turns the mouse wheel over a point of the page, by so many pixels.
func (tab *Tab) Wheel(x, y, down float64) {
	tab.t.Helper()
	call(tab, input.DispatchMouseEvent, input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMouseWheel, X: x, Y: y, DeltaY: down,
		DeltaX: 1e-6, // of nothing the protocol says nothing, and the browser wants both
	})
}

// ClickAt presses the left button over a point of the page, whatever is there.
func (tab *Tab) ClickAt(x, y float64) {
	tab.t.Helper()
	tab.moveTo(x, y)
	tab.do("clicking a point", chromedp.MouseClickXY(x, y))
}

func (tab *Tab) moveTo(x, y float64) {
	tab.t.Helper()
	tab.pointer.x, tab.pointer.y = x, y
	tab.do("moving the mouse", chromedp.MouseEvent(chromedp.MouseMoved, x, y))
}

// Type clicks into a field and types text after what is there.
func (tab *Tab) Type(selector, text string) {
	tab.t.Helper()
	tab.Click(selector)
	tab.Press(kb.End)
	tab.do("typing into "+selector, chromedp.KeyEvent(text))
}

// Press presses a key, or types several, wherever the focus is.
func (tab *Tab) Press(keys string, modifiers ...kb.Modifier) {
	tab.t.Helper()
	tab.do("pressing a key", chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...)))
}

// Focused describes what has the focus, as tag#id or tag and its text, through shadow trees.
func (tab *Tab) Focused() string {
	tab.t.Helper()
	return Eval[string](tab, `(() => {
		let element = document.activeElement;
		while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
		if (!element) return '';
		return element.localName + (element.id ? '#' + element.id : ' ' + (element.innerText ?? '').trim()).trimEnd();
	})()`)
}
