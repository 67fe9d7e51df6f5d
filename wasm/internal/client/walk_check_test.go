package client_test

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/modal"
)

// slack is what a tick and the seconds of a token make a look inexact by, ms.
const slack = 3000

// follow is told each snapshot: no session ends without a cause.
func (w *walk) follow(s client.Snapshot) {
	w.server.mu.Lock()
	refused, sub := w.server.refused, w.server.sub
	w.server.mu.Unlock()
	before := w.status
	w.status = s.Status
	if s.User == nil || before == "" || before == deadline.Loading {
		w.user = nil // whoever is signed in when a page is opened is its user
	}
	if w.user != nil && s.User != nil && w.user.Claims["sub"] != s.User.Claims["sub"] {
		w.fail("%v has become %v", w.user.Claims["sub"], s.User.Claims["sub"])
	}
	w.user = s.User
	if before == s.Status {
		return
	}
	w.dismissed = false
	known := before == deadline.Active || before == deadline.Warning || before == deadline.Idle
	switch {
	case s.Status == deadline.Ended && (!known || refused == w.refused):
		w.fail("it ended in %q, and the server had not said so", before)
	case s.Status == deadline.SignedOut && s.Reason == client.ReasonUserChanged:
		if sub == "ada" {
			w.fail("the user has changed, and is still ada")
		}
	case s.Status == deadline.SignedOut && (known || before == deadline.Ended) && !w.loggedOut:
		w.fail("signed out in %s for %q, and nobody logged out", before, s.Reason)
	case s.Status == deadline.SignedOut && before == deadline.Loading && s.Reason == client.ReasonLoginRequired && refused == w.refused:
		w.fail("login_required at load, which the server has not said")
	}
	if s.Status == deadline.Ended || s.Status == deadline.SignedOut {
		w.refused = refused // each refusal ends one session at most
	}
}

// check compares what is shown with what the test knows, once nothing is under way.
func (w *walk) check() {
	s := w.tab.Snapshot()
	w.tab.mu.Lock()
	busy := w.tab.acting > 0
	w.tab.mu.Unlock()
	w.mu.Lock()
	busy = busy || len(w.inFlight) > 0
	w.mu.Unlock()
	switch s.Status {
	case deadline.Active, deadline.Warning, deadline.Idle:
		if !busy && w.visible { // a hidden tab looks twice a minute
			w.checkClock(s)
		}
	}
	w.checkDialog(s)
}

// note takes the touches that the server has confirmed since the last look.
func (w *walk) note() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.known = append(w.known, w.confirmed...)
	w.confirmed = nil
}

// checkClock finds the touch that the deadlines count from, and what must be shown
// so long after it.
func (w *walk) checkClock(s client.Snapshot) {
	now := w.browser.Clock.Now()
	l := w.policy.Lifetimes
	shown := now.Wall - (s.IdleDeadline - l.Idle)
	match := -1
	for i := w.matched; i < len(w.known); i++ {
		if gone := w.known[i].sent.Elapsed(now); max(gone-shown, shown-gone) <= slack {
			match = i
		}
	}
	if match < 0 {
		w.fail("in %s the deadlines count from %d ms ago, when nothing was confirmed", s.Status, shown)
		return
	}
	w.matched = match
	touch := w.known[match]
	if user, _ := s.User.Claims["sub"].(string); user != touch.sub {
		w.fail("%s is shown, and it is %s's session that was touched", user, touch.sub)
	}
	left := l.Idle - touch.sent.Elapsed(now)
	if l.Absolute > 0 {
		left = min(left, l.Absolute-touch.loginAge-touch.sent.Elapsed(now))
	}
	want := deadline.Active
	switch {
	case max(left, -left) < slack || max(left-l.Warning, l.Warning-left) < slack:
		return
	case left <= 0:
		want = deadline.Idle
	case left <= l.Warning:
		want = deadline.Warning
	}
	if s.Status != want {
		w.fail("%s with %d ms left, want %s", s.Status, left, want)
	}
}

// checkDialog knows the policies.
func (w *walk) checkDialog(s client.Snapshot) {
	want := modal.FormNone
	switch s.Status {
	case deadline.Warning:
		want = modal.FormDialog
		if w.dismissed && s.WarningKind == deadline.KindAbsolute {
			want = modal.FormBar
		}
	case deadline.Idle, deadline.Ended:
		if want = modal.FormDialog; w.dismissed {
			want = modal.FormBar
		}
		if s.Status == deadline.Ended && w.policy.OnSessionEnd != client.EndDialog {
			want = modal.FormNone
		}
	case deadline.SignedOut:
		if s.Reason == client.ReasonUserChanged {
			want = modal.FormDialog
		}
	}
	if got := modal.Shown(s, 0, w.words, w.policy.OnSessionEnd).Form; got != want {
		w.fail("in %s, dismissed %t, with onSessionEnd %s, form %d is shown, want %d", s.Status, w.dismissed, w.policy.OnSessionEnd, got, want)
	}
}
