package client_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// owe logs out while the server cannot be reached.
func (w *world) owe(p *page) {
	w.t.Helper()
	w.network.SetDown(true)
	p.tab.Signal(client.Offline)
	if err := p.Logout(w.t.Context(), client.LogoutOptions{}); code(err) != client.NoNetwork || p.tab.Left() != "" {
		w.t.Fatalf("Logout: %v, and the page was left for %q", err, p.tab.Left())
	}
	p.want(deadline.SignedOut)
}

func (w *world) state() any {
	record, _ := w.browser.Stored().(map[string]any)
	return record["state"]
}

// sessions is how many sessions with a user the server has.
func (w *world) sessions() (n int) {
	w.t.Helper()
	all, err := w.server.Sessions()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range all {
		if s.Sub != "" {
			n++
		}
	}
	return n
}

// Neither a check, nor a reload, nor another tab takes an owed logout back.
func TestNothingUndoesAnOwedLogout(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		other := w.second()
		w.owe(p)
		other.want(deadline.SignedOut)
		w.network.SetDown(false)
		w.fault(answer(502)) // it cannot be carried out
		for name, tab := range map[string]*page{"here": p, "in another tab": other, "after a reload": w.open(p.tab.Reload(shop + "/"))} {
			w.forget()
			if _, _, err := tab.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff, Active: true}); code(err) != client.SignedOut {
				t.Errorf("a token %s: %v", name, err)
			}
			if err := tab.ContinueSession(t.Context()); code(err) != client.SignedOut {
				t.Errorf("Continue %s: %v", name, err)
			}
			if err := tab.CheckSession(t.Context(), true); err != nil {
				t.Errorf("checkSession %s: %v", name, err)
			}
			tab.want(deadline.SignedOut)
			w.asked(0)
		}
		if w.state() != "logoutPending" || w.sessions() != 1 {
			t.Errorf("the record says %v, the server has %d sessions", w.state(), w.sessions())
		}
	})
}

// It is tried again once the network is back, and at each load, and stays owed:
// nobody can tell whether it has worked.
func TestAnOwedLogoutIsTriedAgain(t *testing.T) {
	for name, chance := range map[string]func(w *world, p *page) *page{
		"online":   func(_ *world, p *page) *page { p.tab.Signal(client.Online); return p },
		"a reload": func(w *world, p *page) *page { return w.open(p.tab.Reload(shop + "/")) },
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn()
				w.owe(p)
				w.network.SetDown(false)
				p = chance(w, p)
				w.pass(time.Second)
				if n := w.sessions(); n != 0 {
					t.Errorf("the server still has %d sessions", n)
				}
				if w.state() != "logoutPending" || p.tab.OpenFrames() != 0 {
					t.Errorf("the record says %v, %d frames stand", w.state(), p.tab.OpenFrames())
				}
				if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
					t.Fatal(err)
				}
				if got := query(t, p.tab.Left()).Get("prompt"); got != "login" {
					t.Errorf("the next login has prompt %q", got)
				}
				w.comeBack(p)
				if w.state() != "active" {
					t.Errorf("after the login the record says %v", w.state())
				}
			})
		})
	}
}

func withoutEndSession(c *client.Config) {
	listing("web_message")(c)
	delete(c.Metadata.(map[string]any), "end_session_endpoint")
}

// What lies in storage before and after a logout.
func TestALogoutLeavesNothingBehind(t *testing.T) {
	for name, o := range map[string]client.LogoutOptions{"at the server": {}, "here alone": {LocalOnly: true}} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn()
				if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil { // and the user came back
					t.Fatal(err)
				}
				if before := append(p.tab.Keys(), w.browser.Keys()...); len(before) != 2 || !strings.HasPrefix(before[0], "spa-session.login.") || !strings.HasPrefix(before[1], "spa-session.hint.") {
					t.Fatalf("before: %q", before)
				}
				if err := p.Logout(t.Context(), o); err != nil {
					t.Fatal(err)
				}
				if after := append(p.tab.Keys(), w.browser.Keys()...); len(after) != 0 {
					t.Errorf("after: %q", after)
				}
				record, _ := w.browser.Stored().(map[string]any)
				for _, field := range slices.Sorted(maps.Keys(record)) {
					switch field {
					case "v", "n", "random", "counter", "tab", "salt", "silent":
					case "state":
						if record[field] != "signedOut" {
							t.Errorf("state is %v", record[field])
						}
					default:
						if record[field] != "" && record[field] != 0.0 {
							t.Errorf("%s is %v", field, record[field])
						}
					}
				}
				p.want(deadline.SignedOut)
				if p.GetUser() != nil || p.GetIDTokenClaims() != nil {
					t.Error("the user is still known")
				}
				left := 0
				if o.LocalOnly {
					left = 1
				}
				if p.tab.Left() == "" != o.LocalOnly && w.sessions() != left {
					t.Errorf("the page went to %q, the server has %d sessions", p.tab.Left(), w.sessions())
				}
			})
		})
	}
}

