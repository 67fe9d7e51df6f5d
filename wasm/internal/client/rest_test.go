package client_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// rest is the second file of the module, which may be missing.
type rest struct {
	missing atomic.Bool
	misses  atomic.Int64 // so many times more
	asked   atomic.Int64
}

func (r *rest) fetch(context.Context) error {
	r.asked.Add(1)
	if r.missing.Load() || r.misses.Add(-1) >= 0 {
		return errors.New("404")
	}
	return nil
}

// inPartedWorld runs a test whose pages have a module in two files.
func inPartedWorld(t *testing.T, run func(*testing.T, *world, *rest)) {
	t.Helper()
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		r := &rest{}
		w.ports = func(p *client.Ports) { p.Rest = r.fetch }
		run(t, w, r)
	})
}

func TestAPageThatRenewsItsTokensNeverAsksForTheRest(t *testing.T) {
	inPartedWorld(t, func(t *testing.T, w *world, r *rest) {
		p := w.logIn()
		r.asked.Store(0)
		again := w.open(p.tab.Reload(shop + "/"))
		again.want(deadline.Active)
		if _, _, err := again.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff, Active: true}); err != nil {
			t.Error(err)
		}
		if err := again.ContinueSession(t.Context()); err != nil {
			t.Error(err)
		}
		if n := r.asked.Load(); n != 0 {
			t.Errorf("the rest was asked for %d times", n)
		}
	})
}

func TestALoginWithoutTheRestLeavesThePageAsItIs(t *testing.T) {
	inPartedWorld(t, func(t *testing.T, w *world, r *rest) {
		r.missing.Store(true)
		p := w.open(w.browser.Open(shop + "/"))
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); code(err) != client.LoadFailed || p.tab.Left() != "" {
			t.Errorf("a redirect: %v, and the page was left for %q", err, p.tab.Left())
		}
		if _, err := p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{}); code(err) != client.LoadFailed || !p.tab.Windows[0].Closed() {
			t.Errorf("a popup: %v", err)
		}
		p.want(deadline.SignedOut)
		r.missing.Store(false)
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil || p.tab.Left() == "" {
			t.Errorf("afterwards: %v, and the page was left for %q", err, p.tab.Left())
		}
	})
}

// The user has just logged in: the session is asked for, and the answer is not spent.
func TestACallbackWithoutTheRestIsNoEnd(t *testing.T) {
	inPartedWorld(t, func(t *testing.T, w *world, r *rest) {
		p := w.open(w.browser.Open(shop + "/"))
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
			t.Fatal(err)
		}
		callback, err := w.browser.LogIn(p.tab.Left(), email, password)
		if err != nil {
			t.Fatal(err)
		}
		p.Close()
		r.missing.Store(true)
		back := w.open(p.tab.Reload(callback))
		back.want(deadline.Loading)
		if s := back.Snapshot(); code(s.Err) != client.LoadFailed {
			t.Errorf("the snapshot says %v", s.Err)
		}
		if len(back.tab.Keys()) == 0 {
			t.Error("the login was spent")
		}
		w.pass(6 * time.Second)
		back.want(deadline.Active)
		r.missing.Store(false)
		back.Close()
		w.open(back.tab.Reload(callback)).want(deadline.Active)
	})
}

// Other pages may have a query of that look.
func TestAForeignCallbackNeedsNoRest(t *testing.T) {
	inPartedWorld(t, func(t *testing.T, w *world, r *rest) {
		r.missing.Store(true)
		p := w.open(w.browser.Open(shop + "/orders?code=1&state=2"))
		p.want(deadline.SignedOut)
		if r.asked.Load() != 0 {
			t.Error("the rest was asked for")
		}
	})
}

func TestARefusalWithoutTheRestEndsNothing(t *testing.T) {
	inPartedWorld(t, func(t *testing.T, w *world, r *rest) {
		p := w.logIn()
		forced := client.TokenOptions{CacheMode: client.CacheOff, Active: true}
		if _, _, err := p.GetTokenSilently(t.Context(), forced); err != nil {
			t.Fatal(err) // so frames have cookies
		}
		if err := w.server.EndSession(p.GetIDTokenClaims().String("sid")); err != nil {
			t.Fatal(err)
		}
		r.missing.Store(true)
		if _, _, err := p.GetTokenSilently(t.Context(), forced); code(err) != client.LoadFailed {
			t.Errorf("without the rest: %v", err)
		}
		p.want(deadline.Active)
		if s := p.Snapshot(); code(s.Err) != client.LoadFailed {
			t.Errorf("the snapshot says %v", s.Err)
		}
		r.missing.Store(false)
		if _, _, err := p.GetTokenSilently(t.Context(), forced); err == nil {
			t.Error("the server has refused, and it was not told")
		}
		p.want(deadline.Ended)
	})
}

// Signed out is signed out: the server is told later.
func TestALogoutWithoutTheRestIsOwed(t *testing.T) {
	inPartedWorld(t, func(t *testing.T, w *world, r *rest) {
		p := w.logIn()
		r.missing.Store(true)
		if err := p.Logout(t.Context(), client.LogoutOptions{}); code(err) != client.LoadFailed || p.tab.Left() != "" {
			t.Errorf("%v, and the page was left for %q", err, p.tab.Left())
		}
		p.want(deadline.SignedOut)
		if w.state() != "logoutPending" {
			t.Errorf("the record says %v", w.state())
		}
	})
}

// An app that could not be asked whether the page may be left keeps it.
func TestThePageIsNotLeftUnasked(t *testing.T) {
	inPartedWorld(t, func(t *testing.T, w *world, r *rest) {
		asked := 0
		p := w.logIn(func(c *client.Config) {
			c.OnBeforeRedirect = func(context.Context, client.Destination) bool { asked++; return true }
		})
		asked = 0
		r.misses.Store(1) // for the question to the app; what comes after it would go
		if err := p.Logout(t.Context(), client.LogoutOptions{}); code(err) != client.LoadFailed || p.tab.Left() != "" || asked != 0 {
			t.Errorf("%v, the app was asked %d times, and the page was left for %q", err, asked, p.tab.Left())
		}
		p.want(deadline.SignedOut)
	})
}

func TestWithoutANetworkTheCauseIsThat(t *testing.T) {
	inPartedWorld(t, func(t *testing.T, w *world, r *rest) {
		p := w.open(w.browser.Open(shop + "/"))
		r.missing.Store(true)
		p.tab.Signal(client.Offline)
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); code(err) != client.NoNetwork {
			t.Errorf("got %v", err)
		}
	})
}
