package demo_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// outcome is a row of the matrix that the tests of the client walk on the host: what can become of a silent request, and
// what it makes of a session in each state.
type outcome struct {
	Name   string
	Code   string            // of the error; "" is a token
	Then   map[string]string // the state that follows, by the state before
	CodeOf map[string]string // for states where it is another
}

func outcomes(t *testing.T) (rows []outcome) {
	t.Helper()
	content, err := os.ReadFile("../wasm/internal/client/testdata/outcomes.json")
	check(t, err)
	check(t, json.Unmarshal(content, &rows))
	if len(rows) == 0 {
		t.Fatal("the matrix is empty")
	}
	return rows
}

func (row outcome) code(from string) string {
	if other, isOther := row.CodeOf[from]; isOther {
		return other
	}
	return row.Code
}

// An order brings a row about, and takes it back.
type order struct {
	begin, end func(stage)
	waits      time.Duration // what the client waits for before it knows: for a page in the frame, or for an answer
}

const (
	silence = 2 * time.Second // of a frame that has loaded
	tooLong = 11 * time.Second
)

var orders = map[string]order{
	"success":                            {begin: func(stage) {}},
	"login_required":                     failing(authserver.Fault{Endpoint: "/authorize", Error: "login_required", ErrorDescription: "Login required"}),
	"login_required for a second factor": failing(authserver.Fault{Endpoint: "/authorize", Error: "login_required", ErrorDescription: "Multifactor authentication required"}),
	"consent_required":                   failing(authserver.Fault{Endpoint: "/authorize", Error: "consent_required"}),
	"interaction_required":               failing(authserver.Fault{Endpoint: "/authorize", Error: "interaction_required"}),
	"temporarily_unavailable":            failing(authserver.Fault{Endpoint: "/authorize", Error: "temporarily_unavailable"}),
	"5xx of the token endpoint":          failing(authserver.Fault{Endpoint: "/oauth/token", Status: http.StatusBadGateway}),
	"another user":                       {begin: stage.switchUser},
	"timeout":                            faulty(mute, tooLong),
	"5xx":                                faulty(always(http.StatusBadGateway), silence),
	"an error page":                      faulty(browser.Answer("GET /authorize", http.StatusOK), silence),
	"server down":                        {begin: func(s stage) { s.StopAS() }, end: func(s stage) { s.StartAS() }, waits: silence},
	"offline":                            {begin: func(s stage) { s.Offline(true) }, end: func(s stage) { s.Offline(false) }},
	"lock": {
		begin: func(s stage) {
			// A question that goes out before the module is there needs no lock: this page has none to repeat.
			s.Run(`() => {
				for (const key of Object.keys(localStorage)) if (key.startsWith('spa-session.hint.')) localStorage.setItem(key, '{"since":1}')
				navigator.locks.request = () => Promise.reject(new DOMException('not given', 'InvalidStateError'))
			}`)
		},
		end: func(s stage) { s.Run(`() => { delete navigator.locks.request }`) },
	},
	// The page is on another site, and has found it out by a frame right after the login.
	"cookies blocked": {begin: func(stage) {}},
}

func failing(fault authserver.Fault) order {
	return order{begin: func(s stage) { s.Server.Fail(fault) }, end: func(s stage) { s.Server.ClearFaults() }}
}

func faulty(fault func(http.Handler) http.Handler, waits time.Duration) order {
	return order{begin: func(s stage) { s.Fault(fault) }, end: func(s stage) { s.Fault(nil) }, waits: waits}
}

// mute answers nothing.
func mute(http.Handler) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

func TestOutcomesInEveryState(t *testing.T) {
	page := "<!doctype html><html lang=en><meta charset=utf-8><title>Outcomes</title><main><h1>Outcomes</h1></main></html>"
	world := browser.NewWorld(t, browser.Options{
		Site:   fstest.MapFS{"index.html": {Data: []byte(page)}},
		Tenant: func(c *authserver.Config) { c.Sessions.Idle = 12 * time.Hour; flows(c) },
	})
	s := stage{shop{World: world, Tab: world.NewTab(t), t: t}}
	walked := 0
	for _, row := range outcomes(t) {
		order, known := orders[row.Name]
		if !known {
			t.Errorf("nothing brings about %q", row.Name)
			continue
		}
		for _, from := range []string{"active", "warning", "idle", "loading"} {
			walked++
			t.Run(row.Name+" in "+from, func(t *testing.T) { stage{s.in(t)}.walk(row, order, from) })
		}
	}
	want(t, "cells of the matrix", walked, 4*len(orders))
}

// walk takes the page to a state, asks the server there under the order, and brings the page back to active.
func (s stage) walk(row outcome, order order, from string) {
	s.t.Helper()
	blocked := row.Name == "cookies blocked"
	s.prepare(blocked)
	s.Advance(map[string]time.Duration{"active": 0, "loading": 0, "warning": 61 * time.Second, "idle": 121 * time.Second}[from])
	if from == "loading" {
		s.blank()
	} else {
		s.waitSnapshot(from)
	}
	order.begin(s)
	before := len(s.AllRequests())
	s.ask(from)
	switch order.waits {
	case silence:
		s.WaitFor(`outcome !== undefined || loaded`)
		s.Advance(silence)
	case tooLong:
		for len(s.AllRequests()) == before { // then the question is on its way
			s.Run(`() => {}`)
		}
		s.Advance(tooLong)
	}
	s.WaitFor(`outcome !== undefined`)
	got := browser.Eval[string](s.Tab, `outcome`)
	if from != "loading" || row.Then[from] == "loading" || got != "" { // the end of a session is no error where it is found
		want(s.t, "the answer", got, row.code(from))
	}
	want(s.t, "the state", browser.Eval[string](s.Tab, `client.getSnapshot().status`), row.Then[from])
	want(s.t, "frames that are left", s.FrameCount(), 0)
	if order.end != nil {
		order.end(s)
	}
	if row.Then[from] == from || blocked {
		want(s.t, "who is told that a session has ended", browser.Eval[string](s.Tab, `told.filter(type => type === 'ended').join()`), "")
		if s.sessionCount() == 0 {
			s.t.Error("the server's session is over")
		}
	}
}

// prepare makes the page active, by a login if need be. With blocked it is on another site, and knows.
func (s stage) prepare(blocked bool) {
	s.t.Helper()
	origin := s.Storefront
	if blocked {
		origin = otherSite(origin)
	}
	there := strings.HasPrefix(s.URL().String(), origin)
	switch status := s.status(); {
	case there && !blocked && (status == "active" || status == "warning" || status == "idle"):
		s.Run(`client.continueSession()`)
	case there && status == "loading":
		s.Run(`client.checkSession()`)
	default:
		s.Open(origin + "/")
		s.blank()
		s.ask("loading")
		s.WaitFor(`outcome !== undefined`)
		s.Run(`void client.loginWithRedirect()`)
		if s.sessionCount() == 0 {
			s.typePassword()
		}
		s.WaitFor(`location.pathname === '/callback' && document.readyState === 'complete'`)
		s.blank()
		s.ask("loading")
	}
	s.WaitFor(`globalThis.client?.getSnapshot().status === 'active'`)
	if blocked {
		s.WaitFor(`client.getTokenSilently({ cacheMode: 'off' }).then(() => false, error => error.code === 'cookies_blocked')`)
	}
}
