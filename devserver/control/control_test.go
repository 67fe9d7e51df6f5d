package control_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/control"
)

const storefront = "http://localhost:4300"

var start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// fakeSessions is one session of idle 300 s and absolute 12 h that began at start.
type fakeSessions struct {
	aged time.Duration
	err  error
}

func (f *fakeSessions) Sessions() ([]authserver.Session, error) {
	session, _ := f.Session("sid-1")
	return []authserver.Session{session}, f.err
}

func (f *fakeSessions) Session(sid string) (authserver.Session, error) {
	if sid != "sid-1" {
		return authserver.Session{}, authserver.ErrNoSession
	}
	from := start.Add(-f.aged)
	return authserver.Session{
		SID: sid, Sub: "auth0|ada", Clients: []string{"storezero"},
		CreatedAt: from, AuthenticatedAt: from, LastInteraction: from,
		IdleExpiresAt: from.Add(300 * time.Second), ExpiresAt: from.Add(12 * time.Hour),
	}, f.err
}

func (f *fakeSessions) AgeSession(sid string, by time.Duration) error {
	if sid != "sid-1" {
		return authserver.ErrNoSession
	}
	f.aged += by
	return f.err
}

// newControl serves the API over a real listener.
func newControl(t *testing.T) (url string, sessions *fakeSessions) {
	t.Helper()
	sessions = &fakeSessions{}
	ts := httptest.NewUnstartedServer(nil)
	own := "http://" + ts.Listener.Addr().String()
	handler, err := control.New(control.Config{Sessions: sessions, Origin: own, ControlOrigins: []string{storefront}})
	if err != nil {
		t.Fatal(err)
	}
	ts.Config.Handler = handler
	ts.Start()
	t.Cleanup(ts.Close)
	return own, sessions
}

// send makes a request; headers are pairs of name and value.
func send(t *testing.T, method, url, body string, headers ...string) (status int, answer string, header http.Header) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(raw), resp.Header
}

const asJSON = "application/json"

func TestAgeGolden(t *testing.T) {
	url, sessions := newControl(t)
	status, body, _ := send(t, "POST", url+"/__mock/sessions/sid-1/age", `{"seconds": 240}`, "Content-Type", asJSON)
	const want = `{"id":"sid-1","user_id":"auth0|ada","clients":["storezero"],` +
		`"created_at":"2026-11-21T11:56:00Z","authenticated_at":"2026-11-21T11:56:00Z","last_interacted_at":"2026-11-21T11:56:00Z",` +
		`"idle_expires_at":"2026-11-21T12:01:00Z","expires_at":"2026-11-21T23:56:00Z","persistent":false,` +
		`"initial_device":{"user_agent":"","ip":""},"last_device":{"user_agent":"","ip":""}}` + "\n"
	if status != http.StatusOK || body != want {
		t.Errorf("status %d, body\n%s\nwant\n%s", status, body, want)
	}
	if sessions.aged != 240*time.Second {
		t.Errorf("aged by %v, want 4m0s", sessions.aged)
	}
}

func TestListSessions(t *testing.T) {
	url, _ := newControl(t)
	status, body, _ := send(t, "GET", url+"/__mock/sessions", "")
	var list struct{ Sessions []authserver.Session }
	if err := json.Unmarshal([]byte(body), &list); err != nil || status != http.StatusOK || len(list.Sessions) != 1 {
		t.Errorf("status %d, %v, body %s", status, err, body)
	}
}

func TestBadRequests(t *testing.T) {
	for _, tc := range []struct {
		name, method, path, contentType, body string
		status                                int
		text                                  string
	}{
		{"text body", "POST", "sessions/sid-1/age", "text/plain", `{"seconds": 1}`, 415, "Content-Type: application/json"},
		{"form", "POST", "sessions/sid-1/age", "application/x-www-form-urlencoded", "seconds=1", 415, "Content-Type: application/json"},
		{"no type", "POST", "sessions/sid-1/age", "", `{"seconds": 1}`, 415, "Content-Type: application/json"},
		{"unknown session", "POST", "sessions/nobody/age", asJSON, `{"seconds": 1}`, 404, "sid claim"},
		{"no JSON", "POST", "sessions/sid-1/age", asJSON, "seconds", 400, "no JSON object"},
		{"no seconds", "POST", "sessions/sid-1/age", asJSON, "{}", 400, "whole number from 1"},
		{"zero", "POST", "sessions/sid-1/age", asJSON, `{"seconds": 0}`, 400, "only gets older"},
		{"younger", "POST", "sessions/sid-1/age", asJSON, `{"seconds": -60}`, 400, "only gets older"},
		{"fraction", "POST", "sessions/sid-1/age", asJSON, `{"seconds": 1.5}`, 400, "whole number"},
		{"in words", "POST", "sessions/sid-1/age", asJSON, `{"seconds": "60"}`, 400, "whole number"},
		{"too old", "POST", "sessions/sid-1/age", asJSON, `{"seconds": 1000000000}`, 400, "whole number from 1 to 315360000"},
		{"unknown member", "POST", "sessions/sid-1/age", asJSON, `{"seconds": 1, "minutes": 1}`, 400, "minutes"},
		{"too long", "POST", "sessions/sid-1/age", asJSON, `{"seconds": ` + strings.Repeat(" ", 1<<20) + `1}`, 400, "longer than 1048576 bytes"},
		{"wrong method", "GET", "sessions/sid-1/age", "", "", 405, "Use POST here"},
		{"wrong path", "GET", "session", "", "", 404, "GET /__mock/sessions"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			url, sessions := newControl(t)
			headers := []string{}
			if tc.contentType != "" {
				headers = append(headers, "Content-Type", tc.contentType)
			}
			status, body, _ := send(t, tc.method, url+"/__mock/"+tc.path, tc.body, headers...)
			var answer struct {
				Error       string `json:"error"`
				Description string `json:"error_description"`
			}
			if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Error == "" {
				t.Errorf("body %s: %v", body, err)
			}
			if status != tc.status || !strings.Contains(answer.Description, tc.text) {
				t.Errorf("status %d, %q, want %d and %q", status, answer.Description, tc.status, tc.text)
			}
			if sessions.aged != 0 {
				t.Errorf("the session was aged by %v", sessions.aged)
			}
		})
	}
}

