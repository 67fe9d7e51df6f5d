package client_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

func TestAStormOfRenewalsIsStopped(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(hour)
		off := client.TokenOptions{CacheMode: client.CacheOff}
		for range 10 {
			p.tab.Signal(client.Input)
			if _, failed := p.token(off); failed != "" {
				t.Fatal(failed)
			}
		}
		if _, failed := p.token(off); failed != client.RenewalStorm {
			t.Error("the eleventh:", failed)
		}
		w.asked(10)
		p.want(deadline.Active)
		if _, failed := p.token(client.TokenOptions{}); failed != "" {
			t.Error("the cache is no renewal:", failed)
		}

		again := w.open(p.tab.Reload(shop+"/"), hour)
		w.asked(10)
		if s := again.Snapshot(); s.Status == deadline.Active {
			t.Error("a reload has begun the count anew")
		}
		w.pass(31 * time.Second)
		again.tab.Signal(client.Input)
		w.pass(time.Second)
		if err := again.CheckSession(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		again.want(deadline.Active)
	})
}

func TestWhatAUserAsksForIsNoStorm(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(hour)
		for range 30 {
			if err := p.ContinueSession(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		w.fault(answerAt("/oauth/token", http.StatusServiceUnavailable))
		var last error
		for range 12 {
			last = p.ContinueSession(t.Context())
		}
		if code(last) != client.RenewalStorm {
			t.Errorf("the twelfth failure in a row: %v", last)
		}
		p.want(deadline.Active)
	})
}

func TestBlockedCookiesLeaveItToTheRefreshToken(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh, falling(client.FallbackRefresh))
		p.tab.BlockCookies = true
		w.pass(time.Second)
		if err := p.ContinueSession(t.Context()); code(err) != client.CookiesBlocked {
			t.Fatal("the first frame:", err)
		}
		forced := client.TokenOptions{CacheMode: client.CacheOff, Active: true}
		before := p.Snapshot().IdleDeadline
		w.pass(10 * time.Second)
		if _, failed := p.token(forced); failed != "" {
			t.Fatal("a forced token where cookies are blocked:", failed)
		}
		if p.Snapshot().IdleDeadline <= before {
			t.Error("the refresh was no touch")
		}
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Error("Continue:", err)
		}
		if err := w.server.RevokeRefreshTokens("auth0|ada"); err != nil {
			t.Fatal(err)
		}
		_ = p.ContinueSession(t.Context())
		p.want(deadline.Ended)
		if reason := p.Snapshot().Reason; reason != client.ReasonInvalidGrant {
			t.Errorf("the reason is %q", reason)
		}
	}, minuteTokens)
}
