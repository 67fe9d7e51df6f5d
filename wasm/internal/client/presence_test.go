package client_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// shortTokens has the server give tokens that last for half a minute.
func shortTokens(c *authserver.Config) { c.AccessTokenLifetime = 30 * time.Second }

// poll asks for a token every ten seconds, as careless apps do.
func (p *page) poll(d time.Duration, each func()) {
	for range int(d / (10 * time.Second)) {
		p.w.pass(10 * time.Second)
		each()
		if _, _, err := p.GetTokenSilently(p.w.t.Context(), client.TokenOptions{}); err != nil && code(err) != client.UserIdle {
			p.w.t.Errorf("a polled token: %v", err)
		}
	}
}

func TestAPollingPageWithoutInputIsWarnedAndIdlesOnTime(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		start := w.idleDeadline()
		p.poll(50*time.Second, func() {})
		p.want(deadline.Active)
		// The login itself is presence for half a minute; a token that ran out
		// then was the last to be renewed.
		touched := w.silent()
		last := w.idleDeadline()
		if touched > 1 {
			t.Errorf("%d renewals for nobody", touched)
		}
		p.poll(time.Until(last)-60*time.Second, func() {})
		w.pass(time.Second)
		p.want(deadline.Warning)
		p.poll(60*time.Second, func() {})
		p.want(deadline.Idle)
		w.asked(touched)
		if w.t.Failed() {
			t.Logf("the deadline was %v, then %v", start, last)
		}
	}, shortTokens)
}

func TestAPollingPageWithInputIsNeverWarned(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		p.poll(10*time.Minute, func() { p.tab.Signal(client.Input) })
		p.want(deadline.Active)
		if n := p.rec.Count(client.EventWarning); n != 0 {
			t.Errorf("%d warnings", n)
		}
	}, shortTokens)
}

func TestInputAfterHalfTheTimeTouchesOnce(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		p.tab.Signal(client.Input)
		w.pass(29 * time.Second)
		p.tab.Signal(client.Input)
		w.asked(0)
		w.pass(2 * time.Second)
		p.tab.Signal(client.Input)
		p.tab.Signal(client.Move)
		w.asked(1)
		p.tab.Signal(client.Input)
		w.asked(1)
		w.pass(59 * time.Second)
		p.want(deadline.Active)
	})
}

func TestInputDoesNotTouchWhereTheRecipeIsLiteral(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn(func(c *client.Config) { c.Session.ExtendOnActivity = false })
		for range 7 {
			w.pass(8 * time.Second)
			p.tab.Signal(client.Input)
		}
		w.pass(5 * time.Second)
		p.want(deadline.Warning)
		w.asked(0)
	})
}

func TestMovementAndTypingDoNotCloseAWarning(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(61 * time.Second)
		p.want(deadline.Warning)
		for _, signal := range []client.Signal{client.Input, client.Move, client.Press, client.Focus, client.Visible, client.Online} {
			p.tab.Signal(signal)
			w.pass(time.Second)
		}
		p.want(deadline.Warning)
		w.asked(0)
	})
}

func TestForcedTokensNeedAnActAndAreOneRequest(t *testing.T) {
	inWorld(t, 10*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn(func(c *client.Config) { c.Session.Lifetimes.Idle = 600_000 })
		w.pass(5 * time.Minute)
		forced := client.TokenOptions{CacheMode: client.CacheOff}
		if _, _, err := p.GetTokenSilently(t.Context(), forced); code(err) != client.UserIdle {
			t.Errorf("a forced token for nobody: %v, want user_idle", err)
		}
		w.asked(0)
		forced.Active = true
		open := make(chan struct{})
		w.fault(func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				<-open // until all ten have asked
				next.ServeHTTP(rw, r)
			})
		})
		done := make(chan error, 10)
		for range 10 {
			go func() {
				_, _, err := p.GetTokenSilently(t.Context(), forced)
				done <- err
			}()
		}
		synctest.Wait()
		close(open)
		for range 10 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		w.asked(1)
		if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff, Passive: true}); code(err) != client.UserIdle {
			t.Errorf("a passive token that is not cached: %v", err)
		}
		w.asked(1)
	})
}
