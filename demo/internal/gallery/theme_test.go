package gallery

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// style gives computed styles of a part.
func (g gallery) style(part, property string) string {
	g.t.Helper()
	return browser.Eval[string](g.Tab, `(name, property) => getComputedStyle(part(name)).getPropertyValue(property)`, part, property)
}

func TestThePageThemesTheDialog(t *testing.T) {
	g := open(t, "en")
	g.Media("prefers-reduced-motion", "reduce")
	g.show("warning")
	g.Run(`sheet => { const own = new CSSStyleSheet(); own.replaceSync(sheet); document.adoptedStyleSheets = [own] }`, `
		:root { --spa-session-accent: rgb(1, 2, 3); --spa-session-radius: 3px; --spa-session-surface: rgb(250, 250, 240) }
		spa-session-dialog::part(title) { text-transform: uppercase }
		spa-session-dialog::part(button-primary) { border-radius: 0 }
		dialog, button, h2 { display: none !important; color: red !important }
	`)
	for _, row := range []struct{ part, property, value string }{
		{"button-primary", "background-color", "rgb(1, 2, 3)"},
		{"dialog", "border-top-left-radius", "3px"},
		{"dialog", "background-color", "rgb(250, 250, 240)"},
		{"title", "text-transform", "uppercase"},
		{"button-primary", "border-top-left-radius", "0px"},
		{"dialog", "display", "block"}, // the page's own rules stay outside
	} {
		want(t, row.part+": "+row.property, g.style(row.part, row.property), row.value)
	}
	g.clean()
}

func TestLightAndDarkFollowThePage(t *testing.T) {
	g := open(t, "en")
	g.show("warning")
	for scheme, surface := range map[string]string{"light": "rgb(255, 255, 255)", "dark": "rgb(29, 33, 44)"} {
		g.Media("prefers-color-scheme", scheme)
		want(t, scheme, g.style("dialog", "background-color"), surface)
	}
	// A page that is light, whatever the user prefers elsewhere.
	g.Run(`document.documentElement.style.colorScheme = 'light'`)
	want(t, "a light page", g.style("dialog", "background-color"), "rgb(255, 255, 255)")
	g.Run(`document.documentElement.style.setProperty('--spa-session-color-scheme', 'dark')`)
	want(t, "a dark dialog on it", g.style("dialog", "background-color"), "rgb(29, 33, 44)")
}

// Forced colours are the user's: lines say what colours said, and the focus is seen.
func TestForcedColours(t *testing.T) {
	g := open(t, "en")
	for _, scheme := range []string{"light", "dark"} {
		g.Media("forced-colors", "active", "prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
		for _, fault := range g.tour(forced) {
			t.Errorf("%s, %s", scheme, fault)
		}
	}
	g.clean()
}

const forced = `(() => {
	if (!matchMedia('(forced-colors: active)').matches) return ['no colours are forced']
	const faults = []
	const rgb = color => color.match(/[\d.]+/g).map(Number)
	const luminance = color => rgb(color).slice(0, 3).map(c => c / 255)
		.map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
		.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0)
	const contrast = (a, b) => {
		const [light, dark] = [luminance(a), luminance(b)].sort((a, b) => b - a)
		return (light + 0.05) / (dark + 0.05)
	}
	const behind = element => {
		for (; element; element = element.parentElement) {
			const color = getComputedStyle(element).backgroundColor
			if (rgb(color)[3] !== 0) return color
		}
	}
	const dialog = host.shadowRoot.querySelector('dialog')
	const box = dialog.open ? dialog : part('bar')
	const edge = getComputedStyle(box)
	if (edge.borderTopStyle !== 'solid' || contrast(edge.borderTopColor, edge.backgroundColor) < 3) faults.push('it has no edge')
	for (const element of [...box.querySelectorAll('h2, p:not([hidden]), button:not([hidden])')].filter(shown)) {
		const style = getComputedStyle(element)
		const busy = element.ariaBusy === 'true'
		if (!busy && contrast(style.color, behind(element)) < 4.5) faults.push('cannot be read: ' + element.textContent)
		if (element.localName !== 'button') continue
		if (style.borderTopStyle !== 'solid' || contrast(style.borderTopColor, behind(element.parentElement)) < 3) faults.push('has no edge: ' + element.textContent)
		element.focus()
		const ring = getComputedStyle(element)
		if (ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 2 || contrast(ring.outlineColor, behind(element.parentElement)) < 3) {
			faults.push('its focus is not seen: ' + element.textContent)
		}
	}
	return faults
})`

func TestStillnessIsKept(t *testing.T) {
	g := open(t, "en")
	moving := `async state => { await dialog.show(state); return host.shadowRoot.getAnimations().length }`
	if n := browser.Eval[float64](g.Tab, moving, "warning"); n == 0 {
		t.Error("nothing moves for anybody")
	}
	g.show("active")
	g.Media("prefers-reduced-motion", "reduce")
	for _, state := range []string{"warning", "idle", "idle-bar"} {
		want(t, state+": what moves for a user who wants stillness", browser.Eval[float64](g.Tab, moving, state), 0)
	}
}
