package attacks_test

import (
	"net/http"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// Cookies ignore ports: two mocks on localhost get each other's. Neither disturbs the other.
func TestTwoMocksInOneBrowser(t *testing.T) {
	one, two := newVictim(t), newVictim(t)
	tab := browser.NewProfile(t).NewTab(t)
	for _, v := range []*victim{one, two} {
		tab.Open(v.authorize())
		logIn(tab)
		tab.WaitFor(`at => location.origin === at`, v.storefront)
	}
	for _, v := range []*victim{one, two} {
		if got := silentAnswer(tab, v); got != "" {
			t.Errorf("%s beside another mock: %s", v.as, got)
		}
	}
	tab.Open(one.as + "/v2/logout?client_id=storezero")
	if got := silentAnswer(tab, one); got != "login_required" {
		t.Errorf("after its logout: %q", got)
	}
	if got := silentAnswer(tab, two); got != "" {
		t.Errorf("after the other one's logout: %s", got)
	}
}

// A stranger on another port of this host plants a cookie of the right name. Whose session the browser then has is not
// to be guessed: it has none.
func TestTossedCookie(t *testing.T) {
	v := newVictim(t)
	cookie, _ := v.mint(t)
	tab := browser.NewProfile(t).NewTab(t)
	tab.Open(v.authorize())
	logIn(tab)
	tab.WaitFor(`at => location.origin === at`, v.storefront)

	attackers := *cookie
	attackers.Path = "/authorize" // which browsers send first, and beside the real one
	tab.Open(stranger(t, "localhost", func(w http.ResponseWriter, _ *http.Request) { http.SetCookie(w, &attackers) }))
	if got := silentAnswer(tab, v); got != "login_required" {
		t.Errorf("with two cookies: %q, want login_required", got)
	}
}
