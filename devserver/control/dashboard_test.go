package control_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const hostile = `</script><img src=x onerror=alert(1)>"'` + "`{{.}}"

// The page has a policy of its own, and no markup of anybody else's: users' names are text.
func TestDashboardPage(t *testing.T) {
	m := newMock(t)
	if err := m.server.AddUser(authserver.User{Sub: "auth0|" + hostile, Email: "h@x.example", Password: "p", Name: hostile}); err != nil {
		t.Fatal(err)
	}
	status, body, header := send(t, "GET", m.url+"/__mock/", "")
	if status != http.StatusOK || header.Get("Content-Type") != "text/html; charset=utf-8" || header.Get("X-Frame-Options") != "DENY" ||
		header.Get("Cross-Origin-Opener-Policy") != "same-origin" {
		t.Errorf("status %d, %v", status, header)
	}
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	if got := header.Get("Content-Security-Policy"); got != policy {
		t.Errorf("policy %s", got)
	}
	if strings.Contains(body, "<img") || strings.Contains(body, " style=") || strings.Contains(body, " onclick") || !strings.Contains(body, "&lt;img") {
		t.Errorf("the page has markup that it should not have:\n%s", body)
	}
}

// What the page loads is there, and nothing else of its folder.
func TestDashboardFiles(t *testing.T) {
	m := newMock(t)
	for path, want := range map[string]string{
		"dashboard/main.js": "text/javascript; charset=utf-8", "dashboard/base.css": "text/css; charset=utf-8",
	} {
		if status, _, header := send(t, "GET", m.url+"/__mock/"+path, ""); status != http.StatusOK || header.Get("Content-Type") != want {
			t.Errorf("%s: status %d, %s", path, status, header.Get("Content-Type"))
		}
	}
	for _, path := range []string{"dashboard/", "dashboard/page.html", "dashboard/nothing.js", "dashboard/sub/main.js", "dashboard/..%2fdoc.go", "dashboard"} {
		if status, body, _ := send(t, "GET", m.url+"/__mock/"+path, ""); status != http.StatusNotFound {
			t.Errorf("%s: status %d, %s", path, status, body)
		}
	}
}

// A link on the storefront leads to the page; no other kind of request does, and no link of another site.
func TestWhoOpensTheDashboard(t *testing.T) {
	m := newMock(t)
	link := []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}
	for name, tc := range map[string]struct {
		path    string
		headers []string
		want    int
	}{
		"a link on another port": {"", link, http.StatusOK},
		"of the API":             {"sessions", link, http.StatusForbidden},
		"in a frame":             {"", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}, http.StatusForbidden},
		"by fetch":               {"", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"}, http.StatusForbidden},
		"on another site":        {"", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, http.StatusForbidden},
	} {
		if status, _, _ := send(t, "GET", m.url+"/__mock/"+tc.path, "", tc.headers...); status != tc.want {
			t.Errorf("%s: status %d, want %d", name, status, tc.want)
		}
	}
}

// An events is the stream that the dashboard listens to.
type events struct {
	lines *bufio.Scanner
	t     *testing.T
}

func (m *mock) listen(t *testing.T) *events {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.url+"/__mock/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("Content-Type %s", got)
	}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	return &events{lines, t}
}

// next reads the data of the next event of this name into v, over all others.
func (e *events) next(name string, v any) {
	e.t.Helper()
	var event string
	for e.lines.Scan() {
		line := e.lines.Text()
		if after, found := strings.CutPrefix(line, "event: "); found {
			event = after
		}
		if data, found := strings.CutPrefix(line, "data: "); found && event == name {
			if err := json.Unmarshal([]byte(data), v); err != nil {
				e.t.Fatalf("%v in %s", err, data)
			}
			return
		}
	}
	e.t.Fatalf("the stream ended without %s: %v", name, e.lines.Err())
}

type shownState struct {
	Clock struct {
		Offset float64 `json:"offset_seconds"`
	}
	Sessions []struct{ ID string }
	Faults   []struct{ Number int }
	Users    map[string]string
}

// The stream begins with all there is, and goes on with what changes: by the API, by a browser, by a Go test.
func TestStream(t *testing.T) {
	m := newMock(t)
	before := m.mint(t)
	e := m.listen(t)
	var state shownState
	if e.next("state", &state); len(state.Sessions) != 1 || state.Sessions[0].ID != before.Session.ID || state.Users["auth0|ada"] != "ada@storezero.example" {
		t.Errorf("first %+v", state)
	}
	m.call(t, "POST", "clock", `{"advance_seconds": 60}`, nil)
	if e.next("state", &state); state.Clock.Offset != 60 {
		t.Errorf("the clock was moved: %+v", state)
	}
	m.silently(t, before)
	var requests []struct {
		Number int
		Path   string
		Params map[string][]string
		Status int
	}
	if e.next("requests", &requests); len(requests) != 1 || requests[0].Path != "/authorize" || requests[0].Params["state"][0] != "(not shown)" {
		t.Errorf("requests %+v", requests)
	}
	m.server.Fail(authserver.Fault{Endpoint: "/userinfo", Drop: true})
	for state.Faults = nil; len(state.Faults) == 0; {
		e.next("state", &state) // one may tell of the touch alone
	}
	var refused []authserver.Diagnostic
	send(t, "GET", m.url+"/authorize?client_id="+strings.Repeat("x", 10), "")
	for len(refused) == 0 {
		e.next("diagnostics", &refused) // the first tells that there are none
	}
	if refused[0].Path != "/authorize" {
		t.Errorf("diagnostics %+v", refused)
	}
}

// A request that was dropped is told without an answer, and what it asked is one line of the stream whatever it holds.
func TestStreamOfHostileAndDroppedRequests(t *testing.T) {
	m := newMock(t)
	e := m.listen(t)
	m.server.Fail(authserver.Fault{Endpoint: "/userinfo", Drop: true})
	req, err := http.NewRequest(http.MethodGet, m.url+"/userinfo?client_id=a%0Aevent:%20state%0Adata:%20{}%0A%0A", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", hostile)
	if resp, err := http.DefaultTransport.RoundTrip(req); err == nil {
		resp.Body.Close()
		t.Errorf("the fault did not strike: %d", resp.StatusCode)
	}
	var requests []struct {
		ClientID  string `json:"client_id"`
		UserAgent string `json:"user_agent"`
		Status    int
	}
	e.next("requests", &requests)
	if len(requests) != 1 || requests[0].ClientID != "a\nevent: state\ndata: {}\n\n" || requests[0].UserAgent != hostile || requests[0].Status != 0 {
		t.Errorf("requests %+v", requests)
	}
}

// A request of a megabyte does not become an event of one.
func TestStreamIsBrief(t *testing.T) {
	m := newMock(t)
	e := m.listen(t)
	form := "scope=" + strings.Repeat("é", 100_000)
	for i := range 100 {
		form += fmt.Sprintf("&p%d=1", i)
	}
	send(t, "POST", m.url+"/oauth/token", form, "Content-Type", "application/x-www-form-urlencoded", "User-Agent", strings.Repeat("x", 5000))
	var requests []json.RawMessage
	e.next("requests", &requests)
	if len(requests) != 1 || len(requests[0]) > 4000 || !strings.Contains(string(requests[0]), "é…") && strings.Contains(string(requests[0]), "scope") {
		t.Errorf("%d bytes: %s", len(requests[0]), requests[0])
	}
}
