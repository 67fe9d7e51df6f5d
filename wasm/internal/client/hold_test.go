package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// holdSecond is a second in milliseconds, which holds are given in.
const holdSecond = int64(1000)

func TestAHoldKeepsAnActiveSessionGoing(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		release := p.HoldActivity("a film", 600*holdSecond)
		w.pass(8 * time.Minute)
		p.want(deadline.Active)
		if n := p.rec.Count(client.EventWarning); n != 0 {
			t.Errorf("%d warnings while activity is held", n)
		}
		release()
		w.pass(2*time.Minute + time.Second)
		p.want(deadline.Idle)
	})
}

func TestAHoldInAHiddenTabKeepsTheSessionGoing(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		p.HoldActivity("a call", 3600*holdSecond)
		p.tab.Signal(client.Hidden)
		w.pass(20 * time.Minute)
		p.want(deadline.Active)
	})
}

func TestAHoldEndsByItself(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		p.HoldActivity("an upload", 300*holdSecond)
		w.pass(5 * time.Minute)
		p.want(deadline.Active)
		// The last touch was at most half before the end of the hold, and presence
		// reaches half beyond it: nobody is there any more.
		w.pass(2*time.Minute + time.Second)
		p.want(deadline.Idle)
	})
}

func TestHoldsAreNotRenewedWithoutInput(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		for range 14 { // an app that asks every five minutes, for seventy
			p.HoldActivity("for ever", 301*holdSecond)
			p.ReportActivity() // nor does its own word renew them
			w.pass(5 * time.Minute)
		}
		p.want(deadline.Idle)
		w.forget()
		p.HoldActivity("for ever", 300*holdSecond)
		w.pass(5 * time.Minute)
		w.asked(0)
	})
}

func TestAHoldOutlivesAnHourWithInput(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(20 * time.Second)
		for range 4 {
			p.tab.Signal(client.Input)
			p.HoldActivity("a meeting", 1800*holdSecond)
			w.pass(30 * time.Minute)
			p.want(deadline.Active)
		}
	})
}

// In a warning a hold counts only after the next touch.
func TestAHoldClosesNoWarning(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(61 * time.Second)
		p.want(deadline.Warning)
		p.HoldActivity("a film", 3600*holdSecond)
		p.ReportActivity()
		w.pass(30 * time.Second)
		p.want(deadline.Warning)
		w.asked(0)
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.pass(10 * time.Minute)
		p.want(deadline.Active)
	})
}

func TestAHoldTouchesNothingWhereTheRecipeIsLiteral(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn(func(c *client.Config) { c.Session.ExtendOnActivity = false })
		p.HoldActivity("a film", 3600*holdSecond)
		w.pass(2*time.Minute + time.Second)
		p.want(deadline.Idle)
		w.asked(0)
	})
}

func TestReportedActivityExtends(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		for range 30 {
			w.pass(10 * time.Second)
			p.ReportActivity()
		}
		p.want(deadline.Active)
		if n := p.rec.Count(client.EventWarning); n != 0 {
			t.Errorf("%d warnings", n)
		}
	})
}

func TestReportedActivityIsNoneInIdle(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(2*time.Minute + time.Second)
		p.want(deadline.Idle)
		for range 30 {
			p.ReportActivity()
			w.pass(10 * time.Second)
		}
		p.want(deadline.Idle)
		w.asked(0)
	})
}
