package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// onAnotherSite is a page after a login, in a browser that keeps the server's
// cookies from frames and has found that out.
func (w *world) onAnotherSite(fallback client.Fallback) *page {
	w.t.Helper()
	p := w.logIn(falling(fallback))
	p.tab.BlockCookies = true
	w.pass(time.Second)
	w.block(p)
	p.want(deadline.Active)
	w.forget()
	return p
}

func falling(fallback client.Fallback) func(*client.Config) {
	return func(c *client.Config) { c.Silent.Fallback = fallback }
}

func (w *world) latch() any {
	record, _ := w.browser.Stored().(map[string]any)
	return record["silent"]
}

func TestBlockedCookiesMakeNoMoreFrames(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.onAnotherSite(client.FallbackRedirect)
		frames := p.tab.Frames
		w.pass(35 * time.Second)
		p.tab.Signal(client.Input) // beyond half of the time: it would be a touch
		w.pass(10 * time.Second)
		if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff}); code(err) != client.CookiesBlocked {
			t.Errorf("a token: %v", err)
		}
		w.asked(0)
		if p.tab.Frames != frames {
			t.Error("a frame was made")
		}
		if n := p.rec.Count(client.EventError); n != 1 {
			t.Errorf("it was told %d times", n)
		}
		w.pass(15 * time.Second)
		p.want(deadline.Warning)
		w.asked(0)
	})
}

// A frame's refusal is believed where it may be the truth.
func TestWhatIsNotPutDownToBlockedCookies(t *testing.T) {
	for name, row := range map[string]struct {
		wait      time.Duration
		succeeded bool
		want      deadline.Status
	}{
		"just in time":                          {59 * time.Second, false, deadline.Active},
		"half of the idle lifetime is over":     {61 * time.Second, false, deadline.Ended},
		"a frame has succeeded in this browser": {time.Second, true, deadline.Ended},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				long := func(c *client.Config) { c.Session.Lifetimes.Warning = 40_000 }
				p := w.logIn(long)
				if row.succeeded {
					if err := p.ContinueSession(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				w.pass(row.wait)
				p.tab.BlockCookies = true
				_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff, Active: true})
				p.want(row.want)
				if row.want == deadline.Ended && code(err) != oidc.LoginRequired {
					t.Error(err)
				}
			})
		})
	}
}

func TestWithoutASessionOptionAMinuteIsSoon(t *testing.T) {
	for wait, want := range map[time.Duration]oidc.Code{59 * time.Second: client.CookiesBlocked, 61 * time.Second: oidc.LoginRequired} {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			p := w.logIn(func(c *client.Config) { c.Session = nil })
			w.pass(wait)
			p.tab.BlockCookies = true
			if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff}); code(err) != want {
				t.Errorf("after %v: %v, want %s", wait, err, want)
			}
		})
	}
}

func TestAReloadWithBlockedCookiesSignsOutThisTabAlone(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.onAnotherSite(client.FallbackRedirect)
		other := w.browser.Open(shop + "/")
		other.BlockCookies = true
		b := w.open(other, falling(client.FallbackRedirect))
		b.want(deadline.SignedOut)
		if s := b.Snapshot(); s.Err == nil || s.Err.Code != client.CookiesBlocked || s.Reason != client.NoReason {
			t.Errorf("error %v, reason %q", s.Err, s.Reason)
		}
		w.asked(0)
		p.want(deadline.Active)
		if err := b.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
			t.Fatal(err)
		}
		if back := w.comeBack(b, falling(client.FallbackRedirect)); w.latch() != "" {
			t.Errorf("a login leaves the latch at %v in %v", w.latch(), back.Snapshot().Status)
		}
	})
}

func TestContinueAtTheTopLevel(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.onAnotherSite(client.FallbackRedirect)
		w.pass(60 * time.Second)
		p.want(deadline.Warning)
		before := w.idleDeadline()
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := query(t, p.tab.Left()).Get("prompt"); got != "none" {
			t.Fatalf("the page went to %s", p.tab.Left())
		}
		w.comeBack(p, falling(client.FallbackRedirect))
		if !w.idleDeadline().After(before) || w.latch() != "blocked" {
			t.Errorf("the session was not extended, or the latch is %v", w.latch())
		}
		w.asked(1) // the one at the top level
	})
}

