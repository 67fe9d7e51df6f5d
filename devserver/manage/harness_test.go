package manage_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/manage"
)

const (
	storefront = "http://localhost:4300"
	secret     = "the-machine's-secret"
	printed    = "the-printed-token"
)

// A clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// A tenant is an authorization server with its Management API, and an access token with all scopes.
type tenant struct {
	*authserver.Server
	url, token string
	clock      *clock
}

func newTenant(t *testing.T) *tenant {
	t.Helper()
	ts := httptest.NewUnstartedServer(nil)
	tn := &tenant{url: "http://" + ts.Listener.Addr().String(), clock: &clock{now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}}
	issuer := tn.url + "/"
	cfg := authserver.Defaults(storefront)
	cfg.Issuer, cfg.Now = issuer, tn.clock.Now
	cfg.APIs = append(cfg.APIs, manage.API(issuer))
	cfg.Clients = append(cfg.Clients, manage.Client(issuer, "machine", secret), manage.Client(issuer, "reader", secret, "read:users"))
	server, err := authserver.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	api, err := manage.New(manage.Config{Server: server, Issuer: issuer, Origin: tn.url, ControlOrigins: []string{storefront}, Token: printed})
	if err != nil {
		t.Fatal(err)
	}
	routes := http.NewServeMux()
	routes.Handle(manage.Prefix, api)
	routes.Handle("/", server)
	ts.Config.Handler = routes
	ts.Start()
	t.Cleanup(ts.Close)
	tn.Server = server
	tn.token = tn.tokenOf(t, "machine")
	return tn
}

// tokenOf is what client_credentials gives a machine.
func (tn *tenant) tokenOf(t *testing.T, clientID string) string {
	t.Helper()
	resp, err := http.PostForm(tn.url+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {secret}, "audience": {manage.Audience(tn.url + "/")},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.AccessToken == "" {
		t.Fatalf("status %d, %v", resp.StatusCode, err)
	}
	return answer.AccessToken
}

// send makes a request with the token of all scopes; headers are pairs of name and value, and "" takes one away.
func (tn *tenant) send(t *testing.T, method, path, body string, headers ...string) (status int, answer string) {
	t.Helper()
	req, err := http.NewRequest(method, tn.url+manage.Prefix+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+tn.token)
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
	return resp.StatusCode, strings.TrimSpace(string(raw))
}

// ask is send where an answer of this status with JSON in it is wanted.
func (tn *tenant) ask(t *testing.T, method, path, body string, want int, v any) {
	t.Helper()
	status, answer := tn.send(t, method, path, body)
	if status != want {
		t.Fatalf("%s %s: status %d, %s", method, path, status, answer)
	}
	if v == nil {
		return
	}
	if err := json.Unmarshal([]byte(answer), v); err != nil {
		t.Fatalf("%s %s: %v in %s", method, path, err, answer)
	}
}

// silently asks as a frame does, with the cookie of a session: a code, or the error. extra are pairs of parameters.
func (tn *tenant) silently(t *testing.T, cookie *http.Cookie, extra ...string) string {
	t.Helper()
	v := url.Values{
		"response_type": {"code"}, "client_id": {"storezero"}, "redirect_uri": {storefront + "/callback"}, "scope": {"openid offline_access"},
		"state": {"x"}, "prompt": {"none"},
		"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(extra); i += 2 {
		v.Set(extra[i], extra[i+1])
	}
	req, err := http.NewRequest(http.MethodGet, tn.url+"/authorize?"+v.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	answer, err := resp.Location()
	if err != nil {
		t.Fatal(err)
	}
	if code := answer.Query().Get("error"); code != "" {
		return code
	}
	return "code " + answer.Query().Get("code")
}

// login is a session with its cookie, and a refresh token that belongs to it.
func (tn *tenant) login(t *testing.T, sub string) (cookie *http.Cookie, sid string) {
	t.Helper()
	cookie, session, err := tn.MintSession(sub)
	if err != nil {
		t.Fatal(err)
	}
	tn.redeem(t, tn.silently(t, cookie))
	return cookie, session.SID
}

// redeem exchanges what silently returned, which must be a code, for an access token.
func (tn *tenant) redeem(t *testing.T, answer string) (accessToken string) {
	t.Helper()
	code, found := strings.CutPrefix(answer, "code ")
	if !found {
		t.Fatal(answer)
	}
	resp, err := http.PostForm(tn.url+"/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"storezero"}, "code": {code}, "redirect_uri": {storefront + "/callback"},
		"code_verifier": {"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var tokens struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&tokens); err != nil || tokens.AccessToken == "" {
		t.Fatalf("status %d, %v", resp.StatusCode, err)
	}
	return tokens.AccessToken
}

func wantStatus(t *testing.T, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%s: status %d, want %d", what, got, want)
	}
}
