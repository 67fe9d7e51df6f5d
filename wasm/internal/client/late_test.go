package client_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// hold stops requests to path until the returned function is called.
func hold(w *world, path string) (release func()) {
	open := make(chan struct{})
	w.fault(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == path {
				<-open
			}
			next.ServeHTTP(rw, r)
		})
	})
	return func() { w.fault(nil); close(open) }
}

// answerLater holds the finished answer.
func holdAfter(w *world, path string) (release func()) {
	open := make(chan struct{})
	var once sync.Once
	w.fault(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(rw, r)
			if r.URL.Path == path {
				first := false
				once.Do(func() { first = true })
				if first {
					<-open
				}
			}
		})
	})
	return func() { w.fault(nil); close(open) }
}

func TestAStepUpRefusalEndsNothing(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(5 * time.Second)
		_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff, Active: true,
			Authorization: client.Authorization{Extra: oidc.Params{{Name: "max_age", Value: "1"}}}})
		t.Log("err", err)
		p.want(deadline.Active)
	})
}

func TestNoEmptyTokenOutOfAMootQuestion(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		w.pass(31 * time.Second)
		release := hold(w, "/authorize")
		a.tab.Signal(client.Input) // touch, in flight
		w.pass(100 * time.Millisecond)
		b.tab.Signal(client.Input) // waits for the lock
		w.pass(100 * time.Millisecond)
		type res struct {
			tok   client.Token
			found bool
			err   error
		}
		done := make(chan res, 1)
		go func() {
			tok, found, err := b.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
			done <- res{tok, found, err}
		}()
		w.pass(100 * time.Millisecond)
		release()
		r := <-done
		t.Logf("found %t err %v token %q", r.found, r.err, r.tok.AccessToken)
		if r.err == nil && r.tok.AccessToken == "" {
			t.Error("resolved with an empty access token")
		}
	})
}

func TestACheckThatCrossesALogoutSignsNobodyIn(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		release := hold(w, "/authorize")
		tab := w.browser.Open(shop + "/")
		var b *page
		done := make(chan struct{})
		go func() { b = w.open(tab); close(done) }()
		w.pass(100 * time.Millisecond)
		if err := a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		w.pass(100 * time.Millisecond)
		release()
		<-done
		w.pass(2 * time.Second)
		b.want(deadline.SignedOut)
		a.want(deadline.SignedOut)
	})
}

func TestACheckThatCrossesALoginIsMadeAgain(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		if err := a.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
			t.Fatal(err)
		}
		callback, err := w.browser.LogIn(a.tab.Left(), email, password)
		if err != nil {
			t.Fatal(err)
		}
		release := holdAfter(w, "/oauth/token")
		tab := w.browser.Open(shop + "/")
		var b *page
		done := make(chan struct{})
		go func() { b = w.open(tab); close(done) }()
		w.pass(100 * time.Millisecond) // b's check waits for its token
		a.Close()
		a = w.open(a.tab.Reload(callback))
		a.want(deadline.Active)
		w.pass(2 * time.Second)
		release()
		<-done
		w.pass(2 * time.Minute / 4)
		b.tab.Signal(client.Input)
		w.pass(20 * time.Second)
		s := b.Snapshot()
		t.Logf("b: %s err %v reason %q", s.Status, s.Err, s.Reason)
		b.want(deadline.Active)
	})
}

func TestALateRefusalKeepsTheHintOfANewerLogin(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		sid := a.GetIDTokenClaims().String("sid")
		b := w.second()
		w.pass(31 * time.Second)
		if err := w.server.EndSession(sid); err != nil {
			t.Fatal(err)
		}
		release := holdAfter(w, "/authorize")
		b.tab.Signal(client.Input) // refused by the server; the answer is late
		w.pass(100 * time.Millisecond)
		if err := a.LoginWithRedirect(t.Context(), client.LoginOptions{Prompt: "login"}); err != nil {
			t.Fatal(err)
		}
		a = w.comeBack(a) // a new epoch, a new hint
		w.pass(time.Second)
		b.want(deadline.Active)
		release()
		w.pass(time.Second)
		b.want(deadline.Active)
		again := w.open(a.tab.Reload(shop + "/"))
		again.want(deadline.Active)
	})
}

func TestALateRefusalLeavesALoadingTabLoading(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		sid := a.GetIDTokenClaims().String("sid")
		if err := w.server.EndSession(sid); err != nil {
			t.Fatal(err)
		}
		release := holdAfter(w, "/authorize")
		tab := w.browser.Open(shop + "/")
		var b *page
		done := make(chan struct{})
		go func() { b = w.open(tab); close(done) }()
		w.pass(100 * time.Millisecond)
		if err := a.LoginWithRedirect(t.Context(), client.LoginOptions{Prompt: "login"}); err != nil {
			t.Fatal(err)
		}
		w.comeBack(a)
		w.pass(time.Second)
		release()
		<-done
		w.pass(3 * time.Second)
		b.want(deadline.Active)
	})
}

func TestCheckSessionProvesNoPresence(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		for range 12 { // two minutes without any input: a script asks every ten seconds
			w.pass(10 * time.Second)
			_ = p.CheckSession(t.Context(), false)
			_, _, _ = p.GetTokenSilently(t.Context(), client.TokenOptions{})
		}
		w.asked(0)
		p.want(deadline.Idle)
	}, shortTokens)
}

func TestAClockSetBackShowsNoIdle(t *testing.T) {
	for _, step := range []time.Duration{-10 * time.Minute, 40 * time.Second} {
		inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
			p := w.logIn()
			w.pass(30 * time.Second)
			w.browser.Clock.SetBy(step)
			w.pass(5 * time.Second)
			t.Log(step, p.rec.Events())
			for _, s := range p.rec.Snapshots() {
				t.Log(s.Status)
			}
			if n := p.rec.Count(client.EventIdle); n != 0 {
				t.Errorf("%v: %d idle events", step, n)
			}
		})
	}
}

func TestALateRefusalOverwritesNoReason(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		w.pass(31 * time.Second)
		release := hold(w, "/authorize")
		b.tab.Signal(client.Input)
		w.pass(100 * time.Millisecond)
		sid := a.GetIDTokenClaims().String("sid")
		_ = a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true})
		_ = w.server.EndSession(sid)
		w.pass(time.Second)
		release()
		w.pass(time.Second)
		b.want(deadline.SignedOut)
		if r := b.Snapshot().Reason; r != client.ReasonLogoutElsewhere {
			t.Errorf("reason %q", r)
		}
	})
}