func TestARefusalAtTheTopLevelIsBelieved(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.onAnotherSite(client.FallbackRedirect)
		w.pass(121 * time.Second)
		p.want(deadline.Idle)
		if err := w.server.EndSession(p.GetIDTokenClaims().String("sid")); err != nil {
			t.Fatal(err)
		}
		p.tab.Signal(client.Press)
		w.pass(time.Second)
		callback, err := w.browser.Visit(p.tab.Left())
		if err != nil || query(t, callback).Get("error") != "login_required" {
			t.Fatal(callback, err)
		}
		p.Close()
		back := w.open(p.tab.Reload(callback), falling(client.FallbackRedirect))
		back.want(deadline.SignedOut)
		if s := back.Snapshot(); s.Err == nil || s.Err.Code != oidc.LoginRequired {
			t.Errorf("error %v", s.Err)
		}
		if state := w.browser.Stored().(map[string]any)["state"]; state != "ended" {
			t.Errorf("the record says %v", state)
		}
	})
}

func TestContinueInAPopup(t *testing.T) {
	for _, from := range []deadline.Status{deadline.Warning, deadline.Idle} {
		for _, lives := range []bool{true, false} {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.onAnotherSite(client.FallbackPopup)
				p.tab.InPopup = func(address string) (last, page string, err error) {
					return w.browser.LogInTo(address, "", "")
				}
				w.pass(map[deadline.Status]time.Duration{deadline.Warning: 60 * time.Second, deadline.Idle: 121 * time.Second}[from])
				p.want(from)
				want := deadline.Active
				if !lives {
					want = deadline.Ended
					if err := w.server.EndSession(p.GetIDTokenClaims().String("sid")); err != nil {
						t.Fatal(err)
					}
				}
				if from == deadline.Idle {
					p.tab.Signal(client.Press)
				} else if err := p.ContinueSession(t.Context()); (err == nil) != lives {
					t.Error(err)
				}
				w.pass(time.Second)
				p.want(want)
				if len(p.tab.Windows) != 1 || !p.tab.Windows[0].Closed() || query(t, p.tab.Windows[0].Visited[0]).Get("prompt") != "none" {
					t.Errorf("the popups are %+v", p.tab.Windows)
				}
				if w.latch() != "blocked" {
					t.Errorf("the latch is %v", w.latch())
				}
			})
		}
	}
}

func TestAPopupThatIsBlockedLeavesTheWarning(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.onAnotherSite(client.FallbackPopup)
		p.tab.BlockPopups = true
		w.pass(60 * time.Second)
		if err := p.ContinueSession(t.Context()); code(err) != client.PopupBlocked {
			t.Error(err)
		}
		p.want(deadline.Warning)
		if s := p.Snapshot(); s.Err == nil || s.Err.Code != client.PopupBlocked || s.Pending {
			t.Errorf("error %v, pending %t", s.Err, s.Pending)
		}
	})
}

// Without a fallback the warning offers the login alone, which needs no typing
// while the server's session lives.
func TestNoFallbackOffersTheLogin(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.onAnotherSite(client.FallbackNone)
		w.pass(60 * time.Second)
		p.want(deadline.Warning)
		if s := p.Snapshot(); s.WarningKind != deadline.KindAbsolute {
			t.Errorf("the warning is of kind %q", s.WarningKind)
		}
		if err := p.LogInHere(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := query(t, p.tab.Left()); got.Has("prompt") {
			t.Errorf("the login asks for %v", got)
		}
	})
}

// Frames of other origins do not load in a cross-origin isolated page. The session
// is not lost by it.
func TestAnIsolatedPageMakesNoFrames(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.ports = func(p *client.Ports) { p.Isolated = true }
		p := w.logIn()
		if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff}); code(err) != client.CookiesBlocked {
			t.Error(err)
		}
		p.want(deadline.Active)
		again := w.open(p.tab.Reload(shop + "/"))
		again.want(deadline.SignedOut)
		if s := again.Snapshot(); s.Err == nil || s.Err.Code != client.CookiesBlocked {
			t.Errorf("error %v", s.Err)
		}
		w.asked(0)
		p.want(deadline.Active)
		w.pass(61 * time.Second)
		p.want(deadline.Warning)
		if err := p.ContinueSession(t.Context()); err != nil || query(t, p.tab.Left()).Get("prompt") != "none" {
			t.Errorf("%v, the page went to %q", err, p.tab.Left())
		}
		w.comeBack(p)
	})
}
