package client_test

import (
	"os"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/modal"
)

// arrow is one row of the table in testdata/arrows.md. on is the beginning of its
// second cell.
type arrow struct {
	from, on string
	walk     func(*testing.T)
}

// arrows are in the table's order.
var arrows = []arrow{
	{"loading", "callback; or hint", somebodyAtLoad},
	{"loading", "no hint; plain login_required", nobodyAtLoad},
	{"loading", "timeout, 5xx, offline, lock, AS error page", nothingKnownAtLoad},
	{"loading", "the record says active and `silent` is blocked", TestAReloadWithBlockedCookiesSignsOutThisTabAlone},
	{"loading", "hidden or prerendered page", hiddenAtLoad},
	{"active", "any touch answered", touchInActive},
	{"active", "input, and half gone", inputAfterHalf},
	{"active", "that touch fails", touchFails},
	{"active", "the nearer deadline − warningTime", warned},
	{"active, warning", "plain login_required before our deadline", endedEarly},
	{"warning (idle)", "Continue, Esc or `continueSession()` in any tab", continued},
	{"warning, pending", "the AS agrees", agreed},
	{"warning, idle", "plain login_required", endedOnAsking},
	{"warning, idle", "timeout, 5xx, offline, lock", askedInVain},
	{"warning", "Log out in any tab", loggedOutInWarning},
	{"warning", "movement, typing, scrolling, holds", noActInWarning},
	{"warning (absolute)", "*Log in*: `prompt=login`", logInAtTheAbsoluteEnd},
	{"warning", "the deadline passes", deadlinePasses},
	{"idle", "pointerdown, keydown or touchstart", pressInIdle},
	{"idle", "focus, visibility, movement", TestTrace4FocusInIdle},
	{"idle", "`onIdle: showLogin`", showLogin},
	{"warning (absolute), idle, ended", "*Not now*, Esc, close", putAway},
	{"ended", "", policyOfTheEnd},
	{"signedOut, ended", "Log in here", logInAgain},
	{"any", "`logout()` here", logOutHere},
	{"loading, active, warning, idle", "a newer record: touched elsewhere", touchedElsewhere},
	{"any but signedOut", "a newer record: ended elsewhere", endedElsewhere},
	{"any", "a newer record: signed out elsewhere", signedOutElsewhere},
	{"signedOut, ended", "a newer **epoch**", loggedInElsewhere},
	{"any with a user", "a newer record, or the answer to our own request", anotherUser},
	{"any", "page hidden while a request is in flight", hiddenInFlight},
	{"any", "wake", wokenUp},
}

func TestEveryArrow(t *testing.T) {
	table := rows(t)
	if len(table) != len(arrows) {
		t.Fatalf("the table has %d rows, %d are walked", len(table), len(arrows))
	}
	for i, row := range table {
		a := arrows[i]
		if row[0] != a.from || !strings.HasPrefix(row[1], a.on) {
			t.Fatalf("row %d is %q, walked is %s | %s", i+1, row, a.from, a.on)
		}
		t.Run(strings.Join(row, " | "), a.walk)
	}
}

// rows are the cells of the table, without its head.
func rows(t *testing.T) (table [][]string) {
	t.Helper()
	text, err := os.ReadFile("testdata/arrows.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| \n"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		table = append(table, cells)
	}
	if len(table) < 3 || strings.Join(table[0], " ") != "from on to" {
		t.Fatal("testdata/arrows.md has no table")
	}
	return table[2:]
}

// noWords are enough to see what is shown, and what is offered there.
var noWords = modal.Strings{Plural: func(int64) string { return modal.Other }, Digits: func(int64) string { return "" }}

// shows compares what is to be seen of the session: the form and its buttons, a
// busy one with a star; "" is nothing.
func (p *page) shows(want string) {
	p.w.t.Helper()
	s := p.Snapshot()
	nearer := s.IdleDeadline
	if s.AbsoluteDeadline != 0 {
		nearer = min(nearer, s.AbsoluteDeadline)
	}
	v := modal.Shown(s, nearer-p.w.browser.Clock.Now().Wall, noWords, p.end)
	var seen []string
	switch v.Form {
	case modal.FormDialog:
		seen = append(seen, "dialog")
	case modal.FormBar:
		seen = append(seen, "bar")
	}
	for _, button := range v.Buttons {
		label := string(button.Action)
		if button.Busy {
			label += "*"
		}
		seen = append(seen, label)
	}
	if got := strings.Join(seen, " "); got != want {
		p.w.t.Errorf("in %s %s is shown %q, want %q", s.Status, s.WarningKind, got, want)
	}
}

// hinted puts a hint into the browser, as an earlier login does.
func (w *world) hinted() {
	w.browser.Put("spa-session.hint."+issuer+".storezero", `{"since":1}`)
}

func (w *world) wantHint(want int) {
	w.t.Helper()
	if got := len(w.browser.Site("spa-session.hint.")); got != want {
		w.t.Errorf("%d hints are left, want %d", got, want)
	}
}

// in gives a page in that state, whose server's session stands; asked counts from
// then on. Cookies are known to reach frames.
func (w *world) in(status deadline.Status, alter ...func(*client.Config)) *page {
	w.t.Helper()
	p := w.logIn(alter...)
	failIf(w.t, p.ContinueSession(w.t.Context()))
	switch status {
	case deadline.Loading:
		w.network.SetDown(true)
		p = w.open(p.tab.Reload(shop+"/"), alter...)
		w.network.SetDown(false)
	case deadline.SignedOut:
		loggedOut(w, p)
	case deadline.Ended:
		w.fault(saying("login_required", "Login required"))
		if err := p.ContinueSession(w.t.Context()); err == nil {
			w.t.Error("the server was to say no")
		}
		w.fault(nil)
	default:
		w.pass(toReach[status])
	}
	p.want(status)
	w.forget()
	return p
}
