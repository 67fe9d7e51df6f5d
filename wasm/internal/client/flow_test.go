package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

func TestLoginReloadAndTokens(t *testing.T) {
	inWorld(t, 5*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		w.asked(0)
		if got := p.GetUser()["email"]; got != email {
			t.Errorf("user is %v, want %s", got, email)
		}
		if len(p.tab.Session()) != 0 {
			t.Errorf("the login transaction is still there: %v", p.tab.Session())
		}
		if token, found, err := p.GetTokenSilently(t.Context(), client.TokenOptions{}); err != nil || !found || token.AccessToken == "" {
			t.Errorf("a token after the login: %v, found %t", err, found)
		}
		w.asked(0)

		again := w.open(p.tab.Reload(shop + "/account/orders"))
		again.want(deadline.Active)
		w.asked(1)
		if again.tab.Frames != 1 || again.tab.OpenFrames() != 0 {
			t.Errorf("%d frames were made, %d stand", again.tab.Frames, again.tab.OpenFrames())
		}
	})
}

func TestAVisitorWhoNeverLoggedInCostsNothing(t *testing.T) {
	inWorld(t, 5*time.Minute, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop + "/"))
		p.want(deadline.SignedOut)
		w.asked(0)
		if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{}); code(err) != "login_required" {
			t.Errorf("a token for nobody: %v", err)
		}
		w.asked(0)
	})
}

func TestWarningAndContinue(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(59 * time.Second)
		p.want(deadline.Active)
		w.pass(2 * time.Second)
		p.want(deadline.Warning)
		before := w.idleDeadline()
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.want(deadline.Active)
		w.asked(1)
		if !w.idleDeadline().After(before) {
			t.Error("Continue did not extend the server's session")
		}
		w.pass(119 * time.Second)
		p.want(deadline.Warning)
		w.pass(2 * time.Second)
		p.want(deadline.Idle)
		if !p.IsAuthenticated() {
			t.Error("idle has logged the user out")
		}
	})
}
