package browser_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// authorize is an authorization request of the storefront (RFC 6749 section 4.1.1) with the challenge of RFC 7636
// appendix B.
func authorize(world *browser.World, deviations ...string) string {
	query := url.Values{
		"client_id":             {"storezero"},
		"response_type":         {"code"},
		"redirect_uri":          {world.Storefront + "/callback"},
		"scope":                 {"openid"},
		"state":                 {"s"},
		"nonce":                 {"n"},
		"code_challenge":        {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"},
		"code_challenge_method": {"S256"},
	}
	for i := 0; i < len(deviations); i += 2 {
		query.Set(deviations[i], deviations[i+1])
	}
	return world.AS + "/authorize?" + query.Encode()
}

func newWorld(t *testing.T) (*browser.World, *browser.Tab) {
	t.Helper()
	world := browser.NewWorld(t, browser.Options{NoModule: true})
	return world, world.NewTab(t)
}

func TestWorldLogsInAndAges(t *testing.T) {
	world, tab := newWorld(t)
	tab.Open(authorize(world))
	world.LogIn(tab, world.Ada())
	want(t, "where the login ends", tab.URL().Path, "/callback")
	want(t, "code is there", tab.URL().Query().Has("code"), true)

	silent := authorize(world, "prompt", "none")
	world.Advance(299 * time.Second)
	tab.Open(silent)
	want(t, "answer before the idle deadline", tab.URL().Query().Get("error"), "")
	world.Advance(301 * time.Second)
	tab.Open(silent)
	want(t, "answer after the idle deadline", tab.URL().Query().Get("error"), "login_required")
	want(t, "silent requests", len(world.Requests("GET /authorize", browser.Having("prompt", "none"))), 2)
	want(t, "all requests", len(world.Requests("GET /authorize")), 3)
	want(t, "password is sent in the body", world.Requests("POST /login")[0].Values.Get("username"), world.Ada().Email)
}

func TestProfilesAreDifferentUsers(t *testing.T) {
	world, ada := newWorld(t)
	grace := world.NewProfile(t).NewTab(t)
	ada.Open(authorize(world))
	world.LogIn(ada, world.Ada())
	grace.Open(authorize(world, "prompt", "none"))
	want(t, "answer to the other user", grace.URL().Query().Get("error"), "login_required")
	grace.Open(authorize(world))
	world.LogIn(grace, world.Grace())
	sessions, err := world.Server.Sessions()
	if err != nil {
		t.Fatal(err)
	}
	want(t, "sessions", len(sessions), 2)
}

func TestTenant(t *testing.T) {
	world := browser.NewWorld(t, browser.Options{NoModule: true, Tenant: func(tenant *authserver.Config) {
		tenant.Sessions.Idle = 120 * time.Second
	}})
	tab := world.NewTab(t)
	tab.Open(world.Storefront + "/signed-out")
	want(t, "idleTimeout in config.json", browser.Eval[int](tab, `fetch('/config.json').then(r => r.json()).then(c => c.idleTimeout)`), 120)
	want(t, "domain in config.json", browser.Eval[string](tab, `fetch('/config.json').then(r => r.json()).then(c => c.domain)`), world.AS)
}

func TestFaults(t *testing.T) {
	world, tab := newWorld(t)
	tab.Open(world.Storefront + "/signed-out")
	const status = `(path) => fetch(path).then(r => r.status, () => 0)`
	world.Fault(browser.Answer("GET /authorize", 503))
	tab.Open(authorize(world))
	if len(tab.NetworkErrors()) == 0 || !strings.Contains(tab.NetworkErrors()[0].Text, "503") {
		t.Errorf("the fault did not reach the browser: %v", tab.NetworkErrors())
	}
	world.Fault(nil)
	tab.Open(authorize(world))
	want(t, "login page after the fault", tab.Has("#username"), true)

	tab.Open(world.Storefront + "/signed-out")
	world.FaultStorefront(browser.Answer("GET /api/products", 500))
	want(t, "products with a fault", browser.Eval[int](tab, status, "/api/products"), 500)
	want(t, "orders beside the fault", browser.Eval[int](tab, status, "/api/orders"), 401)
	want(t, "recorded", len(world.StorefrontRequests("GET /api/products")), 1)
}

func TestStopAndStartAS(t *testing.T) {
	world, tab := newWorld(t)
	tab.Open(authorize(world))
	world.LogIn(tab, world.Ada())
	world.StopAS()
	want(t, "error while stopped", tab.OpenBroken(world.AS), "net::ERR_CONNECTION_REFUSED")
	world.StartAS()
	tab.Open(authorize(world, "prompt", "none"))
	want(t, "the session is still there", tab.URL().Query().Get("error"), "")
}
