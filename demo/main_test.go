package demo_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

func TestMain(m *testing.M) { browser.Main(m) }

// openShop opens a path of a storefront that has no session module: what these tests show must work without it.
func openShop(t *testing.T, path string) (*browser.World, *browser.Tab) {
	t.Helper()
	world := browser.NewWorld(t, browser.Options{NoModule: true})
	tab := world.NewTab(t)
	tab.Open(world.Storefront + path)
	return world, tab
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// wantClean fails if a script failed, or broke the Content Security Policy.
func wantClean(t *testing.T, tab *browser.Tab) {
	t.Helper()
	for _, message := range tab.ConsoleErrors() {
		t.Errorf("the page complained: %s", message)
	}
}
