package client_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

func TestACallbackThatFailsAfterALogoutRecovers(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		if err := p.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
			t.Fatal(err)
		}
		callback, err := w.browser.LogIn(p.tab.Left(), email, password)
		if err != nil {
			t.Fatal(err)
		}
		p.Close()
		w.fault(answerAt("/oauth/token", http.StatusServiceUnavailable))
		back := w.open(p.tab.Reload(callback))
		back.want(deadline.Loading)
		w.pass(2 * time.Second)
		back.want(deadline.Loading)
		if back.Snapshot().Err == nil {
			t.Error("the error is gone")
		}
		w.fault(nil)
		w.pass(20 * time.Second)
		back.want(deadline.Active)
	})
}

func TestNoReturnToAnotherHost(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop + "//evil.example/x"))
		if err := p.LogInHere(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, v := range p.tab.Session() {
			if strings.Contains(v, "%2F%2Fevil.example") {
				t.Errorf("app state: %s", v)
			}
		}
		q := w.open(w.browser.Open(shop + "//evil.example/x?code=1&state=2"))
		if a := q.tab.Address(); !strings.HasPrefix(a, shop) {
			t.Errorf("the address was replaced by %s", a)
		}
	})
}

func TestAQueryOfTheAppsOwnIsNoCallback(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		b := w.open(p.tab.Reload(shop + "/offers?code=SUMMER&state="))
		t.Log(b.Snapshot().Status, b.Snapshot().Err)
		b.want(deadline.Active)
		c := w.open(p.tab.Reload(shop + "/offers?code=SUMMER&state=CA"))
		c.want(deadline.Active)
		if !strings.Contains(c.tab.Address(), "SUMMER") {
			t.Errorf("the app's own query is gone: %s", c.tab.Address())
		}
	})
}
