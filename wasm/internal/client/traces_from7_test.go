package client_test

import (
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// A reload without a network is not the end of the page: it says why, and every
// way out of it leads on.
func TestTrace7LoadingFails(t *testing.T) {
	for name, out := range map[string]func(*testing.T, *page){
		"the ladder":    func(_ *testing.T, p *page) { p.w.pass(65 * time.Second) },
		"input":         func(_ *testing.T, p *page) { p.w.pass(5 * time.Second); p.tab.Signal(client.Input) },
		"the network":   func(_ *testing.T, p *page) { p.tab.Signal(client.Online) },
		"Try again":     func(t *testing.T, p *page) { failIf(t, p.ContinueSession(t.Context())) },
		"another check": func(t *testing.T, p *page) { failIf(t, p.CheckSession(t.Context(), false)) },
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn(traced)
				w.network.SetDown(true)
				again := w.open(p.tab.Reload(shop+"/"), traced)
				again.want(deadline.Loading)
				if s := again.Snapshot(); s.Err == nil || s.Err.Code != client.Unreachable {
					t.Errorf("loading says %v", s.Err)
				}
				w.pass(6 * time.Second)
				again.want(deadline.Loading)
				w.network.SetDown(false)
				out(t, again)
				w.pass(time.Second)
				again.want(deadline.Active)
			})
		})
	}
}

func failIf(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// A finds the session ended: B, idle beside it, ends too and asks nothing. A logs
// in: B comes back with it.
func TestTrace8EndAndLoginElsewhere(t *testing.T) {
	inWorld(t, 5*time.Minute, func(t *testing.T, w *world) {
		a := w.logIn(traced)
		b := w.second(traced)
		w.pass(301 * time.Second)
		a.tab.Signal(client.Press)
		a.want(deadline.Ended)
		b.want(deadline.Ended)
		b.tab.Signal(client.Press)
		w.asked(1)
		w.forget()
		failIf(t, a.LogInHere(t.Context()))
		a = w.comeBack(a, traced)
		b.tab.Signal(client.Input) // the user is here; elsewhere the check waits for them
		b.want(deadline.Active)
		w.asked(1)
		if b.GetUser()["email"] != a.GetUser()["email"] {
			t.Error("the two tabs have different users")
		}
	})
}

// A visible tab sleeps for 116 seconds while the monotonic clock stands still. No
// event tells of it, and the timer for the warning would come as late: a second
// later the tab sees for itself.
func TestTrace9SleepOfAVisibleTab(t *testing.T) {
	inWorld(t, 5*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn(traced)
		w.pass(200 * time.Second)
		w.browser.Clock.SetBy(116 * time.Second)
		w.pass(1001 * time.Millisecond)
		p.want(deadline.Idle)
		w.asked(0)
	})
}

// Asleep from 30 to 75 s, the network back at 275: what the clock says needs none.
func TestTrace10WakeWithoutANetwork(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(traced)
		w.pass(30 * time.Second)
		w.network.SetDown(true)
		p.tab.Signal(client.Offline)
		w.browser.Clock.SetBy(45 * time.Second)
		p.tab.Signal(client.Resume)
		w.pass(195*time.Second + 100*time.Millisecond) // 270 s after the login
		p.want(deadline.Warning)
		w.pass(5 * time.Second)
		w.network.SetDown(false)
		p.tab.Signal(client.Online)
		p.want(deadline.Warning)
		w.asked(0)
	})
}

// The user takes a minute to type. Their session begins with the login, not with
// the request that led there.
func TestTrace11SlowLogin(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		first := w.open(w.browser.Open(shop + "/"))
		failIf(t, first.LoginWithRedirect(t.Context(), client.LoginOptions{}))
		w.pass(65 * time.Second)
		p := w.comeBack(first)
		if age := time.Now().UnixMilli() - (p.Snapshot().IdleDeadline - 120_000); age > 1000 {
			t.Errorf("the touch is %d ms old on arrival", age)
		}
		w.pass(50 * time.Second)
		p.want(deadline.Active)
	})
}

// Cookies do not reach frames: the first refusal is found out in A and stands in
// the record. A fresh B asks nothing and writes nothing; Continue in A asks where
// the user sees it.
func TestTrace12LatchOfBlockedCookies(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.onAnotherSite(client.FallbackRedirect)
		before := w.browser.Stored()
		tab := w.browser.Open(shop + "/")
		tab.BlockCookies = true
		b := w.open(tab, falling(client.FallbackRedirect))
		b.want(deadline.SignedOut)
		w.asked(0)
		if now := w.browser.Stored(); !reflect.DeepEqual(now, before) {
			t.Errorf("the record was %v and is %v", before, now)
		}
		w.pass(60 * time.Second)
		a.want(deadline.Warning)
		failIf(t, a.ContinueSession(t.Context()))
		if prompt := query(t, a.tab.Left()).Get("prompt"); prompt != "none" {
			t.Errorf("Continue led to prompt=%s", prompt)
		}
	})
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.onAnotherSite(client.FallbackNone)
		w.pass(60 * time.Second)
		if kind := p.Snapshot().WarningKind; kind != deadline.KindAbsolute {
			t.Errorf("without a fallback the warning is %s: it must offer the login", kind)
		}
	})
}

// Every announcement is lost. B reads before it warns, and learns of A's touch; it
// reads before its clock, set forth and back, says anything better, and learns of
// A's logout.
func TestTrace13ReadBeforeBelievingTheClock(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.ports = func(p *client.Ports) { p.Channel = deaf{} }
		a := w.logIn(traced)
		b := w.second(traced)
		b.tab.Signal(client.Hidden) // it reads nothing unasked
		w.pass(200 * time.Second)
		failIf(t, a.ContinueSession(t.Context()))
		w.pass(75 * time.Second)
		b.want(deadline.Active)
		if n := b.rec.Count(client.EventWarning); n != 0 {
			t.Errorf("%d warnings, though A has touched the session", n)
		}
		w.browser.Clock.SetBy(10 * time.Minute)
		w.pass(31 * time.Second)
		b.want(deadline.Idle)
		failIf(t, a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}))
		seen := len(b.rec.Snapshots())
		w.browser.Clock.SetBy(-10 * time.Minute)
		w.pass(31 * time.Second)
		b.want(deadline.SignedOut)
		synctest.Wait()
		for _, s := range b.rec.Snapshots()[seen:] {
			if s.Status == deadline.Active {
				t.Error("b was active in an epoch that was logged out")
			}
		}
	})
}
