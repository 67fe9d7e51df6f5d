package gallery

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/web/bundle"
)

// site is the folder of the gallery's page and module, made once for all tests.
var site string

func TestMain(m *testing.M) {
	folder, err := build()
	if err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
	site = folder
	browser.Main(m)
}

// build fills a folder of the system's temporary ones, always the same: what is there
// and up to date is not made again.
func build() (string, error) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		return "", err
	}
	folder := filepath.Join(root, "web", "dist", "gallery")
	target := bundle.Target{
		Root: root, Package: "./wasm/internal/modal/gallery", Out: filepath.Join(folder, "dist"), Level: bundle.QuickLevel,
	}
	if _, err := target.Build(context.Background()); err != nil {
		return "", err
	}
	for _, name := range []string{"index.html", "page.css", "page.js"} {
		content, err := os.ReadFile(filepath.Join("page", name))
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return "", err
		}
	}
	return folder, nil
}

// locales are the languages that there are texts in.
var locales = []string{"en", "fr", "ja"}

// dialogs and bars are all that there is to see, by the names of the states.
var (
	dialogs = []string{
		"warning", "pending", "failed", "offline", "last", "blocked", "idle", "idle-pending", "idle-failed", "ended", "ended-absolute", "user-changed",
	}
	bars = []string{"last-bar", "idle-bar", "ended-bar"}
)

// gallery is a tab with the dialog in it.
type gallery struct {
	*browser.Tab
	t *testing.T
}

// open opens the page, and makes a dialog that speaks a language.
func open(t *testing.T, locale string) gallery {
	t.Helper()
	world := browser.NewWorld(t, browser.Options{NoModule: true, Site: os.DirFS(site)})
	g := gallery{Tab: world.NewTab(t), t: t}
	g.Tab.Open(world.Storefront)
	g.WaitFor(`globalThis.open?.name === ''`)
	g.make(map[string]any{"locale": locale})
	return g
}

// clean fails if a script failed, or broke the policy.
func (g gallery) clean() {
	g.t.Helper()
	for _, message := range g.ConsoleErrors() {
		g.t.Errorf("the page complained: %s", message)
	}
}

// make makes the dialog anew, closed.
func (g gallery) make(modal map[string]any) {
	g.t.Helper()
	g.Run(`modal => open(modal)`, modal)
}

// show brings the dialog into a state, and waits until it is at rest there: no dialog
// keeps the page inert where none is shown.
func (g gallery) show(state string) {
	g.t.Helper()
	g.Run(`state => dialog.show(state)`, state)
	g.WaitFor(`open => part('dialog').open === open`, slices.Contains(dialogs, state))
	g.Run(`async () => { await Promise.all(host.shadowRoot.getAnimations().map(({ finished }) => finished)) }`)
}

// tour has look, a function in JavaScript, find fault with every dialog and bar.
func (g gallery) tour(look string) []string {
	g.t.Helper()
	states, err := json.Marshal(append(slices.Clone(dialogs), bars...))
	if err != nil {
		g.t.Fatal(err)
	}
	return browser.Eval[[]string](g.Tab, "tour("+string(states)+", "+look+")")
}

// countdown says how many milliseconds are left.
func (g gallery) countdown(left int) {
	g.t.Helper()
	g.Run(`left => dialog.countdown(left)`, left)
}

// wantAsked compares what was asked of the app since the last time. A browser may
// close a dialog first and tell of it later, so what is wanted is waited for.
func (g gallery) wantAsked(want string) {
	g.t.Helper()
	if want != "" {
		g.WaitFor(`async () => (globalThis.asked = await dialog.asked()) !== ''`)
	} else {
		g.Run(`async () => { await painted(); globalThis.asked = await dialog.asked() }`)
	}
	if got := browser.Eval[string](g.Tab, `asked`); got != want {
		g.t.Errorf("asked for %q, want %q", got, want)
	}
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
