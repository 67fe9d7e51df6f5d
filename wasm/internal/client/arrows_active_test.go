package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// The rows of the table that begin in active.

func touchInActive(t *testing.T) {
	for name, touch := range map[string]func(*testing.T, *page){
		"Continue": func(t *testing.T, p *page) { failIf(t, p.ContinueSession(t.Context())) },
		"a token": func(t *testing.T, p *page) {
			p.tab.Signal(client.Input)
			_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
			failIf(t, err)
		},
		"input": func(_ *testing.T, p *page) { p.w.pass(30 * time.Second); p.tab.Signal(client.Input) },
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.in(deadline.Active)
				w.fault(slowly(3 * time.Second))
				touch(t, p)
				w.pass(10 * time.Second)
				p.want(deadline.Active)
				w.asked(1)
				if got, want := p.Snapshot().IdleDeadline, w.idleDeadline().UnixMilli()-3_480_000; got > want || got < want-6100 {
					t.Errorf("the deadline is %d ms from the server's own, which is that much later than the answer", got-want)
				}
			})
		})
	}
}

func inputAfterHalf(t *testing.T) {
	TestInputAfterHalfTheTimeTouchesOnce(t)
	TestInputDoesNotTouchWhereTheRecipeIsLiteral(t)
	TestBlockedCookiesMakeNoMoreFrames(t)
	inWorld(t, time.Hour, func(t *testing.T, w *world) { // one tab does it for all
		a := w.in(deadline.Active)
		pages := []*page{a, w.second(), w.second(), w.second()}
		w.pass(31 * time.Second)
		w.forget()
		for _, p := range pages {
			p.tab.Signal(client.Input)
		}
		for _, p := range pages {
			p.want(deadline.Active)
		}
		w.asked(1)
	})
}

func touchFails(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.in(deadline.Active)
		w.fault(answer(502))
		frames := p.tab.Frames
		for range 20 { // half has gone after 30 s, the warning comes at 60
			w.pass(time.Second)
			p.tab.Signal(client.Input)
		}
		if p.tab.Frames != frames {
			t.Error("a touch before half")
		}
		for range 33 {
			w.pass(time.Second)
			p.tab.Signal(client.Input)
		}
		p.want(deadline.Active)
		if s := p.Snapshot(); s.Err == nil || s.Err.Code != client.ServerError || s.User == nil {
			t.Errorf("error %v, user %v", s.Err, s.User)
		}
		if n := p.tab.Frames - frames; n != 3 { // at 30, 36 and 52 s: each waits a second for an answer
			t.Errorf("%d attempts", n)
		}
		w.pass(4 * time.Second)
		p.want(deadline.Warning)
		if s := p.Snapshot(); s.Err != nil {
			t.Errorf("the warning begins with %v", s.Err)
		}
		p.shows("dialog continue log-out")
		frames = p.tab.Frames
		w.fault(nil)
		w.pass(55 * time.Second)
		if p.tab.Frames != frames {
			t.Error("in the warning it is tried again, though only the user may ask")
		}
	})
}

func warned(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.in(deadline.Active)
		b := w.second() // its opening is the last touch
		w.pass(59 * time.Second)
		for _, p := range []*page{a, b} {
			p.want(deadline.Active)
			p.shows("")
		}
		w.pass(time.Second)
		for _, p := range []*page{a, b} {
			p.want(deadline.Warning)
			p.shows("dialog continue log-out")
		}
		w.asked(0)
	})
	for absolute, kind := range map[int64]deadline.Kind{180_000: deadline.KindIdle, 179_000: deadline.KindAbsolute} {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			p := w.logIn(func(c *client.Config) { c.Session.Lifetimes.Absolute = absolute })
			w.pass(61 * time.Second)
			if got := p.Snapshot().WarningKind; got != kind {
				t.Errorf("the absolute deadline %d ms after the login: %s, want %s", absolute, got, kind)
			}
		})
	}
	TestATouchElsewhereDelaysTheWarning(t)
	TestTrace13ReadBeforeBelievingTheClock(t)
}

func endedEarly(t *testing.T) {
	for _, from := range []deadline.Status{deadline.Active, deadline.Warning} {
		t.Run(string(from), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.in(from)
				failIf(t, w.server.EndSession(p.GetIDTokenClaims().String("sid")))
				if from == deadline.Warning {
					if err := p.ContinueSession(t.Context()); code(err) != oidc.LoginRequired {
						t.Errorf("Continue: %v", err)
					}
				} else {
					w.pass(40 * time.Second)
					p.tab.Signal(client.Input)
				}
				p.want(deadline.Ended)
				p.shows("dialog log-in not-now")
				if n := p.rec.Count(client.EventLifetimeMismatch); n != 1 {
					t.Errorf("%d times lifetimeMismatch", n)
				}
				if idle := p.Lifetimes().Idle; idle >= 120_000 || idle < 40_000 {
					t.Errorf("from now on it counts with %d ms", idle)
				}
			})
		})
	}
	TestTheWarningAdaptsToTheServersOwnLifetime(t)
}
