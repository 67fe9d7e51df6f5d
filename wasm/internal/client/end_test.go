package client_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// idle brings a page past its deadline while the server's session lives on.
func (w *world) idle(alter ...func(*client.Config)) *page {
	w.t.Helper()
	p := w.logIn(alter...)
	w.pass(2*time.Minute + 2*time.Second)
	p.want(deadline.Idle)
	w.asked(0)
	return p
}

func TestAPressInIdleAsksOnceAndFindsTheSessionAlive(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.idle()
		for _, signal := range []client.Signal{client.Move, client.Input, client.Focus, client.Visible, client.Online} {
			p.tab.Signal(signal)
			w.pass(time.Second)
		}
		w.asked(0)
		p.tab.Signal(client.Press)
		p.tab.Signal(client.Press)
		p.want(deadline.Active)
		w.asked(1)
	})
}

func TestAPressInIdleFindsTheSessionEnded(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.idle()
		p.tab.Signal(client.Press)
		p.want(deadline.Ended)
		w.asked(1)
		if p.IsAuthenticated() {
			t.Error("still authenticated after the end")
		}
		if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{}); code(err) != "login_required" {
			t.Errorf("a token after the end: %v", err)
		}
		if err := p.ContinueSession(t.Context()); code(err) != "login_required" {
			t.Errorf("Continue after the end: %v", err)
		}
		w.asked(1)
		if err := p.LogInHere(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := query(t, p.tab.Left()).Get("login_hint"); got != email {
			t.Errorf("login_hint is %q", got)
		}
		back := w.comeBack(p)
		back.want(deadline.Active)
	})
}

func TestShowLoginAsksNothingInIdle(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.idle(func(c *client.Config) { c.Session.OnIdle = client.IdleShowLogin })
		p.tab.Signal(client.Press)
		p.want(deadline.Idle)
		w.asked(0)
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.want(deadline.Active)
	})
}

func TestAnAdministratorEndsTheSession(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		if err := p.ContinueSession(t.Context()); err != nil { // so that cookies are known to reach frames
			t.Fatal(err)
		}
		sid := p.GetIDTokenClaims().String("sid")
		if err := w.server.EndSession(sid); err != nil {
			t.Fatal(err)
		}
		w.pass(40 * time.Second)
		p.tab.Signal(client.Input)
		p.want(deadline.Ended)
		if n := p.rec.Count(client.EventLifetimeMismatch); n != 1 {
			t.Errorf("%d lifetimeMismatch events", n)
		}
	})
}

func TestLogoutEndsTheServersSession(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		if err := p.LogOutHere(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.want(deadline.SignedOut)
		left := p.tab.Left()
		if !strings.HasPrefix(left, issuer+"oidc/logout?") || query(t, left).Get("id_token_hint") == "" {
			t.Errorf("the logout led to %s", left)
		}
		landed, err := w.browser.Visit(left)
		if err != nil || landed != shop+"/signed-out" {
			t.Errorf("the server led to %s, %v", landed, err)
		}
		again := w.open(p.tab.Reload(shop + "/"))
		again.want(deadline.SignedOut)
		w.asked(0)
		if err := again.CheckSession(t.Context(), true); err != nil {
			t.Error(err)
		}
		again.want(deadline.SignedOut)
		w.asked(1)
		if s := again.Snapshot(); s.Reason != client.ReasonLoginRequired {
			t.Errorf("reason is %q", s.Reason)
		}
	})
}

func TestLogoutRefusesForeignAddresses(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		if err := p.Logout(t.Context(), client.LogoutOptions{ReturnTo: "https://evil.example/"}); code(err) != client.InvalidOption {
			t.Errorf("returnTo of another origin: %v", err)
		}
		p.want(deadline.Active)
	})
}

// failures are the ways in which a server can be gone without a word.
var failures = []struct {
	name   string
	break_ func(*page)
	mend   func(*page)
	code   string
}{
	{"down", func(p *page) { p.w.network.SetDown(true) }, func(p *page) { p.w.network.SetDown(false) }, "as_unreachable"},
	{"offline", func(p *page) { p.w.network.SetDown(true); p.tab.Signal(client.Offline) },
		func(p *page) { p.w.network.SetDown(false); p.tab.Signal(client.Online) }, "offline"},
	{"5xx", func(p *page) { p.w.fault(answer(http.StatusBadGateway)) }, func(p *page) { p.w.fault(nil) }, "server_error"},
	{"error page", func(p *page) { p.w.fault(answerAt("/authorize", http.StatusOK)) }, func(p *page) { p.w.fault(nil) }, "as_error_page"},
	{"silence", func(p *page) { p.w.fault(silence) }, func(p *page) { p.w.fault(nil) }, "timeout"},
	{"token endpoint 5xx", func(p *page) { p.w.fault(answerAt("/oauth/token", http.StatusServiceUnavailable)) },
		func(p *page) { p.w.fault(nil) }, "server_error"},
}

