package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// A tab that froze with the lock is robbed by one that its user works in, however
// busily: input that is published is no sign of the holder's life.
func TestInputDoesNotSpareAFrozenHolder(t *testing.T) {
	ten := func(c *client.Config) { c.Session.Lifetimes.Idle = 600_000 }
	inWorld(t, 10*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn(ten)
		if _, err := p.tab.Ports().Lock(context.Background(), "spa-session:"+issuer+":storezero", false); err != nil {
			t.Fatal(err)
		}
		for range 60 {
			w.pass(5 * time.Second)
			p.tab.Signal(client.Input)
		}
		p.want(deadline.Active)
		w.asked(1) // after half, 270 s, and the patience of 14
		if n := p.rec.Count(client.EventWarning); n != 0 {
			t.Errorf("%d warnings of an active user", n)
		}
	})
}

// The dialog of the other tab waits for the answer to Continue beyond the
// deadline. If none comes, the hint ends by itself and leaves idle.
func TestContinueIsPendingElsewhere(t *testing.T) {
	for _, answered := range []bool{true, false} {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			a := w.logIn()
			b := w.second()
			w.pass(118 * time.Second)
			release := hold(w, "/authorize")
			done := make(chan error, 1)
			go func() { done <- a.ContinueSession(t.Context()) }()
			w.pass(4 * time.Second) // two beyond the deadline
			for _, p := range []*page{a, b} {
				p.want(deadline.Warning)
				if !p.Snapshot().Pending {
					t.Error("a question is open, and the dialog does not say so")
				}
			}
			if counted := b.rec.Countdowns(); counted[len(counted)-1] != 0 {
				t.Errorf("the countdown stands at %d ms", counted[len(counted)-1])
			}
			if answered {
				release()
				if err := <-done; err != nil {
					t.Fatal(err)
				}
				a.want(deadline.Active)
				b.want(deadline.Active)
			} else {
				a.Close() // the tab is killed: nobody will say how it ended
				<-done
				w.pass(9 * time.Second)
				b.want(deadline.Warning)
				w.pass(2 * time.Second)
				b.want(deadline.Idle)
				release()
			}
			if n := b.rec.Count(client.EventIdle); n != map[bool]int{false: 1}[answered] {
				t.Errorf("answered %t: b was idle %d times", answered, n)
			}
		})
	}
}

// A touch that another tab has on its way holds back the warning, two seconds at
// most.
func TestATouchElsewhereDelaysTheWarning(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		for _, wait := range []time.Duration{1500 * time.Millisecond, 3 * time.Second} {
			start := time.UnixMilli(b.Snapshot().WarningAt)
			w.pass(time.Until(start) - 700*time.Millisecond)
			before := b.rec.Count(client.EventWarning)
			release := hold(w, "/authorize")
			a.tab.Signal(client.Input)
			w.pass(wait)
			if got, want := b.rec.Count(client.EventWarning)-before, int(wait/(2*time.Second)); got != want {
				t.Errorf("%v after the touch was sent: %d warnings, want %d", wait, got, want)
			}
			release()
			b.want(deadline.Active)
		}
	})
}

// A question from idle leads no other tab back to the warning.
func TestAQuestionInIdleIsPendingNowhereElse(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		w.pass(122 * time.Second)
		release := hold(w, "/authorize")
		go func() { _ = a.ContinueSession(context.Background()) }() // its outcome is what the tabs show
		w.pass(time.Second)
		b.want(deadline.Idle)
		if b.Snapshot().Pending {
			t.Error("pending in a tab where nobody has asked")
		}
		release()
		b.want(deadline.Active)
	})
}
