package client_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// The traces are schedules that broke an earlier machine. Each test is one of
// them as far as clients decide it, against the real server; the number is that of
// the trace. What a machine or a record decides alone stands in their packages.

// traces is how many there are.
const traces = 25

// traced has the lifetimes of the traces: half of them has gone after 135 seconds.
func traced(c *client.Config) {
	c.Session.Lifetimes = deadline.Lifetimes{Idle: 300_000, Warning: 30_000}
}

func TestEveryTraceHasATest(t *testing.T) {
	name := regexp.MustCompile(`(?m)^func TestTrace(\d+)[A-Z]`)
	found := map[string]int{}
	for _, dir := range []string{".", "../deadline", "../tabs"} {
		files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range name.FindAllSubmatch(text, -1) {
				found[string(match[1])]++
			}
		}
	}
	for n := range traces {
		if found[fmt.Sprint(n+1)] == 0 {
			t.Errorf("trace %d has no test", n+1)
		}
	}
}

// B's request is answered after A has logged out, or logged in again: a grant
// counts for neither epoch, nor does a refusal of the one before end the new one.
func TestTrace2LateAnswers(t *testing.T) {
	rows := []struct {
		name  string
		fault func(*world) (release func())
		then  func(*world, *page) *page
		want  deadline.Status
		state string
	}{
		{"granted after a logout", lateGrant, loggedOut, deadline.SignedOut, "signedOut"},
		{"refused after a logout", refuseFirst, loggedOut, deadline.SignedOut, "signedOut"},
		{"granted after a login", lateGrant, loggedInAgain, deadline.Active, "active"},
		{"refused after a login", refuseFirst, loggedInAgain, deadline.Active, "active"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				a := w.logIn()
				b := w.second()
				w.pass(31 * time.Second)
				release := row.fault(w)
				b.tab.Signal(client.Input)
				w.pass(time.Second)
				a = row.then(w, a)
				before := w.browser.Stored().(map[string]any)
				release()
				w.pass(time.Second)
				a.want(row.want)
				b.want(row.want)
				after := w.browser.Stored().(map[string]any)
				if after["state"] != row.state || after["touchN"] != before["touchN"] {
					t.Errorf("the record says %v after %v touches; it had %v", after["state"], after["touchN"], before["touchN"])
				}
			})
		})
	}
}

func lateGrant(w *world) (release func()) { return holdAfter(w, "/oauth/token") }

func loggedOut(w *world, p *page) *page {
	if err := p.Logout(w.t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
		w.t.Fatal(err)
	}
	return p
}

func loggedInAgain(w *world, p *page) *page {
	if err := p.LoginWithRedirect(w.t.Context(), client.LoginOptions{Prompt: "login"}); err != nil {
		w.t.Fatal(err)
	}
	return w.comeBack(p)
}

// refuseFirst holds the next silent request and has it refused in the end; later
// ones are the server's.
func refuseFirst(w *world) (release func()) {
	open, first := make(chan struct{}), make(chan struct{}, 1)
	first <- struct{}{}
	w.fault(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("prompt") == "none" {
				select {
				case <-first:
					<-open
					saying("login_required", "Login required")(next).ServeHTTP(rw, r)
					return
				default:
				}
			}
			next.ServeHTTP(rw, r)
		})
	})
	return func() { close(open) }
}

// The last movement at 101 s; the app polls on. At 260 s nobody is there any more.
func TestTrace3PollAfterTheUserLeft(t *testing.T) {
	inWorld(t, 5*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn(traced)
		w.pass(100 * time.Second)
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Second)
		p.tab.Signal(client.Move)
		w.pass(159 * time.Second)
		if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff}); code(err) != client.UserIdle {
			t.Errorf("a token at 260 s: %v", err)
		}
		w.asked(1)
	})
}

// One click asks for two tokens: the touch by the first does not use up the
// presence for the second. Nor is the first call after a login refused.
func TestTrace3TwoTokensAfterOneClick(t *testing.T) {
	inWorld(t, 5*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn(traced)
		for range 2 {
			for _, scope := range []string{"openid", "openid profile"} {
				token := client.TokenOptions{CacheMode: client.CacheOff, Authorization: client.Authorization{Scope: scope}}
				if _, _, err := p.GetTokenSilently(t.Context(), token); err != nil {
					t.Errorf("%s: %v", scope, err)
				}
				w.pass(100 * time.Millisecond)
			}
			w.pass(134 * time.Second)
			p.tab.Signal(client.Press)
		}
		w.asked(4)
	})
}

// A script moves the focus in an idle page, all day. The record is read: what
// another tab has touched is learned. No request is sent.
func TestTrace4FocusInIdle(t *testing.T) {
	inWorld(t, 50*time.Minute, func(t *testing.T, w *world) {
		w.ports = func(p *client.Ports) { p.Channel = deaf{} }
		a := w.logIn(traced)
		b := w.second(traced)
		w.pass(301 * time.Second)
		for range 20 {
			b.tab.Signal(client.Blur)
			b.tab.Signal(client.Focus)
			w.pass(9 * time.Second)
			b.want(deadline.Idle)
		}
		w.asked(0)
		if err := a.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.tab.Signal(client.Focus)
		b.want(deadline.Active)
		w.asked(1)
	})
}

// An optical mouse on a shaking desk asks nothing in idle, nor does a wheel that
// turns, which proves that somebody is there; a press does.
func TestTrace5MovementInIdle(t *testing.T) {
	inWorld(t, 50*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn(traced)
		w.pass(301 * time.Second)
		for range 20 {
			p.tab.Signal(client.Move)
			w.pass(time.Second)
		}
		p.tab.Signal(client.Input)
		p.tab.Signal(client.Move)
		p.want(deadline.Idle)
		w.asked(0)
		p.tab.Signal(client.Press)
		p.want(deadline.Active)
		w.asked(1)
	})
}

// Continue at 18:00 without a network; the lid is closed, and opened at 08:00 with
// the network back. Fourteen hours of nobody: nothing is sent for them.
func TestTrace6RetryForAUserLongGone(t *testing.T) {
	inWorld(t, 20*time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(traced)
		w.pass(271 * time.Second)
		w.network.SetDown(true)
		p.tab.Signal(client.Offline)
		if err := p.ContinueSession(t.Context()); code(err) != client.NoNetwork {
			t.Errorf("Continue: %v", err)
		}
		w.browser.Clock.SetBy(14 * time.Hour)
		w.network.SetDown(false)
		p.tab.Signal(client.Online)
		w.pass(2 * time.Minute)
		p.want(deadline.Idle)
		w.asked(0)
	})
}

// An input wants a touch, another tab has the lock; the device sleeps meanwhile.
// Presence is asked for again at the instant of sending.
func TestTrace6SleepBetweenInputAndSending(t *testing.T) {
	inWorld(t, 20*time.Hour, func(t *testing.T, w *world) {
		hourly := func(c *client.Config) { c.Session.Lifetimes.Idle = 3600_000 }
		p := w.logIn(hourly)
		w.pass(31 * time.Minute)
		lease, err := p.tab.Ports().Lock(t.Context(), "spa-session:"+issuer+":storezero", false)
		if err != nil {
			t.Fatal(err)
		}
		p.tab.Signal(client.Input)
		w.pass(time.Second)
		w.browser.Clock.SetBy(6 * time.Minute)
		lease.Release()
		w.pass(time.Second)
		p.want(deadline.Active)
		w.asked(0)
	})
}