// answer has every request answered with a status and no message.
func answer(status int) func(http.Handler) http.Handler {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.WriteHeader(status)
		})
	}
}

func answerAt(path string, status int) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != path {
				next.ServeHTTP(w, r)
				return
			}
			answer(status)(nil).ServeHTTP(w, r)
		})
	}
}

// silence holds every request until its sender gives up.
func silence(http.Handler) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

func TestNoFailureOfTheNetworkEndsASession(t *testing.T) {
	for _, f := range failures {
		t.Run(f.name+" in a warning", func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn()
				w.pass(61 * time.Second)
				p.want(deadline.Warning)
				f.break_(p)
				if err := p.ContinueSession(t.Context()); string(code(err)) != f.code {
					t.Errorf("Continue: %v, want %s", err, f.code)
				}
				p.want(deadline.Warning)
				if s := p.Snapshot(); s.Err == nil || string(s.Err.Code) != f.code || s.User == nil || s.Pending {
					t.Errorf("after the failure: error %v, user %v, pending %t", s.Err, s.User, s.Pending)
				}
				f.mend(p)
				if err := p.ContinueSession(t.Context()); err != nil {
					t.Errorf("Try again: %v", err)
				}
				p.want(deadline.Active)
				if s := p.Snapshot(); s.Err != nil || s.Offline {
					t.Errorf("after Try again: error %v, offline %t", s.Err, s.Offline)
				}
			})
		})
		t.Run(f.name+" at load", func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn()
				f.break_(p)
				again := w.open(p.tab.Reload(shop + "/"))
				if f.name == "offline" {
					again.tab.Signal(client.Offline)
				}
				again.want(deadline.Loading)
				if s := again.Snapshot(); s.Err == nil {
					t.Error("loading, and nothing says why")
				}
				f.mend(p)
				again.tab.Signal(client.Online)
				w.pass(6 * time.Second)
				again.want(deadline.Active)
			})
		})
		t.Run(f.name+" in idle", func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.idle()
				f.break_(p)
				p.tab.Signal(client.Press)
				w.pass(20 * time.Second)
				p.want(deadline.Idle)
				f.mend(p)
				if err := p.ContinueSession(t.Context()); err != nil {
					t.Errorf("Try again: %v", err)
				}
				p.want(deadline.Active)
			})
		})
	}
}

func TestAQuestionBeforeTheDeadlineHoldsItOpen(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(118 * time.Second)
		p.want(deadline.Warning)
		w.fault(silence)
		done := make(chan error, 1)
		go func() { done <- p.ContinueSession(t.Context()) }()
		w.pass(7 * time.Second)
		p.want(deadline.Warning)
		if !p.Snapshot().Pending {
			t.Error("not pending")
		}
		w.pass(8 * time.Second)
		if err := <-done; code(err) != client.Timeout {
			t.Errorf("Continue: %v", err)
		}
		w.pass(time.Second)
		p.want(deadline.Idle)
	})
}

func TestTheEndLeadsToTheLoginWhereThatIsAskedFor(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.idle(func(c *client.Config) { c.Session.OnSessionEnd = client.EndRedirect })
		p.tab.Signal(client.Press)
		p.want(deadline.Ended)
		if !strings.HasPrefix(p.tab.Left(), issuer+"authorize?") {
			t.Errorf("the page was left for %q", p.tab.Left())
		}
	})
}

func TestTheAbsoluteDeadlineOffersALoginAndNoContinue(t *testing.T) {
	limited := func(c *client.Config) {
		c.Session.Lifetimes.Idle, c.Session.Lifetimes.Absolute = 300_000, 300_000
	}
	inWorld(t, 5*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn(limited)
		if s := p.Snapshot(); s.AbsoluteDeadline == 0 {
			t.Error("no absolute deadline")
		}
		for range 45 {
			w.pass(5 * time.Second)
			p.tab.Signal(client.Input)
		}
		p.want(deadline.Active)
		w.pass(16 * time.Second)
		p.want(deadline.Warning)
		w.forget()
		if kind := p.Snapshot().WarningKind; kind != deadline.KindAbsolute {
			t.Errorf("kind is %q", kind)
		}
		if err := p.ContinueSession(t.Context()); code(err) != "login_required" {
			t.Errorf("Continue in an absolute warning: %v", err)
		}
		w.asked(0)
		if err := p.LogInHere(t.Context()); err != nil {
			t.Fatal(err)
		}
		if q := query(t, p.tab.Left()); q.Get("prompt") != "login" || q.Get("max_age") != "300" {
			t.Errorf("the login asks for prompt %q, max_age %q", q.Get("prompt"), q.Get("max_age"))
		}
		p = w.comeBack(p, limited)
		p.want(deadline.Active)
		if p.Snapshot().AbsoluteDeadline <= time.Now().Add(4*time.Minute).UnixMilli() {
			t.Error("the login did not begin a new absolute lifetime")
		}
	})
}
