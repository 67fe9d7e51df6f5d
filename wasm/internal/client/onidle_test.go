package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

func onIdle(what client.OnIdle) func(*client.Config) {
	return func(c *client.Config) { c.Session.OnIdle = what }
}

// idleWith is a page whose deadline has passed; the server's session stands if
// idle is longer than two minutes.
func (w *world) idleWith(what client.OnIdle) *page {
	w.t.Helper()
	p := w.logIn(onIdle(what))
	w.pass(2*time.Minute + time.Second)
	w.forget()
	return p
}

func TestTheFocusAsksOnceWhereThatIsAskedFor(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.idleWith(client.IdleRecheckOnFocus)
		p.tab.Signal(client.Focus) // of a window that never lost it
		w.pass(time.Second)
		w.asked(0)
		p.tab.Signal(client.Blur)
		p.tab.Signal(client.Focus)
		p.want(deadline.Active)
		w.asked(1)
	})
}

func TestTheFocusAsksAfterTheWindowWasHidden(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(onIdle(client.IdleRecheckOnFocus))
		w.pass(time.Second)
		p.tab.Signal(client.Hidden)
		w.pass(10 * time.Minute)
		w.forget()
		p.tab.Signal(client.Visible)
		w.pass(time.Second)
		p.want(deadline.Idle)
		w.asked(0)
		p.tab.Signal(client.Focus)
		p.want(deadline.Active)
		w.asked(1)
	})
}

// A script can move the focus to and fro: it gets one request out of it.
func TestTheFocusAsksOnlyOnceAnIdleTime(t *testing.T) {
	inWorld(t, 10*time.Hour, func(t *testing.T, w *world) {
		p := w.idleWith(client.IdleRecheckOnFocus)
		w.network.SetDown(true)
		for range 20 {
			p.tab.Signal(client.Blur)
			p.tab.Signal(client.Focus)
			w.pass(10 * time.Minute)
		}
		p.want(deadline.Idle)
		if n := p.tab.Frames; n > 4 { // the first, and its ladder while the user counts as present
			t.Errorf("%d frames", n)
		}
		w.network.SetDown(false)
		p.tab.Signal(client.Press) // a press asks as ever
		p.want(deadline.Active)
	})
}

func TestTheFocusAsksNothingElsewhere(t *testing.T) {
	for _, what := range []client.OnIdle{client.IdleRecheck, client.IdleShowLogin} {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			p := w.idleWith(what)
			p.tab.Signal(client.Blur)
			p.tab.Signal(client.Focus)
			w.pass(time.Second)
			p.want(deadline.Idle)
			w.asked(0)
		})
	}
}

func TestIdleLeadsToTheLandingPageWhereThatIsAskedFor(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(onIdle(client.IdleRedirect))
		w.pass(119 * time.Second)
		if to := p.tab.Left(); to != "" {
			t.Errorf("in the warning the page has gone to %s", to)
		}
		w.pass(2 * time.Second)
		if to := p.tab.Left(); to != shop+"/signed-out" {
			t.Errorf("the page has gone to %q", to)
		}
		w.asked(0)
		p.tab.Signal(client.Press)
		w.pass(time.Second)
		w.asked(0)
	})
}

func TestAHiddenTabIsLedToTheLandingPageWhenItIsSeen(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(onIdle(client.IdleRedirect))
		p.tab.Signal(client.Hidden)
		w.pass(10 * time.Minute)
		if to := p.tab.Left(); to != "" {
			t.Errorf("hidden, the page has gone to %s", to)
		}
		p.tab.Signal(client.Visible)
		w.pass(time.Second)
		if to := p.tab.Left(); to != shop+"/signed-out" {
			t.Errorf("the page has gone to %q", to)
		}
	})
}

func TestAQuestionBeforeTheDeadlineHoldsTheRedirect(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(onIdle(client.IdleRedirect))
		w.pass(119 * time.Second)
		release := hold(w, "/authorize")
		done := make(chan error, 1)
		go func() { done <- p.ContinueSession(t.Context()) }()
		w.pass(3 * time.Second)
		if to := p.tab.Left(); to != "" {
			t.Errorf("while Continue waits the page has gone to %s", to)
		}
		release()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		p.want(deadline.Active)
	})
}

func TestARedirectNeedsSomewhereToGo(t *testing.T) {
	c := config(onIdle(client.IdleRedirect), func(c *client.Config) { c.Session.LandingURL = "" })
	parse := func(text string) (oidc.URL, error) {
		return clienttest.NewBrowser(&clienttest.Network{}).Open(shop+"/").Ports().URL(text, "")
	}
	page, err := parse(shop + "/")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(parse, page); code(err) != client.InvalidOption {
		t.Errorf("without landingUrl: %v", err)
	}
}

// No state of a returning user is a dead end, whatever the app has chosen: Log in
// leads to the server from each.
func TestEveryChoiceLeavesAWayBack(t *testing.T) {
	for _, what := range []client.OnIdle{client.IdleRecheck, client.IdleRecheckOnFocus, client.IdleShowLogin, client.IdleRedirect} {
		inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
			p := w.idleWith(what)
			if err := p.LogInHere(t.Context()); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			w.comeBack(p, onIdle(what)).want(deadline.Active)
		})
	}
}
