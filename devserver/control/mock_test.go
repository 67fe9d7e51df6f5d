package control_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/control"
	"github.com/spa-session/spa-session/devserver/idp"
)

// A mock is an authorization server with its control API on one origin, as the dev server runs them.
type mock struct {
	url    string
	clock  *control.Clock
	server *authserver.Server
	idp    *idp.Server
}

func newMock(t *testing.T, changes ...func(*control.Config)) *mock {
	t.Helper()
	ts := httptest.NewUnstartedServer(nil)
	m := &mock{url: "http://" + ts.Listener.Addr().String(), clock: control.NewClock(func() time.Time { return start })}
	tenant := authserver.Defaults(storefront)
	tenant.Issuer, tenant.Now, tenant.RecordRequests = m.url+"/", m.clock.Now, 10
	as, err := authserver.New(tenant)
	if err != nil {
		t.Fatal(err)
	}
	social := idp.Defaults()
	social.Issuer, social.Now = "http://localhost:4500/", m.clock.Now
	social.Clients = []idp.Client{idp.ClientOf(m.url, "mock-as", "secret")}
	if m.idp, err = idp.New(social); err != nil {
		t.Fatal(err)
	}
	cfg := control.Config{Sessions: as, Mock: as, IdP: m.idp, Clock: m.clock, Origin: m.url, ControlOrigins: []string{storefront}}
	for _, change := range changes {
		change(&cfg)
	}
	api, err := control.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	m.server = as
	routes := http.NewServeMux()
	routes.Handle(control.Prefix, api)
	routes.Handle("/", as)
	ts.Config.Handler = routes
	ts.Start()
	t.Cleanup(ts.Close)
	return m
}

// call sends JSON to the API and reads the answer into v, if there is one.
func (m *mock) call(t *testing.T, method, path, body string, v any, headers ...string) int {
	t.Helper()
	req, err := http.NewRequest(method, m.url+"/__mock/"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
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
	if v != nil && resp.StatusCode < 300 {
		if err := json.Unmarshal(raw, v); err != nil {
			t.Fatalf("%s %s: %v in %s", method, path, err, raw)
		}
	}
	return resp.StatusCode
}

type minted struct {
	Session struct {
		ID string `json:"id"`
	} `json:"session"`
	Cookie struct{ Name, Value, Path, SameSite string } `json:"cookie"`
}

func (m *mock) mint(t *testing.T) minted {
	t.Helper()
	var got minted
	if status := m.call(t, "POST", "sessions", `{"user_id": "auth0|ada"}`, &got); status != http.StatusCreated {
		t.Fatalf("status %d", status)
	}
	return got
}

// silently asks as a frame does, with the minted cookie.
func (m *mock) silently(t *testing.T, cookie minted) string {
	t.Helper()
	v := url.Values{
		"response_type": {"code"}, "client_id": {"storezero"}, "redirect_uri": {storefront + "/callback"}, "scope": {"openid"},
		"state": {"the-state"}, "prompt": {"none"}, "response_mode": {"web_message"},
		"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"},
	}
	req, err := http.NewRequest(http.MethodGet, m.url+"/authorize?"+v.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: cookie.Cookie.Name, Value: cookie.Cookie.Value})
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestMintedSessionWorksUntilItIsEnded(t *testing.T) {
	m := newMock(t)
	got := m.mint(t)
	if got.Cookie.Path != "/" || got.Cookie.SameSite != "Lax" {
		t.Errorf("cookie %+v", got.Cookie)
	}
	if page := m.silently(t, got); !strings.Contains(page, `"code":`) {
		t.Fatalf("silent: %s", page)
	}
	if status := m.call(t, "DELETE", "sessions/"+got.Session.ID, "", nil); status != http.StatusNoContent {
		t.Errorf("end: status %d", status)
	}
	if page := m.silently(t, got); !strings.Contains(page, "login_required") {
		t.Errorf("after its end: %s", page)
	}
	for path, want := range map[string]int{"sessions/" + got.Session.ID: 404, "sessions/unknown": 404} {
		if status := m.call(t, "DELETE", path, "", nil); status != want {
			t.Errorf("%s: status %d", path, status)
		}
	}
	if status := m.call(t, "POST", "sessions", `{"user_id": "auth0|nobody"}`, nil); status != http.StatusNotFound {
		t.Errorf("unknown user: status %d", status)
	}
}

func TestOrderedFaults(t *testing.T) {
	m := newMock(t)
	session := m.mint(t)
	for _, tc := range []struct{ fault, want string }{
		{`{"endpoint": "/authorize", "status": 503}`, "ordered by a test"},
		{`{"endpoint": "/authorize", "error": "server_error"}`, `"error":"server_error"`},
		{`{"endpoint": "/authorize", "answer": {"state": "forged"}}`, `"state":"forged"`},
		{`{"endpoint": "/authorize", "answer": {"target": "https://other.example"}}`, `"https://other.example"`},
		{`{"endpoint": "/oauth/token", "drop": true}`, `"code":`},
	} {
		if status := m.call(t, "POST", "faults", tc.fault, nil); status != http.StatusCreated {
			t.Fatalf("%s: status %d", tc.fault, status)
		}
		if page := m.silently(t, session); !strings.Contains(page, tc.want) {
			t.Errorf("%s: %s", tc.fault, page)
		}
		m.call(t, "DELETE", "faults", "", nil)
		if page := m.silently(t, session); !strings.Contains(page, `"code":`) || !strings.Contains(page, "the-state") {
			t.Errorf("after DELETE: %s", page)
		}
	}
}