// Who may call: the rows are what a browser sends for each kind of page.
func TestWhoMayCall(t *testing.T) {
	for _, tc := range []struct {
		name         string
		origin, site string // Origin and Sec-Fetch-Site
		status       int
		cors         string
	}{
		{"command line", "", "", 200, ""},
		{"typed address", "", "none", 200, ""},
		{"own page", "OWN", "same-origin", 200, ""},
		{"the storefront", storefront, "same-site", 200, storefront},
		{"another site's script", "https://evil.example", "cross-site", 403, ""},
		{"another site's form, image or link", "", "cross-site", 403, ""},
		{"another port's image", "", "same-site", 403, ""},
		{"another port's script", "http://localhost:8080", "same-site", 403, ""},
		{"an old browser's foreign page", "https://evil.example", "", 403, ""},
		{"a sandboxed frame", "null", "cross-site", 403, ""},
		{"an origin that starts alike", storefront + ".evil.example", "cross-site", 403, ""},
	} {
		for _, request := range []struct{ method, path, body string }{
			{"GET", "/__mock/sessions", ""},
			{"POST", "/__mock/sessions/sid-1/age", `{"seconds": 1}`},
		} {
			t.Run(tc.name+" by "+request.method, func(t *testing.T) {
				url, sessions := newControl(t)
				headers := []string{"Content-Type", asJSON}
				if tc.origin != "" {
					headers = append(headers, "Origin", strings.ReplaceAll(tc.origin, "OWN", url))
				}
				if tc.site != "" {
					headers = append(headers, "Sec-Fetch-Site", tc.site)
				}
				status, body, header := send(t, request.method, url+request.path, request.body, headers...)
				if status != tc.status || header.Get("Access-Control-Allow-Origin") != tc.cors {
					t.Errorf("status %d, Access-Control-Allow-Origin %q, want %d and %q: %s",
						status, header.Get("Access-Control-Allow-Origin"), tc.status, tc.cors, body)
				}
				if tc.status == 403 && (sessions.aged != 0 || strings.Contains(body, "sid-1")) {
					t.Errorf("served all the same: aged %v, body %s", sessions.aged, body)
				}
			})
		}
	}
}

// A form of another site: what a browser sends without asking first.
func TestCrossSiteFormIsRefused(t *testing.T) {
	url, sessions := newControl(t)
	status, _, _ := send(t, "POST", url+"/__mock/sessions/sid-1/age", `{"seconds":1,"x":"="}`,
		"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Content-Type", "text/plain")
	if status != http.StatusForbidden || sessions.aged != 0 {
		t.Errorf("status %d, aged by %v", status, sessions.aged)
	}
}

func TestTextBodyIsRefusedEvenOfTheStorefront(t *testing.T) {
	url, sessions := newControl(t)
	status, _, _ := send(t, "POST", url+"/__mock/sessions/sid-1/age", `{"seconds":1}`, "Origin", storefront, "Content-Type", "text/plain")
	if status != http.StatusUnsupportedMediaType || sessions.aged != 0 {
		t.Errorf("status %d, aged by %v", status, sessions.aged)
	}
}

func TestPreflight(t *testing.T) {
	url, _ := newControl(t)
	status, _, header := send(t, "OPTIONS", url+"/__mock/sessions/sid-1/age", "", "Origin", storefront,
		"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
	if status != http.StatusNoContent || header.Get("Access-Control-Allow-Origin") != storefront ||
		!strings.Contains(header.Get("Access-Control-Allow-Headers"), "Content-Type") ||
		!strings.Contains(header.Get("Access-Control-Allow-Methods"), "POST") ||
		!strings.Contains(strings.Join(header.Values("Vary"), ","), "Origin") {
		t.Errorf("status %d, headers %v", status, header)
	}
	status, _, header = send(t, "OPTIONS", url+"/__mock/sessions/sid-1/age", "", "Origin", "https://evil.example")
	if status != http.StatusForbidden || header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a foreign preflight: status %d, headers %v", status, header)
	}
}

func TestInternalErrors(t *testing.T) {
	url, sessions := newControl(t)
	sessions.err = errors.New("the disk is on fire")
	for _, request := range []struct{ method, path string }{{"GET", "sessions"}, {"POST", "sessions/sid-1/age"}} {
		status, body, _ := send(t, request.method, url+"/__mock/"+request.path, `{"seconds":1}`, "Content-Type", asJSON)
		if status != http.StatusInternalServerError || !strings.Contains(body, "server_error") {
			t.Errorf("%s: status %d, %s", request.path, status, body)
		}
	}
}

func TestConfigErrors(t *testing.T) {
	for _, tc := range []struct {
		cfg  control.Config
		want string
	}{
		{control.Config{Origin: storefront}, "Sessions is required"},
		{control.Config{Sessions: &fakeSessions{}}, "no origin"},
		{control.Config{Sessions: &fakeSessions{}, Origin: storefront, ControlOrigins: []string{storefront + "/"}}, storefront + `/" is no origin`},
	} {
		if _, err := control.New(tc.cfg); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v: %v, want %q", tc.cfg, err, tc.want)
		}
	}
}
