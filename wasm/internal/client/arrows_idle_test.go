package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// The rows of the table that begin in idle, ended or signedOut.

func pressInIdle(t *testing.T) {
	TestAPressInIdleAsksOnceAndFindsTheSessionAlive(t)
	TestAPressInIdleFindsTheSessionEnded(t)
	TestTheFocusAsksOnceWhereThatIsAskedFor(t)
	TestTheFocusAsksAfterTheWindowWasHidden(t)
	TestTheFocusAsksOnlyOnceAnIdleTime(t)
	inWorld(t, time.Hour, func(t *testing.T, w *world) { // not while hidden
		p := w.in(deadline.Idle)
		p.tab.Signal(client.Hidden)
		p.tab.Signal(client.Press)
		w.pass(time.Second)
		p.want(deadline.Idle)
		w.asked(0)
	})
	inWorld(t, time.Hour, func(t *testing.T, w *world) { // a pressed Log in wins
		p := w.in(deadline.Idle)
		release := hold(w, "/authorize")
		p.tab.Signal(client.Press)
		w.pass(time.Second)
		failIf(t, p.LogInHere(t.Context()))
		left := p.tab.Left()
		release()
		w.pass(time.Second)
		if left == "" || p.tab.Left() != left {
			t.Errorf("Log in led to %q, then the page went to %q", left, p.tab.Left())
		}
	})
}

func showLogin(t *testing.T) {
	TestShowLoginAsksNothingInIdle(t)
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.in(deadline.Idle, onIdle(client.IdleShowLogin))
		b := w.open(w.browser.Open(shop+"/"), onIdle(client.IdleShowLogin))
		b.want(deadline.Active)
		a.want(deadline.Active) // by the newer record
		w.asked(1)
	})
}

func putAway(t *testing.T) {
	for _, from := range []deadline.Status{deadline.Warning, deadline.Idle, deadline.Ended} {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			absolute := func(c *client.Config) { c.Session.Lifetimes.Absolute = 120_000 }
			p := w.in(from, absolute)
			p.shows("dialog log-in not-now")
			p.Dismiss()
			p.want(from)
			p.shows("bar log-in")
			w.pass(10 * time.Second)
			p.shows("bar log-in")
			switch from {
			case deadline.Warning:
				w.pass(50 * time.Second)
				p.want(deadline.Idle)
			case deadline.Idle:
				p.tab.Signal(client.Press)
				p.want(deadline.Ended) // the server has max_age to mind, too
			case deadline.Ended:
				return
			}
			p.shows("dialog log-in not-now")
		})
	}
	TestTrace19SavingInAnAbsoluteWarning(t)
}

func policyOfTheEnd(t *testing.T) {
	rows := []struct {
		policy client.OnSessionEnd
		shown  string
		leaves bool
	}{
		{client.EndDialog, "dialog log-in not-now", false},
		{client.EndRedirect, "", true},
		{client.EndEvent, "", false},
	}
	for _, row := range rows {
		t.Run(string(row.policy), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.in(deadline.Ended, func(c *client.Config) { c.Session.OnSessionEnd = row.policy })
				w.pass(2 * time.Second)
				p.shows(row.shown)
				if left := p.tab.Left(); (left != "") != row.leaves {
					t.Errorf("the page went to %q", left)
				}
				if n := p.rec.Count(client.EventEnded); n != 1 {
					t.Errorf("%d times ended", n)
				}
				w.asked(0)
			})
		})
	}
}

func logInAgain(t *testing.T) {
	for _, from := range []deadline.Status{deadline.SignedOut, deadline.Ended} {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			p := w.in(from)
			failIf(t, p.LogInHere(t.Context()))
			w.comeBack(p).want(deadline.Active)
		})
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			p := w.in(from)
			p.tab.InPopup = func(address string) (last, page string, err error) {
				return w.browser.LogInTo(address, email, password)
			}
			_, err := p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{})
			failIf(t, err)
			p.want(deadline.Active)
			p.shows("")
			if p.tab.Left() != "" {
				t.Errorf("the page went to %q", p.tab.Left())
			}
		})
	}
}

func logOutHere(t *testing.T) {
	for _, from := range everyState {
		t.Run(string(from), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				var first any
				p := w.in(from)
				leaving := func(context.Context, string) error { first = w.state(); return nil }
				failIf(t, p.Logout(t.Context(), client.LogoutOptions{OpenURL: leaving}))
				p.want(deadline.SignedOut)
				p.shows("")
				if first != "signedOut" {
					t.Errorf("when the server is told the record says %v", first)
				}
				if p.IsAuthenticated() {
					t.Error("somebody is signed in")
				}
				w.wantHint(0)
			})
		})
	}
	TestLogoutEndsTheServersSession(t)
	TestALogoutWhileOfflineIsOwed(t)
}
