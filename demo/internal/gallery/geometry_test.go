package gallery

import (
	"fmt"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// Sizes in CSS pixels: a phone; 1280 by 1024 at 400 % (WCAG 1.4.10); a phone on its
// side; a desktop.
var sizes = [][2]int{{320, 640}, {320, 256}, {640, 320}, {1280, 800}}

// Nothing is cut off or out of reach, at any size, in any language, and with the text
// spaced out as some users need it (WCAG 1.4.12).
func TestNothingIsClipped(t *testing.T) {
	for _, locale := range locales {
		t.Run(locale, func(t *testing.T) {
			g := open(t, locale)
			g.Media("prefers-reduced-motion", "reduce")
			for _, spaced := range []bool{false, true} {
				g.Run(spacing, spaced)
				for _, size := range sizes {
					g.Viewport(size[0], size[1])
					for _, fault := range g.tour(clipped) {
						t.Errorf("%v, spaced out %v, %s", size, spaced, fault)
					}
				}
			}
			g.clean()
		})
	}
}

const spacing = `spaced => {
	const sheet = new CSSStyleSheet()
	sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }')
	host.shadowRoot.adoptedStyleSheets = spaced ? [sheet] : []
}`

// clipped looks at every text and button of the dialog, or of the bar: it must lie
// within its own box, and can be scrolled to within the dialog and the page, with
// room for the ring of the focus. Targets are 24 pixels at least (WCAG 2.5.8).
const clipped = `(() => {
	const faults = []
	const dialog = host.shadowRoot.querySelector('dialog')
	const box = dialog.open ? dialog : part('bar')
	if (!shown(box)) return ['nothing is shown']
	const outside = (inner, outer, room = 0) => inner.left - room < outer.left - 0.5 || inner.right + room > outer.right + 0.5 ||
		inner.top - room < outer.top - 0.5 || inner.bottom + room > outer.bottom + 0.5
	const page = { left: 0, top: 0, right: document.documentElement.clientWidth, bottom: innerHeight }
	if (box.scrollWidth > box.clientWidth) faults.push('it scrolls sideways')
	box.scrollIntoView({ block: 'nearest' })
	if (outside(box.getBoundingClientRect(), page)) faults.push('it is larger than the page')
	const looked = [...box.querySelectorAll('h2, p:not([hidden]), button:not([hidden])')].filter(shown)
	if (looked.length < 2) faults.push('there is nothing to be read')
	for (const element of looked) {
		const room = element.localName === 'button' ? 5 : 0
		element.scrollIntoView({ block: 'center' })
		const own = element.getBoundingClientRect()
		const range = document.createRange()
		range.selectNodeContents(element)
		if (outside(range.getBoundingClientRect(), own)) faults.push('the text leaves its box: ' + element.textContent)
		const frame = box.getBoundingClientRect()
		if (outside(own, frame, room) || outside(own, page)) faults.push('out of reach: ' + element.textContent)
		if (room && own.height < 24) faults.push('too small to be met: ' + element.textContent)
	}
	scrollTo(0, 0)
	return faults
})`

// What the geometry says is proved once by breaking it.
func TestClippingWouldBeNoticed(t *testing.T) {
	g := open(t, "en")
	g.Viewport(320, 256)
	for what, rule := range map[string]string{
		"a dialog too wide":      `dialog { inline-size: 400px }`,
		"text on one line":       `[part~=body] { white-space: nowrap }`,
		"no scrolling":           `dialog { overflow: hidden; max-block-size: 60px }`,
		"buttons that are small": `[part~=button] { min-block-size: 0; block-size: 16px; padding: 0; font-size: 8px }`,
	} {
		g.make(map[string]any{"locale": "en"})
		g.show("warning")
		g.Run(`rule => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rule); host.shadowRoot.adoptedStyleSheets = [sheet] }`, rule)
		if faults := browser.Eval[[]string](g.Tab, clipped+"()"); len(faults) == 0 {
			t.Errorf("%s is not noticed", what)
		}
	}
}

// A locale that is read from right to left turns the dialog round.
func TestRightToLeft(t *testing.T) {
	g := open(t, "en")
	g.Viewport(640, 480)
	for locale, direction := range map[string]string{"ar": "rtl", "en": "ltr"} {
		g.make(map[string]any{"locale": locale, "strings": map[string]any{"warningTitle": "هل ما زلت هنا؟"}})
		g.show("warning")
		got := browser.Eval[string](g.Tab, `(() => {
			const [first, second] = host.shadowRoot.querySelectorAll('button:not([hidden])')
			const box = first.parentElement.getBoundingClientRect()
			return [getComputedStyle(part('dialog')).direction, first.getBoundingClientRect().left > second.getBoundingClientRect().left, host.lang].join(' ')
		})()`)
		want(t, "direction, and whether the first button stands at the right", got, fmt.Sprintf("%s %v %s", direction, direction == "rtl", locale))
	}
}
