package client_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// A logout while a token is asked for: the caller learns of the logout, and nobody of an error.
func TestALogoutDuringATokenSaysSo(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		p.tab.Signal(client.Input)
		w.fault(silence)
		done := make(chan error, 1)
		go func() {
			_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
			done <- err
		}()
		w.pass(100 * time.Millisecond)
		if err := p.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		if err := <-done; code(err) != client.SignedOut {
			t.Errorf("the token: %v", err)
		}
		w.pass(time.Second)
		if n := p.rec.Count(client.EventError); n != 0 {
			t.Errorf("%d error events by a logout", n)
		}
	})
}

// session: false sends nothing that nobody asked for.
func TestWithoutASessionOptionNothingIsTouchedUnasked(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(func(c *client.Config) { c.Session = nil })
		w.fault(answerAt("/oauth/token", http.StatusServiceUnavailable))
		_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
		t.Log(err)
		w.forget()
		w.pass(5 * time.Minute)
		w.asked(0)
		p.want(deadline.Active)
	})
}

// continueSession in loading says what came of it.
func TestContinueInLoadingTellsWhatFailed(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.network.SetDown(true)
		again := w.open(p.tab.Reload(shop + "/"))
		again.want(deadline.Loading)
		if err := again.ContinueSession(t.Context()); err == nil {
			t.Error("continueSession resolved while nothing could be asked")
		}
	})
}

// A second end is told apart: a sso check in flight cannot outlive a freeze; a clock set forward while a code is redeemed.
func TestAClockSetForwardWhileRedeeming(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop + "/"))
		_ = p.LoginWithRedirect(t.Context(), client.LoginOptions{})
		callback, err := w.browser.LogIn(p.tab.Left(), email, password)
		if err != nil {
			t.Fatal(err)
		}
		p.Close()
		w.fault(func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/oauth/token" {
					w.browser.Clock.SetBy(time.Hour) // NTP corrects a clock that was slow
				}
				next.ServeHTTP(rw, r)
			})
		})
		back := w.open(p.tab.Reload(callback))
		w.pass(2 * time.Second)
		t.Log(back.Snapshot().Status, back.Snapshot().Err)
		back.want(deadline.Active)
	})
}

// A forged step-up: max_age of a call is not checked against auth_time.
func TestNobodyIsRobbedAtWork(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		long := func(c *client.Config) { c.Session.Lifetimes.Idle = 3_600_000 }
		a := w.logIn(long)
		b, c := w.second(long), w.second(long)
		w.fault(func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/authorize" {
					time.Sleep(8 * time.Second)
				}
				next.ServeHTTP(rw, r)
			})
		})
		done := make(chan error, 3)
		for i, p := range []*page{a, b, c} {
			p.tab.Signal(client.Input)
			go func() {
				_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
				if err != nil {
					t.Errorf("tab %d: %v", i, err)
				}
				done <- err
			}()
			w.pass(100 * time.Millisecond)
		}
		for range 3 {
			<-done
		}
		t.Log("requests", w.silent())
	})
}
