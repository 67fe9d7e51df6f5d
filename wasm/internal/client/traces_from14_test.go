package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// B has a token, which is a touch; the lock is free again and the announcement
// under way. A's input after half of the time finds out under the lock.
func TestTrace14QuestionsMadeMoot(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.ports = func(p *client.Ports) { p.Channel = deaf{} }
		a := w.logIn(traced)
		b := w.second(traced)
		w.pass(134 * time.Second)
		a.tab.Signal(client.Input) // published: the next one reads nothing
		b.tab.Signal(client.Input)
		w.pass(2 * time.Second)
		if _, _, err := b.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff}); err != nil {
			t.Fatal(err)
		}
		a.tab.Signal(client.Input)
		w.asked(1)
		a.want(deadline.Active)
	})
}

// The clock is set back an hour: presence that is over does not come back by the
// record, and what was touched is as old as it is.
func TestTrace15WallClockSetBack(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn(traced)
		b := w.second(traced)
		w.pass(200 * time.Second)
		w.browser.Clock.SetBy(-time.Hour)
		for range 10 {
			w.pass(5 * time.Second)
			for _, p := range []*page{a, b} {
				if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff}); code(err) != client.UserIdle {
					t.Errorf("a token for nobody: %v", err)
				}
			}
		}
		touched := w.browser.Stored().(map[string]any)["touchedAt"].(float64)
		if age := w.browser.Clock.Now().Wall - int64(touched); age != 250_000 {
			t.Errorf("by the record the touch is %d ms old, want 250 s", age)
		}
		w.pass(21 * time.Second) // 271 s after the touch
		fresh := w.open(w.browser.Open(shop+"/"), traced)
		fresh.want(deadline.Active)
		w.asked(1) // by the page that was opened; no other
	})
}

// B's request is refused while A touches the session, and the wall clock is set
// back, so that the new touch looks older than the request. Touches are counted:
// B asks once more, for its token, and once only.
func TestTrace16RefusalThatCrossesATouch(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn(traced)
		b := w.second(traced)
		w.pass(60 * time.Second)
		release := refuseFirst(w)
		b.tab.Signal(client.Input)
		done := make(chan error, 1)
		go func() {
			_, _, err := b.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
			done <- err
		}()
		w.pass(time.Second)
		w.browser.Clock.SetBy(-time.Hour)
		failIf(t, a.ContinueSession(t.Context())) // beside the lock, after two seconds
		release()
		failIf(t, <-done)
		w.pass(10 * time.Second)
		a.want(deadline.Active)
		b.want(deadline.Active)
		w.asked(3)
	})
}

// The wall clock jumps a day ahead: by it the absolute deadline has passed. The
// server agrees once, and its ID token gives the deadline anew.
func TestTrace17AbsoluteDeadlineFromEachToken(t *testing.T) {
	limited := func(c *client.Config) { traced(c); c.Session.Lifetimes.Absolute = 6 * 3600_000 }
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(limited)
		w.browser.Clock.SetBy(24 * time.Hour)
		w.pass(2 * time.Second)
		p.want(deadline.Idle)
		for range 30 {
			p.tab.Signal(client.Press)
			w.pass(2 * time.Second)
		}
		p.want(deadline.Active)
		w.asked(1)
		if left := p.Snapshot().AbsoluteDeadline - w.browser.Clock.Now().Wall; left < 5*3600_000 {
			t.Errorf("the absolute deadline is %d ms away", left)
		}
	})
}

// Here a login holds for six minutes, at the server for longer, and another app
// has kept its session alive. Log in asks for no more than that the server's login
// be no older: else it would lead into the old session, and round in a circle.
func TestTrace18LoginIntoAnOlderSession(t *testing.T) {
	limited := func(c *client.Config) { traced(c); c.Session.Lifetimes.Absolute = 360_000 }
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(limited)
		w.pass(361 * time.Second)
		p.want(deadline.Idle)
		p.tab.Signal(client.Press)
		p.want(deadline.Ended)
		failIf(t, p.LogInHere(t.Context()))
		if age := query(t, p.tab.Left()).Get("max_age"); age != "360" {
			t.Errorf("Log in asks for max_age %q", age)
		}
		p = w.comeBack(p, limited)
		if left := p.Snapshot().AbsoluteDeadline - time.Now().UnixMilli(); left < 350_000 {
			t.Errorf("the new login holds for %d ms", left)
		}
	})
}

