package gallery

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/web/npm"
)

// axe-core finds nothing in any state, in any language, light and dark: neither a
// violation nor anything that it could not decide.
func TestAxeFindsNothing(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(npm.Install(t, "axe-core@4.14.1"), "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range locales {
		t.Run(locale, func(t *testing.T) {
			g := open(t, locale)
			g.Run(string(source))
			wantFault(g)
			for _, scheme := range []string{"light", "dark"} {
				g.Media("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
				for _, fault := range g.tour(axe) {
					t.Errorf("%s, %s", scheme, fault)
				}
			}
		})
	}
}

// wantFault spoils the dialog: axe-core must look into it, or it would find nothing whatever we do.
func wantFault(g gallery) {
	g.t.Helper()
	g.show("warning")
	g.Run(`part('button-primary').textContent = ''`)
	if faults := browser.Eval[[]string](g.Tab, axe+"()"); len(faults) == 0 {
		g.t.Fatal("axe-core finds nothing in a dialog whose button has no name")
	}
	g.Run(`part('button-primary').textContent = 'Continue'; host.style.setProperty('--spa-session-muted', '#ccc')`)
	if faults := browser.Eval[[]string](g.Tab, axe+"()"); len(faults) == 0 {
		g.t.Fatal("axe-core finds nothing in a dialog whose text cannot be read")
	}
	g.Run(`host.removeAttribute('style')`)
}

const axe = `(async () => {
	const { violations, incomplete, passes } = await axe.run(document, { resultTypes: ['violations', 'incomplete', 'passes'] })
	if (!passes.length) return ['axe-core looked at nothing']
	return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary, any }) => [id, target.flat().join(' '), failureSummary, JSON.stringify(any[0]?.data)].join(': ')))
})`