// Where tokens outlive the page, or are in a worker, a logout takes them along.
func TestALogoutTakesTokensAndKeepersAlong(t *testing.T) {
	inEachKeeper(t, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh, func(c *client.Config) { c.DPoP = true })
		if _, failed := p.token(client.TokenOptions{CacheMode: client.CacheOff}); failed != "" {
			t.Fatal(failed)
		}
		cached := len(w.browser.Site("spa-session.tokens."))
		if held := p.tab.Keepers[0].Tokens(); cached+len(held) != 1 {
			t.Fatalf("before: %d caches, the keeper holds %d tokens", cached, len(held))
		}
		other := w.second(withRefresh, func(c *client.Config) { c.DPoP = true })
		if err := p.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		other.want(deadline.SignedOut)
		if kept := w.browser.Keys(); len(kept) != 0 {
			t.Errorf("after, in localStorage: %q", kept)
		}
		for _, key := range append(p.tab.Keys(), other.tab.Keys()...) {
			if !strings.HasPrefix(key, "spa-session.attempts.") { // what holds off a storm of renewals has nothing of the user
				t.Errorf("after, in sessionStorage: %q", key)
			}
		}
		for _, keeper := range append(p.tab.Keepers, other.tab.Keepers...) {
			if !keeper.Closed || len(keeper.Tokens()) != 0 {
				t.Errorf("a keeper is open: %t, with %q", !keeper.Closed, keeper.Tokens())
			}
		}
		for _, page := range []*page{p, other} {
			if token, failed := page.token(client.TokenOptions{CacheMode: client.CacheOnly}); token.AccessToken != "" || failed != "" {
				t.Errorf("a token after the logout: %q, %q", token.AccessToken, failed)
			}
		}
	})
}

func TestWhatALogoutSends(t *testing.T) {
	for name, row := range map[string]struct {
		o     client.LogoutOptions
		alter func(*client.Config)
		want  map[string]string
		path  string
	}{
		"end_session": {client.LogoutOptions{ReturnTo: shop + "/signed-out", Extra: oidc.Params{{Name: "state", Value: "s"}, {Name: "ui_locales", Value: "fr"}}}, nil,
			map[string]string{"client_id": "storezero", "post_logout_redirect_uri": shop + "/signed-out", "state": "s", "ui_locales": "fr"}, "oidc/logout"},
		"federated":         {client.LogoutOptions{Federated: true}, nil, map[string]string{"federated": "true", "client_id": "storezero"}, "oidc/logout"},
		"another client_id": {client.LogoutOptions{ClientID: "storezero-outlet"}, nil, map[string]string{"client_id": "storezero-outlet"}, "oidc/logout"},
		"no client_id":      {client.LogoutOptions{NoClient: true}, nil, map[string]string{"client_id": ""}, "oidc/logout"},
		"v2": {client.LogoutOptions{ReturnTo: shop + "/signed-out"}, withoutEndSession,
			map[string]string{"client_id": "storezero", "returnTo": shop + "/signed-out", "id_token_hint": ""}, "v2/logout"},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				alter := row.alter
				if alter == nil {
					alter = func(*client.Config) {}
				}
				p := w.logIn(alter)
				hint, _ := p.GetIDTokenClaims()["__raw"].(string)
				w.pass(11 * time.Hour) // every token has expired
				if err := p.Logout(t.Context(), row.o); err != nil {
					t.Fatal(err)
				}
				if !strings.HasPrefix(p.tab.Left(), issuer+row.path+"?") {
					t.Errorf("the page went to %s", p.tab.Left())
				}
				if _, named := row.want["id_token_hint"]; !named {
					row.want["id_token_hint"] = hint
				}
				got := query(t, p.tab.Left())
				for field, value := range row.want {
					if got.Get(field) != value {
						t.Errorf("%s is %q, want %q", field, got.Get(field), value)
					}
				}
			})
		})
	}
}

// A server that does not answer would leave the user at an error of the browser's.
func TestALogoutDoesNotLeaveForAServerThatIsDown(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.network.SetDown(true)
		if err := p.Logout(t.Context(), client.LogoutOptions{}); code(err) != client.Unreachable {
			t.Error(err)
		}
		if p.tab.Left() != "" || w.state() != "logoutPending" {
			t.Errorf("the page went to %q, the record says %v", p.tab.Left(), w.state())
		}
		p.want(deadline.SignedOut)
	})
}

func TestALogoutByTheAppsOwnWay(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		gone := ""
		o := client.LogoutOptions{OpenURL: func(_ context.Context, url string) error { gone = url; return errors.New("no") }}
		if err := p.Logout(t.Context(), o); err == nil || !strings.HasPrefix(gone, issuer+"oidc/logout?") || p.tab.Left() != "" {
			t.Errorf("%v, openUrl got %q, the page went to %q", err, gone, p.tab.Left())
		}
	})
}
