package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// The rows of the table that another tab brings about, or the page and its device.

// everyState are the states of the table.
var everyState = []deadline.Status{
	deadline.Loading, deadline.Active, deadline.Warning, deadline.Idle, deadline.Ended, deadline.SignedOut,
}

func touchedElsewhere(t *testing.T) {
	for _, from := range []deadline.Status{deadline.Loading, deadline.Active, deadline.Warning, deadline.Idle} {
		t.Run(string(from), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.in(from)
				before, extended := p.Snapshot().IdleDeadline, p.rec.Count(client.EventExtended)
				other := w.second()           // its opening is a touch
				if from == deadline.Loading { // whose session it is it asks for itself
					w.pass(6 * time.Second)
					p.want(deadline.Active)
					w.asked(1)
					return
				}
				p.want(deadline.Active)
				p.shows("")
				w.asked(0)
				if got, want := p.Snapshot().IdleDeadline, other.Snapshot().IdleDeadline; got != want || got <= before {
					t.Errorf("the deadline was %d, is %d; the other tab's is %d", before, got, want)
				}
				if n := p.rec.Count(client.EventExtended) - extended; n != 1 {
					t.Errorf("%d times extended", n)
				}
			})
		})
	}
	TestActivityInOneTabKeepsTheOtherFromWarning(t)
}

func endedElsewhere(t *testing.T) {
	for from, want := range map[deadline.Status]deadline.Status{
		deadline.Loading:   deadline.SignedOut, // nobody was signed in here: its own row
		deadline.Active:    deadline.Ended,
		deadline.Warning:   deadline.Ended,
		deadline.Idle:      deadline.Ended,
		deadline.Ended:     deadline.Ended,
		deadline.SignedOut: deadline.SignedOut,
	} {
		t.Run(string(from), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.in(from)
				author := w.another()
				author.write(func(r stored) { r["state"] = "ended" })
				p.want(want)
				w.asked(0)
			})
		})
	}
	TestTheEndFoundInOneTabEndsTheOther(t)
}

func signedOutElsewhere(t *testing.T) {
	for _, from := range everyState {
		t.Run(string(from), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.in(from)
				author := w.another()
				author.write(func(r stored) { r["state"], r["who"] = "signedOut", "" })
				p.want(deadline.SignedOut)
				p.shows("")
				if p.IsAuthenticated() || len(p.GetUser()) != 0 {
					t.Error("somebody is signed in")
				}
				w.asked(0)
			})
		})
	}
}

func loggedInElsewhere(t *testing.T) {
	for _, from := range []deadline.Status{deadline.SignedOut, deadline.Ended} {
		t.Run(string(from), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				a := w.in(from)
				b := w.open(w.browser.Open(shop + "/"))
				w.pass(time.Minute) // nobody is present in a
				a.tab.Signal(client.Hidden)
				failIf(t, b.LoginWithRedirect(t.Context(), client.LoginOptions{Prompt: "login"}))
				w.forget()
				w.comeBack(b)
				w.pass(30 * time.Second)
				a.want(deadline.Loading)
				w.asked(0)
				a.tab.Signal(client.Visible)
				w.pass(2 * time.Second)
				w.asked(0) // seen, but not by somebody who is here
				a.tab.Signal(client.Input)
				w.pass(2 * time.Second)
				a.want(deadline.Active)
				a.shows("")
				w.asked(1)
			})
		})
	}
	inWorld(t, time.Hour, func(t *testing.T, w *world) { // the dialog of the end knew another user
		a := w.in(deadline.Ended)
		b := w.open(w.browser.Open(shop + "/"))
		failIf(t, b.LoginWithRedirect(t.Context(), client.LoginOptions{Prompt: "login"}))
		callback, err := w.browser.LogIn(b.tab.Left(), "grace@storezero.example", "nanosecond")
		failIf(t, err)
		w.open(b.tab.Reload(callback)).want(deadline.Active)
		a.tab.Signal(client.Input)
		w.pass(2 * time.Second)
		a.want(deadline.SignedOut)
		a.shows("dialog reload")
	})
}

func anotherUser(t *testing.T) {
	TestAnotherUserStaysHidden(t)
	TestTrace24AnotherUserAnswers(t)
	for _, from := range []deadline.Status{deadline.Active, deadline.Warning, deadline.Idle} {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			var c curtain
			p := w.in(from, c.guard)
			logInAsGrace(p)
			if err := p.ContinueSession(t.Context()); code(err) != client.UserChanged {
				t.Errorf("Continue: %v", err)
			}
			p.want(deadline.SignedOut)
			p.shows("dialog reload")
			c.want(t, true)
			if n := p.rec.Count(client.EventUserChanged); n != 1 {
				t.Errorf("%d times userChanged", n)
			}
			if _, found, _ := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOnly}); found {
				t.Error("a token is left")
			}
		})
	}
}

func hiddenInFlight(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) { // it goes on
		p := w.in(deadline.Warning)
		release := hold(w, "/authorize")
		done := make(chan error, 1)
		go func() { done <- p.ContinueSession(t.Context()) }()
		w.pass(time.Second)
		p.tab.Signal(client.Hidden)
		release()
		failIf(t, <-done)
		p.want(deadline.Active)
	})
	inWorld(t, time.Hour, func(t *testing.T, w *world) { // it is abandoned
		a := w.in(deadline.Active)
		b := w.second()
		w.pass(61 * time.Second)
		w.fault(silence)
		done := make(chan error, 1)
		go func() { done <- a.ContinueSession(t.Context()) }()
		w.pass(time.Second)
		a.tab.Signal(client.Hidden)
		a.tab.Signal(client.Freeze)
		if err := <-done; code(err) != client.Timeout {
			t.Errorf("Continue in a page that is frozen: %v", err)
		}
		w.fault(nil)
		w.forget()
		failIf(t, b.ContinueSession(t.Context())) // at once: the lock is free
		w.asked(1)
		a.tab.Signal(client.Resume)
		a.tab.Signal(client.Visible)
		a.want(deadline.Active)
	})
	TestAFreezeDropsTheResult(t)
}

func wokenUp(t *testing.T) {
	TestAWakeHidesUntilTheRecordIsRead(t)
	TestAWakeShowsNothingBeforeTheRecordIsRead(t)
	TestAPageThatReturnsShowsNothingBeforeItKnows(t)
	TestTrace9SleepOfAVisibleTab(t)
	TestTrace10WakeWithoutANetwork(t)
	for _, from := range everyState { // a night of sleep
		t.Run(string(from), func(t *testing.T) {
			inWorld(t, 24*time.Hour, func(t *testing.T, w *world) {
				p := w.in(from)
				if from == deadline.Loading {
					w.fault(answer(502))
					w.pass(70 * time.Second) // the ladder is over
					w.fault(nil)
					w.forget()
				}
				w.browser.Clock.SetBy(8 * time.Hour)
				w.pass(1001 * time.Millisecond)
				want := from
				if from == deadline.Active || from == deadline.Warning {
					want = deadline.Idle
				}
				p.want(want)
				w.asked(0)
			})
		})
	}
}
