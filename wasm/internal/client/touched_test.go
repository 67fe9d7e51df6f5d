package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Where tokens come by refresh, a touch that is asked for goes to the server's
// session all the same: for a present user alone.
func TestATouchGoesPastCacheAndRefreshToken(t *testing.T) {
	inEachKeeper(t, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		cached, _ := p.token(client.TokenOptions{})
		w.pass(time.Second)
		p.tab.Signal(client.Input)
		before := w.idleDeadline()
		touched, failed := p.token(client.TokenOptions{Touch: true})
		if failed != "" || touched.AccessToken == cached.AccessToken || !w.idleDeadline().After(before) {
			t.Errorf("%q, another token %t, the server's deadline moved %t", failed, touched.AccessToken != cached.AccessToken, w.idleDeadline().After(before))
		}
		w.asked(1)
		if n := w.refreshes(); n != 0 {
			t.Errorf("%d refreshes", n)
		}
		w.pass(6 * time.Minute) // nobody is there any more
		if _, failed := p.token(client.TokenOptions{Touch: true}); failed != client.UserIdle {
			t.Errorf("for an absent user: %q", failed)
		}
		w.asked(1)
	})
}

// Continue is never a refresh, which would leave the server's session as it is.
func TestContinueIsATouchWhereTokensAreRefreshed(t *testing.T) {
	inEachKeeper(t, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		w.pass(59*time.Minute + 10*time.Second)
		p.want(deadline.Warning)
		before := w.idleDeadline()
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.want(deadline.Active)
		w.asked(1)
		if n := w.refreshes(); n != 0 || !w.idleDeadline().After(before) {
			t.Errorf("%d refreshes, the server's deadline went from %v to %v", n, before, w.idleDeadline())
		}
	})
}

// An API that refuses fresh tokens is how an app learns of a session that an
// administrator has ended while refresh tokens still work.
func TestATouchFindsTheEndThatRefreshesHide(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		if err := p.ContinueSession(t.Context()); err != nil { // cookies are known to reach frames
			t.Fatal(err)
		}
		if err := w.server.EndSession(p.GetIDTokenClaims().String("sid")); err != nil {
			t.Fatal(err)
		}
		if _, failed := p.token(client.TokenOptions{CacheMode: client.CacheOff}); failed != "" {
			t.Fatal("a refresh:", failed)
		}
		p.want(deadline.Active)
		if _, failed := p.token(client.TokenOptions{Touch: true}); failed != oidc.LoginRequired {
			t.Errorf("a touch: %q", failed)
		}
		p.want(deadline.Ended)
	}, minuteTokens)
}
