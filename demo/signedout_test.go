package demo_test

import (
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

func TestSignedOutAsksNobody(t *testing.T) {
	world, tab := openShop(t, "/signed-out")
	want(t, "heading", tab.Text("h1"), "You are signed out")
	want(t, "requests to the authorization server", len(world.AllRequests()), 0)
	want(t, "the session panel is shown", tab.Has(".panel"), false)
	// The page has settled once everything that it named is loaded: nothing of a session may be among that.
	loaded := browser.Eval[[]string](tab, `performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)`)
	for _, path := range loaded {
		if path == "/config.json" || path == "/session/session.js" || strings.HasPrefix(path, "/spa-session/") {
			t.Errorf("the page loaded %s", path)
		}
	}
	want(t, "notices", tab.Has(".notice"), false)
	wantClean(t, tab)
}

func TestSessionStartsAfterSignedOut(t *testing.T) {
	_, tab := openShop(t, "/signed-out")
	tab.Click(`a:text("Back to the shop")`)
	tab.Wait(`h1:text("Good things, and few of them.")`)
	tab.Wait(".panel")
}