// Not now, and the user types on: while they do they get tokens until the last
// minute is over. Once they have left, nobody does.
func TestTrace19SavingInAnAbsoluteWarning(t *testing.T) {
	limited := func(c *client.Config) { traced(c); c.Session.Lifetimes.Absolute = 300_000 }
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(limited)
		w.pass(271 * time.Second)
		p.want(deadline.Warning)
		p.Dismiss()
		p.tab.Signal(client.Input)
		if token, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{}); err != nil || token.AccessToken == "" {
			t.Errorf("a token to save with: %v", err)
		}
		w.asked(1)
		if s := p.Snapshot(); s.Status != deadline.Warning || s.WarningKind != deadline.KindAbsolute || !s.Dismissed {
			t.Errorf("after the token: %s %s, dismissed %t", s.Status, s.WarningKind, s.Dismissed)
		}
	}, shortTokens)
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(limited)
		w.pass(271 * time.Second)
		if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{}); code(err) != client.UserIdle {
			t.Errorf("a token for nobody: %v", err)
		}
		w.asked(0)
	}, shortTokens)
}

// The server is down for ten minutes, and two tabs poll every five seconds under
// their user's hands. Each makes three attempts, then one a minute.
func TestTrace22PollsOfADeadServer(t *testing.T) {
	hourly := func(c *client.Config) { c.Session.Lifetimes.Idle = 3600_000 }
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn(hourly)
		pages := []*page{a, w.second(hourly)}
		w.fault(answer(502))
		var before [2]int
		for i, p := range pages {
			before[i] = p.tab.Frames
		}
		for range 120 {
			w.pass(5 * time.Second)
			for _, p := range pages {
				p.tab.Signal(client.Input)
				if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{}); err != nil && code(err) != client.ServerError {
					t.Errorf("a polled token: %v", err)
				}
			}
		}
		for i, p := range pages {
			if n := p.tab.Frames - before[i]; n < 5 || n > 13 {
				t.Errorf("%d requests of tab %d in ten minutes", n, i)
			}
		}
	}, func(c *authserver.Config) { c.AccessTokenLifetime = time.Second })
}

// Another user answers the touch of an active session: this page has nobody, the
// record says so, and what comes later in it is not this page's.
func TestTrace24AnotherUserAnswers(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn(traced)
		b := w.second(traced)
		failIf(t, a.ContinueSession(t.Context())) // cookies are known to reach frames
		logInAsGrace(a)
		w.pass(136 * time.Second)
		a.tab.Signal(client.Input)
		a.want(deadline.SignedOut)
		if s := a.Snapshot(); s.Reason != client.ReasonUserChanged || s.User != nil {
			t.Errorf("reason %q, user %v", s.Reason, s.User)
		}
		if state := w.state(); state != "signedOut" {
			t.Errorf("the record says %v", state)
		}
		b.want(deadline.SignedOut)
		failIf(t, b.LoginWithRedirect(t.Context(), client.LoginOptions{}))
		w.comeBack(b, traced)
		a.tab.Signal(client.Input)
		w.pass(time.Minute)
		a.want(deadline.SignedOut) // until it is reloaded
	})
}

// A thawed tab rings for everything that it has slept through. A bell makes others
// read, and what they read is the new login.
func TestTrace25OldBells(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn(traced)
		b := w.second(traced)
		failIf(t, a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}))
		b.want(deadline.SignedOut)
		failIf(t, a.LoginWithRedirect(t.Context(), client.LoginOptions{}))
		b.tab.Signal(client.Input)
		a = w.comeBack(a, traced)
		b.want(deadline.Active)
		w.forget()
		bell := w.browser.Open(shop + "/").Ports().Channel
		for range 10 {
			bell.Ring()
			a.want(deadline.Active)
			b.want(deadline.Active)
		}
		w.asked(0)
	})
}
