package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestUpdatedLifetimesHoldAtOnce(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(30 * time.Second)
		if err := p.UpdateSession(deadline.Lifetimes{Idle: 3600_000, Warning: 60_000}); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Second)
		p.want(deadline.Active)
		w.pass(58*time.Minute + 28*time.Second)
		p.want(deadline.Active)
		w.pass(2 * time.Second)
		p.want(deadline.Warning)
		if err := p.UpdateSession(deadline.Lifetimes{Idle: 7200_000, Warning: 60_000}); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Second)
		p.want(deadline.Active)
		w.asked(0)
	})
}

func TestUpdatedAbsoluteTimeout(t *testing.T) {
	inWorld(t, 10*time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(func(c *client.Config) {
			c.Session.Lifetimes = deadline.Lifetimes{Idle: 36_000_000, Warning: 60_000, Absolute: 18_000_000}
		})
		before := p.Snapshot().AbsoluteDeadline
		if err := p.UpdateSession(deadline.Lifetimes{Idle: 36_000_000, Warning: 60_000, Absolute: 3600_000}); err != nil {
			t.Fatal(err)
		}
		if moved := before - p.Snapshot().AbsoluteDeadline; moved != 14_400_000 {
			t.Errorf("the absolute deadline has moved back by %d ms", moved)
		}
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.mu.Lock()
		last := w.seen[len(w.seen)-2].URL.Query().Get("max_age")
		w.mu.Unlock()
		if last != "3600" {
			t.Errorf("max_age is %q after the update", last)
		}
		w.pass(59*time.Minute + time.Second)
		p.want(deadline.Warning)
		if kind := p.Snapshot().WarningKind; kind != deadline.KindAbsolute {
			t.Errorf("the warning is %s", kind)
		}
	})
}

func TestWrongUpdatesAreRefusedAndChangeNothing(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		before := p.Lifetimes()
		for _, wrong := range []deadline.Lifetimes{
			{Idle: 119_000, Warning: 60_000},
			{Idle: 120_000, Warning: 19_000},
			{Idle: 120_000, Warning: 60_000, Absolute: 59_000},
			{},
		} {
			if err := p.UpdateSession(wrong); code(err) != client.InvalidOption {
				t.Errorf("%+v: %v", wrong, err)
			}
		}
		if p.Lifetimes() != before {
			t.Errorf("lifetimes are %+v", p.Lifetimes())
		}
		none := w.open(w.browser.Open(shop+"/"), func(c *client.Config) { c.Session = nil })
		if err := none.UpdateSession(before); code(err) != client.InvalidOption {
			t.Errorf("without deadlines: %v", err)
		}
	})
}

// The server's sessions live two minutes, the app was told ten. It is warned as
// it was told, Continue finds the session gone, and the next session of this page
// is warned in time.
func TestTheWarningAdaptsToTheServersOwnLifetime(t *testing.T) {
	ten := func(c *client.Config) { c.Session.Lifetimes = deadline.Lifetimes{Idle: 600_000, Warning: 60_000} }
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		a := w.logIn(ten)
		b := w.second(ten)
		w.pass(150 * time.Second)
		if _, _, err := b.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff, Active: true}); code(err) != oidc.LoginRequired {
			t.Fatalf("a token: %v", err)
		}
		b.want(deadline.Ended)
		if n := b.rec.Count(client.EventLifetimeMismatch); n != 1 {
			t.Errorf("%d times lifetimeMismatch", n)
		}
		if got, want := b.Lifetimes(), (deadline.Lifetimes{Idle: 150_000, Warning: 60_000}); got != want {
			t.Errorf("lifetimes are %+v, want %+v", got, want)
		}
		// Another tab logs in; b is told of it, and counts by what it has learned.
		if err := a.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
			t.Fatal(err)
		}
		b.tab.Signal(client.Input)
		w.comeBack(a, ten)
		b.want(deadline.Active)
		s := b.Snapshot()
		if left := s.IdleDeadline - s.WarningAt; left != 60_000 {
			t.Errorf("the warning is %d ms before the deadline", left)
		}
		w.pass(91 * time.Second)
		b.want(deadline.Warning)
	})
}

// Beyond 2^31 milliseconds setTimeout fires at once: nothing here may rely on it.
func TestLifetimesBeyondThirtyOneBits(t *testing.T) {
	const days = int64(86_400_000)
	inWorld(t, 40*24*time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(func(c *client.Config) {
			c.Session.Lifetimes = deadline.Lifetimes{Idle: 40 * days, Warning: 60_000, Absolute: 400 * days}
		})
		p.tab.Signal(client.Hidden) // where ticks are few
		s := p.Snapshot()
		if got := s.AbsoluteDeadline - s.IdleDeadline; got < 359*days || got > 361*days {
			t.Errorf("the deadlines are %d ms apart", got)
		}
		w.pass(2 * time.Hour)
		p.want(deadline.Active)
		w.browser.Clock.SetBy(40*24*time.Hour - 2*time.Hour - 30*time.Second)
		w.pass(31 * time.Second)
		p.want(deadline.Idle)
	})
}
