package client_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// second opens another tab of the same browser, signed in by the same session.
func (w *world) second(alter ...func(*client.Config)) *page {
	w.t.Helper()
	p := w.open(w.browser.Open(shop+"/"), alter...)
	p.want(deadline.Active)
	w.forget()
	return p
}

func TestContinueInOneTabClosesTheWarningInBoth(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		w.pass(61 * time.Second)
		a.want(deadline.Warning)
		b.want(deadline.Warning)
		if err := b.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		a.want(deadline.Active)
		b.want(deadline.Active)
		w.asked(1)
		if a.Snapshot().IdleDeadline != b.Snapshot().IdleDeadline {
			t.Errorf("deadlines differ: %d, %d", a.Snapshot().IdleDeadline, b.Snapshot().IdleDeadline)
		}
	})
}

func TestLogoutInOneTabSignsOutBoth(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		if err := a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		b.want(deadline.SignedOut)
		if reason := b.Snapshot().Reason; reason != client.ReasonLogoutElsewhere {
			t.Errorf("reason is %q", reason)
		}
		w.asked(0)
	})
}

func TestActivityInOneTabKeepsTheOtherFromWarning(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		for range 60 {
			w.pass(5 * time.Second)
			a.tab.Signal(client.Input)
		}
		b.want(deadline.Active)
		if n := a.rec.Count(client.EventWarning) + b.rec.Count(client.EventWarning); n != 0 {
			t.Errorf("%d warnings", n)
		}
	})
}

func TestTheEndFoundInOneTabEndsTheOther(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		w.pass(2*time.Minute + 2*time.Second)
		b.want(deadline.Idle)
		a.tab.Signal(client.Press)
		a.want(deadline.Ended)
		b.want(deadline.Ended)
		w.asked(1)
	})
}

func TestALoginInOneTabWakesTheOther(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		if err := a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		b.want(deadline.SignedOut)
		if err := a.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
			t.Fatal(err)
		}
		b.tab.Signal(client.Input)
		a = w.comeBack(a)
		b.want(deadline.Active)
		w.asked(1)
		if got, want := b.GetUser()["email"], a.GetUser()["email"]; got != want {
			t.Errorf("b is %v, a is %v", got, want)
		}
	})
}

func TestAnotherUserTakesOver(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		sid := a.GetIDTokenClaims().String("sid")
		if err := w.server.EndSession(sid); err != nil {
			t.Fatal(err)
		}
		other := w.open(w.browser.Open(shop+"/"), func(c *client.Config) {
			c.ClientID = "storezero-outlet"
			c.Authorization.RedirectURI = shop + "/outlet"
		})
		if err := other.LoginWithRedirect(t.Context(), client.LoginOptions{Prompt: "login"}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.browser.LogIn(other.tab.Left(), "grace@storezero.example", "nanosecond"); err != nil {
			t.Fatal(err)
		}
		if err := a.ContinueSession(t.Context()); code(err) != client.UserChanged {
			t.Errorf("Continue as another user: %v", err)
		}
		a.want(deadline.SignedOut)
		if s := a.Snapshot(); s.Reason != client.ReasonUserChanged || s.User != nil {
			t.Errorf("reason %q, user %v", s.Reason, s.User)
		}
	})
}

func TestAHiddenPageWaitsUntilItIsLookedAt(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		tab := p.tab.Reload(shop + "/")
		tab.Signal(client.Hidden)
		again := w.open(tab)
		again.want(deadline.Loading)
		w.pass(time.Minute)
		w.asked(0)
		tab.Signal(client.Visible)
		again.want(deadline.Active)
		w.asked(1)
	})
}

func TestASleepPastTheDeadlineIsDecidedAtOnce(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(10 * time.Second)
		w.browser.Clock.SetBy(time.Hour) // the monotonic clock stood still
		w.pass(time.Second)
		p.want(deadline.Idle)
		w.asked(0)
	})
}

func TestAClockSetBackNeitherEndsNorProlongs(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(30 * time.Second)
		w.browser.Clock.SetBy(-10 * time.Minute)
		w.pass(29 * time.Second)
		p.want(deadline.Active)
		w.pass(2 * time.Second)
		p.want(deadline.Warning)
		w.pass(60 * time.Second)
		p.want(deadline.Idle)
	})
}

func TestACallbackIsHandledOnce(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		var returned []string
		with := func(c *client.Config) { c.OnRedirectCallback = func(s string) { returned = append(returned, s) } }
		first := w.open(w.browser.Open(shop+"/"), with)
		if err := first.LoginWithRedirect(t.Context(), client.LoginOptions{AppState: `{"returnTo":"/cart"}`}); err != nil {
			t.Fatal(err)
		}
		p := w.comeBack(first, with)
		synctest.Wait()
		if len(returned) != 1 || returned[0] != `{"returnTo":"/cart"}` {
			t.Errorf("app states: %q", returned)
		}
		if p.tab.Address() != shop+"/callback" {
			t.Errorf("the address is still %s", p.tab.Address())
		}
		reloaded := w.open(p.tab.Reload(shop+"/callback?code=abc&state=unknown"), with)
		reloaded.want(deadline.Active)
		if _, err := reloaded.HandleRedirectCallback(t.Context(), shop+"/callback?code=abc&state=unknown"); code(err) != client.MissingTransaction {
			t.Errorf("a callback that is not ours: %v", err)
		}
	})
}

func TestAClockSetBackBringsNoPresenceBack(t *testing.T) {
	inWorld(t, 20*time.Minute, func(t *testing.T, w *world) {
		twenty := func(c *client.Config) { c.Session.Lifetimes.Idle = 20 * 60_000 }
		a := w.logIn(twenty)
		b := w.second(twenty)
		w.pass(time.Minute)
		a.tab.Signal(client.Input)
		w.pass(6 * time.Minute) // the user has gone
		w.browser.Clock.SetBy(-10 * time.Minute)
		w.pass(5 * time.Second)
		for _, p := range []*page{a, b} {
			if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff}); code(err) != client.UserIdle {
				t.Errorf("a token for nobody: %v", err)
			}
		}
		w.asked(0)
	})
}
