package client_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// loginAsked goes through a login that asks for more, of which the server is told
// nothing: what it answers is up to the test.
func (w *world) loginAsked(name, value string, answer func(claims map[string]any) string, alter ...func(*client.Config)) *page {
	w.t.Helper()
	first := w.open(w.browser.Open(shop + "/"))
	asked := client.Authorization{Extra: oidc.Params{{Name: name, Value: value}}}
	if err := first.LoginWithRedirect(w.t.Context(), client.LoginOptions{Authorization: asked}); err != nil {
		w.t.Fatal(err)
	}
	sent := query(w.t, first.tab.Left())
	if sent.Get(name) != value {
		w.t.Errorf("sent: %v", sent)
	}
	sent.Del(name)
	callback, err := w.browser.LogIn(issuer+"authorize?"+sent.Encode(), email, password)
	if err != nil {
		w.t.Fatal(err)
	}
	w.fault(retoken(answer))
	return w.open(first.tab.Reload(callback), alter...)
}

// Who asks for a way to log in takes no other; a renewal says nothing of it.
func TestAnotherWayToLogInThanWasAskedForIsRefused(t *testing.T) {
	const wanted = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"
	for name, row := range map[string]struct {
		acr  any
		want oidc.Code
	}{
		"that":    {wanted, ""},
		"another": {"urn:password", oidc.IDTokenACR},
		"none":    {nil, oidc.IDTokenACR},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				always := func(c *client.Config) {
					c.Authorization.Extra = oidc.Params{{Name: "acr_values", Value: wanted}}
				}
				p := w.loginAsked("acr_values", "urn:other "+wanted, set("acr", row.acr), always)
				if err := errOf(p.Snapshot()); code(err) != row.want {
					t.Fatalf("%v, want %q", err, row.want)
				}
				if row.want != "" {
					p.want(deadline.SignedOut)
					return
				}
				w.fault(func(next http.Handler) http.Handler { return retoken(set("acr", nil))(without("acr_values")(next)) })
				if err := p.ContinueSession(t.Context()); err != nil {
					t.Error("Continue:", err)
				}
			})
		})
	}
}

// without takes a parameter out of what the server is asked: as if it knew nothing of it.
func without(name string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			query := r.URL.Query()
			query.Del(name)
			r.URL.RawQuery = query.Encode()
			next.ServeHTTP(w, r)
		})
	}
}

// A server that ignores max_age, or does not tell auth_time, is not believed.
func TestAnOlderLoginThanWasAskedForIsRefused(t *testing.T) {
	ago := func(seconds float64) func(map[string]any) string {
		return func(claims map[string]any) string { claims["auth_time"] = claims["iat"].(float64) - seconds; return "" }
	}
	for name, row := range map[string]struct {
		answer func(map[string]any) string
		want   oidc.Code
	}{
		"in time":      {ago(290), ""},
		"too old":      {ago(600), oidc.IDTokenAuthTime},
		"to come":      {ago(-600), oidc.IDTokenAuthTime},
		"not told":     {set("auth_time", nil), oidc.IDTokenAuthTime},
		"not a number": {set("auth_time", "yesterday"), oidc.IDTokenAuthTime},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.loginAsked("max_age", "300", row.answer)
				if err := errOf(p.Snapshot()); code(err) != row.want {
					t.Errorf("%v, want %q", err, row.want)
				}
			})
		})
	}
	t.Run("of a renewal", func(t *testing.T) {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			p := w.logIn(hour, func(c *client.Config) { c.Session.Lifetimes.Absolute = 7_200_000 })
			w.fault(retoken(ago(7300)))
			if err := p.ContinueSession(t.Context()); code(err) != oidc.IDTokenAuthTime {
				t.Error(err)
			}
			p.want(deadline.Active)
		})
	})
}