func TestBadBodies(t *testing.T) {
	m := newMock(t)
	for path, bodies := range map[string][]string{
		"faults":   {`{`, `{"statsu": 503}`, `{"status": 99}`, `{"nth": -1}`, `{"delay_seconds": 601}`, `{"token": {"skew_seconds": 315360001}}`, `{"access_token": {"skew_seconds": -9223372036854775808}}`, `{} {}`, `{}}`, `[]`},
		"clock":    {``, `{"set": "tomorrow"}`, `{"advance_seconds": 1e30}`, `{"advance_seconds": 999999999999}`, `{"freeze": true}`},
		"sessions": {`{"sub": "auth0|ada"}`, `"auth0|ada"`},
	} {
		for _, body := range bodies {
			if status := m.call(t, "POST", path, body, nil); status != http.StatusBadRequest {
				t.Errorf("%s with %s: status %d", path, body, status)
			}
		}
	}
	if !m.clock.Now().Equal(start) {
		t.Errorf("a bad body moved the clock to %v", m.clock.Now())
	}
}

func TestRecordedRequestsAreFilteredAndHoldNoSecret(t *testing.T) {
	m := newMock(t)
	m.silently(t, m.mint(t))
	var got struct {
		Requests []struct {
			Path     string
			ClientID string `json:"client_id"`
			Params   url.Values
			Status   int
		}
	}
	m.call(t, "GET", "requests?path=/authorize&client_id=storezero&wait_seconds=5", "", &got)
	if len(got.Requests) != 1 || got.Requests[0].Params.Get("prompt") != "none" || got.Requests[0].Status != 200 {
		t.Fatalf("recorded %+v", got)
	}
	if state := got.Requests[0].Params.Get("state"); state != "(not shown)" {
		t.Errorf("state %q", state)
	}
	for _, query := range []string{"path=/oauth/token", "client_id=storezero-outlet"} {
		if m.call(t, "GET", "requests?"+query, "", &got); len(got.Requests) != 0 {
			t.Errorf("%s: %+v", query, got)
		}
	}
	if status := m.call(t, "GET", "requests?wait_seconds=61", "", nil); status != http.StatusBadRequest {
		t.Errorf("a wait of a minute and more: status %d", status)
	}
}

// What a browser swallows in silence is told here, with the way out.
func TestDiagnosticsNameCauseAndCure(t *testing.T) {
	m := newMock(t)
	resp, err := http.Get(m.url + "/authorize?client_id=storezero&redirect_uri=https://elsewhere.example/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	var got struct {
		Diagnostics []authserver.Diagnostic
	}
	m.call(t, "GET", "diagnostics", "", &got)
	if len(got.Diagnostics) != 1 || !strings.Contains(got.Diagnostics[0].Cause, "https://elsewhere.example/") || !strings.Contains(got.Diagnostics[0].Cure, "callbacks") {
		t.Errorf("diagnostics %+v", got)
	}
}

// Every route is guarded as the age of sessions is: against other sites, other media types and other methods.
func TestNewRoutesAreGuarded(t *testing.T) {
	m := newMock(t)
	routes := []struct{ method, path, body string }{
		{"POST", "sessions", `{"user_id": "auth0|ada"}`}, {"DELETE", "sessions/x", ""}, {"GET", "clock", ""},
		{"POST", "clock", `{"advance_seconds": 60}`}, {"POST", "faults", `{"drop": true}`}, {"DELETE", "faults", ""},
		{"GET", "requests", ""}, {"GET", "diagnostics", ""},
		{"GET", "faults", ""}, {"DELETE", "faults/1", ""}, {"GET", "settings", ""}, {"POST", "settings", `{"idle_seconds": 1}`},
		{"GET", "refresh-tokens", ""}, {"DELETE", "refresh-tokens/x", ""}, {"GET", "idp/sessions", ""}, {"DELETE", "idp/sessions/x", ""},
		{"GET", "", ""}, {"GET", "events", ""}, {"GET", "snapshots", ""},
		{"POST", "snapshots", "{}"}, {"POST", "snapshots/1/restore", "{}"}, {"POST", "reset", "{}"},
	}
	for _, r := range routes {
		for name, headers := range map[string][]string{
			"another site":                 {"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"},
			"another site without Origin":  {"Sec-Fetch-Site", "cross-site"},
			"another port without Origin":  {"Sec-Fetch-Site", "same-site"},
			"an opaque origin":             {"Origin", "null"},
			"a name that resolves to here": {"Origin", "http://rebound.evil.example:4400"},
		} {
			if status := m.call(t, r.method, r.path, r.body, nil, headers...); status != http.StatusForbidden {
				t.Errorf("%s %s from %s: status %d", r.method, r.path, name, status)
			}
		}
		if r.method == "POST" {
			if status := m.call(t, r.method, r.path, r.body, nil, "Content-Type", "text/plain"); status != http.StatusUnsupportedMediaType {
				t.Errorf("%s as text: status %d", r.path, status)
			}
		}
	}
	if status := m.call(t, "DELETE", "clock", "", nil); status != http.StatusMethodNotAllowed {
		t.Errorf("DELETE clock: status %d", status)
	}
	if !m.clock.Now().Equal(start) {
		t.Errorf("the clock was moved to %v", m.clock.Now())
	}
}
