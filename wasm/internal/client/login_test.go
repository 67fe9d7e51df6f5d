package client_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Two logins that one tab has begun: each comes back to its own transaction, in
// either order.
func TestSeveralLoginsOfOneTab(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop + "/"))
		var callbacks []string
		for _, appState := range []string{`"first"`, `"second"`} {
			if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{AppState: appState}); err != nil {
				t.Fatal(err)
			}
			callback, err := w.browser.LogIn(p.tab.Left(), email, password)
			if err != nil {
				t.Fatal(err)
			}
			callbacks = append(callbacks, callback)
		}
		for i, want := range map[int]string{1: `"second"`, 0: `"first"`} {
			if result, err := p.HandleRedirectCallback(t.Context(), callbacks[i]); err != nil || result.AppState != want {
				t.Errorf("login %d: %q, %v", i, result.AppState, err)
			}
		}
		p.want(deadline.Active)
		if kept := p.tab.Keys(); len(kept) != 0 {
			t.Errorf("kept: %q", kept)
		}
	})
}

func TestStatesThatAreNotOurs(t *testing.T) {
	for name, row := range map[string]struct {
		callback func(w *world, callback string) string
		wait     time.Duration
		code     oidc.Code
	}{
		"in time":  {func(_ *world, c string) string { return c }, 59 * time.Minute, ""},
		"too late": {func(_ *world, c string) string { return c }, 61 * time.Minute, client.MissingTransaction},
		"unknown":  {func(*world, string) string { return shop + "/callback?code=x&state=guessed" }, 0, client.MissingTransaction},
		"none":     {func(*world, string) string { return shop + "/callback?code=x" }, 0, oidc.InvalidCallback},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, 3*time.Hour, func(t *testing.T, w *world) {
				p := w.open(w.browser.Open(shop + "/"))
				if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
					t.Fatal(err)
				}
				w.pass(row.wait)
				callback, err := w.browser.LogIn(p.tab.Left(), email, password)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := p.HandleRedirectCallback(t.Context(), row.callback(w, callback)); code(err) != row.code {
					t.Errorf("%v, want %q", err, row.code)
				}
			})
		})
	}
}

// What was given up an hour ago goes with the next login.
func TestOldLoginsAreForgotten(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop + "/"))
		for range 2 {
			if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
				t.Fatal(err)
			}
			w.pass(61 * time.Minute)
		}
		if kept := p.tab.Keys(); len(kept) != 1 {
			t.Errorf("kept: %q", kept)
		}
	})
}

func TestReturnToIsOfThisOrigin(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop + "/"))
		for address, want := range map[string]oidc.Code{
			"":                         "",
			"/orders?page=2#top":       "",
			shop + "/orders":           "",
			"https://evil.example/":    client.InvalidOption,
			"//evil.example/":          client.InvalidOption,
			"javascript:alert(1)":      client.InvalidOption,
			shop + ".evil.example/":    client.InvalidOption,
			"http://localhost:4301/":   client.InvalidOption,
			"https://localhost:4300/x": client.InvalidOption,
		} {
			if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{ReturnTo: address}); code(err) != want {
				t.Errorf("%q: %v", address, err)
			}
		}
	})
}

func TestALoginByTheAppsOwnWay(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop + "/"))
		gone, fails := "", false
		o := client.LoginOptions{OpenURL: func(_ context.Context, url string) error {
			gone = url
			if fails {
				return errors.New("no")
			}
			return nil
		}}
		if err := p.LoginWithRedirect(t.Context(), o); err != nil || p.tab.Left() != "" || !strings.HasPrefix(gone, issuer+"authorize?") {
			t.Errorf("%v, openUrl got %q, the page went to %q", err, gone, p.tab.Left())
		}
		if kept := p.tab.Keys(); len(kept) != 1 {
			t.Errorf("kept: %q", kept)
		}
		fails = true
		if err := p.LoginWithRedirect(t.Context(), o); err == nil || len(p.tab.Keys()) != 1 {
			t.Errorf("openUrl failed: %v, kept: %q", err, p.tab.Keys())
		}
	})
}

// Without a place for its state no login is begun that could not be completed.
func TestALoginThatCannotBeKeptIsNotBegun(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.ports = func(ports *client.Ports) { ports.Store = fullStore{ports.Store} }
		p := w.open(w.browser.Open(shop + "/"))
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); code(err) != client.StorageUnavailable || p.tab.Left() != "" {
			t.Errorf("%v, the page went to %q", err, p.tab.Left())
		}
	})
}

// fullStore takes nothing more.
type fullStore struct{ client.Store }

func (fullStore) Set(client.Area, string, string) error { return errors.New("QuotaExceededError") }

func TestWhatALoginSends(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop + "/"))
		extra := oidc.Params{{Name: "organization", Value: "org_1"}, {Name: "invitation", Value: "inv"}, {Name: "screen_hint", Value: "signup"}}
		err := p.LoginWithRedirect(t.Context(), client.LoginOptions{Authorization: client.Authorization{Extra: extra}, Fragment: "top"})
		if err != nil {
			t.Fatal(err)
		}
		got := query(t, p.tab.Left())
		for _, param := range extra {
			if got.Get(param.Name) != param.Value {
				t.Errorf("%s is %q", param.Name, got.Get(param.Name))
			}
		}
		if address := p.tab.Left(); address[len(address)-4:] != "#top" {
			t.Errorf("the page went to %s", address)
		}
	})
}
