package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// The rows of the table that begin in warning.

func continued(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.in(deadline.Warning)
		release := hold(w, "/authorize")
		done := make(chan error, 1)
		go func() { done <- a.ContinueSession(t.Context()) }()
		w.pass(2 * time.Second)
		a.shows("dialog continue* log-out")
		before := len(a.rec.Countdowns())
		w.pass(5 * time.Second)
		if n := len(a.rec.Countdowns()) - before; n < 4 {
			t.Errorf("while the question is open the countdown went on %d times", n)
		}
		release()
		failIf(t, <-done)
		a.want(deadline.Active)
		a.shows("")
	})
	TestContinueIsPendingElsewhere(t)
	TestAQuestionBeforeTheDeadlineHoldsItOpen(t)
}

func agreed(t *testing.T) {
	TestContinueInOneTabClosesTheWarningInBoth(t)
	inWorld(t, time.Hour, func(t *testing.T, w *world) { // the login is 185 s old when Continue is answered
		limited := func(c *client.Config) { c.Session.Lifetimes.Absolute = 185_000 }
		a := w.in(deadline.Active, limited) // and 5 s old here
		b := w.second(limited)
		w.pass(61 * time.Second)
		for _, p := range []*page{a, b} {
			p.shows("dialog continue log-out")
		}
		w.pass(58 * time.Second) // 124 s after the login
		release := hold(w, "/authorize")
		done := make(chan error, 1)
		go func() { done <- a.ContinueSession(t.Context()) }()
		w.pass(2 * time.Second) // beyond the idle deadline, within the last minute of the absolute one
		release()
		failIf(t, <-done)
		for _, p := range []*page{a, b} {
			p.want(deadline.Warning)
			p.shows("dialog log-in not-now")
		}
	})
}

func endedOnAsking(t *testing.T) {
	outcomesIn(t, deadline.Warning, "login_required")
	outcomesIn(t, deadline.Idle, "login_required")
}

func askedInVain(t *testing.T) {
	names := []string{"timeout", "5xx", "offline", "lock"}
	outcomesIn(t, deadline.Warning, names...)
	outcomesIn(t, deadline.Idle, names...)
	for _, from := range []deadline.Status{deadline.Warning, deadline.Idle} {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			p := w.in(from)
			frames := p.tab.Frames
			w.fault(answer(502))
			if err := p.ContinueSession(t.Context()); code(err) != client.ServerError {
				t.Errorf("in %s: %v", from, err)
			}
			p.want(from)
			p.shows(map[deadline.Status]string{deadline.Warning: "dialog try-again log-out", deadline.Idle: "dialog log-in try-again not-now"}[from])
			w.pass(6 * time.Second)
			if n := p.tab.Frames - frames; n != 2 {
				t.Errorf("in %s: %d requests after six seconds; the ladder's first step is five", from, n)
			}
			p.want(from)
			w.fault(nil)
			w.pass(16 * time.Second)
			p.want(deadline.Active)
		})
	}
}

func loggedOutInWarning(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.in(deadline.Active)
		b := w.second()
		w.pass(61 * time.Second)
		failIf(t, b.LogOutHere(t.Context()))
		for _, p := range []*page{a, b} {
			p.want(deadline.SignedOut)
			p.shows("")
		}
		if b.tab.Left() == "" || a.tab.Left() != "" {
			t.Errorf("Log out led to %q, and the other tab to %q", b.tab.Left(), a.tab.Left())
		}
	})
}

func noActInWarning(t *testing.T) {
	TestMovementAndTypingDoNotCloseAWarning(t)
	TestAHoldClosesNoWarning(t)
	for _, from := range []deadline.Status{deadline.Warning, deadline.Idle} { // nor does a script that works for a present user
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			p := w.in(from)
			p.tab.Signal(client.Input)
			for _, active := range []bool{false, true} {
				_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff, Active: active})
				if code(err) != client.UserIdle {
					t.Errorf("a token in %s, passive %t: %v", from, !active, err)
				}
			}
			p.want(from)
			w.asked(0)
		})
	}
	inWorld(t, time.Hour, func(t *testing.T, w *world) { // typing is presence for later: the ladder's
		p := w.in(deadline.Warning)
		w.fault(answer(502))
		_ = p.ContinueSession(t.Context()) // its outcome is what the ladder is for
		w.pass(29 * time.Second)           // the act is over as presence in a second
		p.tab.Signal(client.Input)
		w.fault(nil)
		w.pass(40 * time.Second)
		p.tab.Signal(client.Input)
		w.pass(20 * time.Second)
		p.want(deadline.Active)
	})
}

func logInAtTheAbsoluteEnd(t *testing.T) {
	TestTheAbsoluteDeadlineOffersALoginAndNoContinue(t)
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.in(deadline.Warning, func(c *client.Config) { c.Session.Lifetimes.Absolute = 120_000 })
		p.shows("dialog log-in not-now")
		failIf(t, p.LogInHere(t.Context()))
		if q := query(t, p.tab.Left()); q.Get("prompt") != "login" || q.Get("login_hint") != email {
			t.Errorf("Log in asks with %v", q)
		}
	})
}

func deadlinePasses(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.in(deadline.Warning)
		w.pass(58 * time.Second)
		p.want(deadline.Warning)
		w.pass(time.Second)
		p.want(deadline.Idle)
		p.shows("dialog log-in not-now")
		w.asked(0)
		if s := p.Snapshot(); !p.IsAuthenticated() || s.User == nil {
			t.Error("idle is no logout")
		}
		if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{}); code(err) != client.UserIdle {
			t.Errorf("a token in idle: %v", err)
		}
	})
	inWorld(t, time.Hour, func(t *testing.T, w *world) { // after the absolute deadline no token is left
		p := w.in(deadline.Warning, func(c *client.Config) { c.Session.Lifetimes.Absolute = 120_000 })
		if _, found, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOnly}); !found {
			t.Errorf("in the warning the token is gone: %v", err)
		}
		w.pass(60 * time.Second)
		p.want(deadline.Idle)
		w.fault(saying(string(oidc.LoginRequired), ""))
		if err := p.ContinueSession(t.Context()); code(err) != oidc.LoginRequired {
			t.Error(err)
		}
		if s := p.Snapshot(); s.Reason != client.ReasonAbsolute {
			t.Errorf("it ended for %q", s.Reason)
		}
	})
	TestIdleLeadsToTheLandingPageWhereThatIsAskedFor(t)
	TestAHiddenTabIsLedToTheLandingPageWhenItIsSeen(t)
	TestARedirectNeedsSomewhereToGo(t)
}
