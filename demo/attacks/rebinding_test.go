package attacks_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// DNS rebinding: a name of the attacker's turns to loopback, and its page is then same-origin with the dev server. Only
// the Host header tells. Chromium resolves every name below .localhost to this machine, as such an attacker would.
func TestRebinding(t *testing.T) {
	v := newVictim(t)
	_, sid := v.mint(t)
	before := v.state(t)
	tab := browser.NewProfile(t).NewTab(t)
	for _, origin := range []string{v.storefront, v.as, v.idp} {
		rebound := strings.Replace(origin, "//localhost:", "//evil.localhost:", 1)
		tab.Open(rebound + "/")
		if page := browser.Eval[string](tab, `document.body.innerText`); !strings.Contains(page, "is not served here") {
			t.Errorf("%s serves\n%s", rebound, page)
		}
		for _, request := range [][3]string{
			{"GET", "/__mock/sessions", ""}, {"GET", "/config.json", ""}, {"GET", "/.well-known/openid-configuration", ""},
			{"GET", "/api/v2/users", ""}, {"POST", "/__mock/reset", "{}"}, {"POST", "/__mock/sessions", `{"user_id": "auth0|ada"}`},
			{"DELETE", "/__mock/sessions/" + sid, ""}, {"PATCH", "/api/v2/tenants/settings", `{"session_lifetime": 1}`},
		} {
			status := browser.Eval[int](tab, `(method, path, body) => fetch(path, {
				method, body: body || undefined, headers: { 'Content-Type': 'application/json' },
			}).then(response => response.status)`, request[0], request[1], request[2])
			if status != http.StatusMisdirectedRequest {
				t.Errorf("%s %s at %s: status %d, want 421", request[0], request[1], rebound, status)
			}
		}
	}
	if after := v.state(t); after != before {
		t.Errorf("the state has become\n%s\nfrom\n%s", after, before)
	}
}
