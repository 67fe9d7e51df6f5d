package client_test

import (
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/modal"
)

// step lets one thing happen.
func (w *walk) step() {
	t := w.tab
	switch n := w.pick(100); {
	case n < 25:
		signal := []client.Signal{client.Input, client.Move, client.Press}[w.pick(3)]
		w.tell("input %d", signal)
		if signal != client.Move || t.Snapshot().Status != deadline.Idle {
			w.seen()
		}
		t.tab.Signal(signal)
	case n < 33:
		w.sight(!w.visible)
	case n < 37:
		w.tell("the focus goes and comes")
		if w.policy.OnIdle == client.IdleRecheckOnFocus && w.visible {
			w.seen() // the app takes it for the user's, should this look find it idle
		}
		t.tab.Signal(client.Blur)
		t.tab.Signal(client.Focus)
	case n < 47:
		w.tell("Continue")
		w.seen()
		t.act(t.ContinueSession)
	case n < 55:
		w.tell("a token")
		t.act(func(ctx context.Context) error {
			_, _, err := t.GetTokenSilently(ctx, client.TokenOptions{CacheMode: client.CacheOff})
			return err
		})
	case n < 59:
		w.tell("Not now")
		t.Dismiss()
		w.dismissed = true
	case n < 62:
		w.tell("Log out")
		w.loggedOut = true
		if err := t.Logout(context.Background(), client.LogoutOptions{LocalOnly: true}); err != nil {
			w.fail("Log out: %v", err)
		}
	case n < 66:
		w.logIn("ada")
	case n < 69:
		w.tell("the page is loaded again")
		w.status, w.visible, w.dismissed = "", true, false
		w.tab = w.reload(t, shop+"/")
	default:
		w.mishap(n)
	}
}

// sight has the page seen or not.
func (w *walk) sight(visible bool) {
	w.tell("visible: %t", visible)
	w.visible = visible
	if !visible {
		w.tab.tab.Signal(client.Hidden)
		return
	}
	if w.tab.Snapshot().Status == deadline.Loading || w.policy.OnIdle == client.IdleRecheckOnFocus {
		w.seen() // opening it is an act; the focus the app takes for one
	}
	w.tab.tab.Signal(client.Visible)
}

// mishap is something that no user of this page does.
func (w *walk) mishap(n int) {
	t := w.tab
	switch {
	case n < 76:
		d := time.Duration(w.pick(100)) * time.Second
		w.tell("the device sleeps for %s", d)
		w.server.mu.Lock()
		w.server.slept += d
		w.server.mu.Unlock()
		w.browser.Clock.SetBy(d)
	case n < 80:
		d := time.Duration(w.pick(7200)-3600) * time.Second
		if !w.visible { // a hidden tab may miss it, if the clock is set twice
			w.sight(true)
			w.wait(1100 * time.Millisecond)
		}
		w.tell("the wall clock is set by %s", d)
		w.browser.Clock.SetBy(d)
		w.mu.Lock()
		w.stepped = w.browser.Clock.Now()
		w.mu.Unlock()
	case n < 84:
		w.tell("the page is frozen, and goes on")
		t.tab.Signal(client.Hidden)
		t.tab.Signal(client.Freeze)
		time.Sleep(time.Second)
		t.tab.Signal(client.Resume)
		w.sight(true)
	case n < 87:
		w.tell("a script asks for a check, and reports what it likes")
		if t.Snapshot().Status != deadline.Idle {
			w.seen() // the app's word counts, but not in idle
		}
		t.ReportActivity()
		t.act(func(ctx context.Context) error { return t.CheckSession(ctx, false) })
	case n < 92:
		w.server.mu.Lock()
		w.server.down = !w.server.down
		down := w.server.down
		w.server.mu.Unlock()
		w.tell("the server is down: %t", down)
		t.tab.Signal(map[bool]client.Signal{true: client.Offline, false: client.Online}[down])
	case n < 95:
		w.tell("an administrator ends the session")
		w.server.mu.Lock()
		w.server.end()
		w.server.mu.Unlock()
	case n < 97:
		w.tell("another user logs in elsewhere")
		w.server.mu.Lock()
		w.server.sub, w.server.touched, w.server.since = "grace", w.server.now(), w.server.now()
		w.server.mu.Unlock()
	default:
		w.tell("another app touches the session")
		w.server.mu.Lock()
		if w.server.alive() {
			w.server.touched = w.server.now()
		}
		w.server.mu.Unlock()
	}
}

// comeBack is the user who returns: everything works, and what the page offers
// leads to an active session or to the server.
func (w *walk) comeBack() {
	w.server.mu.Lock()
	w.server.down = false
	w.server.mu.Unlock()
	w.tell("the user comes back")
	t := w.tab
	t.tab.Signal(client.Online)
	w.sight(true)
	w.seen()
	w.wait(31 * time.Second) // longer than any request waits, shorter than the user does
	w.seen()
	t.tab.Signal(client.Press)
	w.wait(2 * time.Second)
	s := t.Snapshot()
	if s.Status == deadline.Active || t.tab.Left() != "" || s.Reason == client.ReasonUserChanged {
		return // Reload is a way on
	}
	offered := modal.Shown(s, 0, w.words, w.policy.OnSessionEnd).Kind == modal.KindIdleWarning
	w.server.mu.Lock()
	stands := w.server.alive() && w.server.sub == "ada"
	w.server.mu.Unlock()
	w.seen()
	t.count(1)
	err := t.ContinueSession(context.Background())
	t.count(-1)
	if offered && stands && err != nil {
		w.fail("Continue is offered and of no use: %v", err)
	}
	w.wait(2 * time.Second)
	if t.Snapshot().Status == deadline.Active || t.Snapshot().Reason == client.ReasonUserChanged {
		return
	}
	if login := t.LogInHere(context.Background()); login != nil || t.tab.Left() == "" {
		w.fail("%s is a dead end: Continue %v, Log in %v", t.Snapshot().Status, err, login)
	}
}
