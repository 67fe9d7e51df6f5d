package idp_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/idp"
)

const (
	issuer    = "http://localhost:4500/"
	callback  = "http://localhost:4400/login/callback"
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" // RFC 7636 appendix B
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

func config() idp.Config {
	return idp.Config{
		Issuer:  issuer,
		Clients: []idp.Client{idp.ClientOf("http://localhost:4400/", "as", "secret")},
		Users:   []idp.User{{ID: "1", Email: "ada@social.example", Password: "enchantress", Name: "Ada"}},
	}
}

// A world is a provider with a browser, and a clock in the test's hand.
type world struct {
	*idp.Server
	url    string
	now    time.Time
	client *http.Client
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	cfg := config()
	cfg.Now = func() time.Time { return w.now }
	server, err := idp.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(server)
	t.Cleanup(ts.Close)
	w.Server, w.url = server, ts.URL
	w.client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return w
}

func params(pairs ...string) url.Values {
	v := url.Values{
		"client_id": {"as"}, "redirect_uri": {callback}, "response_type": {"code"}, "state": {"s"},
		"code_challenge": {challenge}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func (w *world) do(t *testing.T, method, path string, form url.Values, headers ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequest(method, w.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := w.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

func (w *world) logIn(t *testing.T) string {
	t.Helper()
	resp := w.do(t, "POST", "/login?"+params().Encode(), url.Values{"email": {"ada@social.example"}, "password": {"enchantress"}})
	return codeOf(t, resp)
}

func codeOf(t *testing.T, resp *http.Response) string {
	t.Helper()
	u, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(u.String(), callback+"?") || u.Query().Get("state") != "s" {
		t.Fatalf("status %d, Location %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	return u.Query().Get("code")
}

func tokenForm(code string, pairs ...string) url.Values {
	v := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"as"}, "client_secret": {"secret"}, "code": {code},
		"redirect_uri": {callback}, "code_verifier": {verifier},
	}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestRequestsThatAreRefused(t *testing.T) {
	for name, v := range map[string]url.Values{
		"unknown client":    params("client_id", "x"),
		"foreign redirect":  params("redirect_uri", "https://evil.example/"),
		"longer redirect":   params("redirect_uri", callback+"/x"),
		"implicit flow":     params("response_type", "token"),
		"no PKCE":           params("code_challenge", ""),
		"plain PKCE":        params("code_challenge_method", "plain"),
		"no client at all":  {},
		"client_id in part": params("client_id", "a"),
	} {
		w := newWorld(t)
		if resp := w.do(t, "GET", "/dialog/oauth?"+v.Encode(), nil); resp.StatusCode != 400 || resp.Header.Get("Location") != "" {
			t.Errorf("%s: status %d, Location %q", name, resp.StatusCode, resp.Header.Get("Location"))
		}
		if resp := w.do(t, "POST", "/login?"+v.Encode(), url.Values{"email": {"ada@social.example"}, "password": {"enchantress"}}); resp.StatusCode != 400 {
			t.Errorf("%s, at the form: status %d", name, resp.StatusCode)
		}
	}
}

func TestSessionAsksNothingUntilLogout(t *testing.T) {
	w := newWorld(t)
	if resp := w.do(t, "GET", "/dialog/oauth?"+params().Encode(), nil); resp.StatusCode != 200 || resp.Header.Get("X-Frame-Options") != "DENY" {
		t.Errorf("before: status %d, X-Frame-Options %q", resp.StatusCode, resp.Header.Get("X-Frame-Options"))
	}
	w.logIn(t)
	if codeOf(t, w.do(t, "GET", "/dialog/oauth?"+params().Encode(), nil)) == "" {
		t.Error("the session asks")
	}
	out := url.Values{"client_id": {"as"}, "post_logout_redirect_uri": {"http://localhost:4400/v2/logout/callback"}, "state": {"x"}}
	if resp := w.do(t, "GET", "/logout?"+out.Encode(), nil); resp.Header.Get("Location") != "http://localhost:4400/v2/logout/callback?state=x" {
		t.Errorf("logout leads to %q", resp.Header.Get("Location"))
	}
	if resp := w.do(t, "GET", "/dialog/oauth?"+params().Encode(), nil); resp.StatusCode != 200 {
		t.Errorf("after: status %d", resp.StatusCode)
	}
	out.Set("post_logout_redirect_uri", "https://evil.example/")
	if resp := w.do(t, "GET", "/logout?"+out.Encode(), nil); resp.StatusCode != 400 {
		t.Errorf("logout to anywhere: status %d", resp.StatusCode)
	}
}

func TestWrongPasswordAndForeignForm(t *testing.T) {
	w := newWorld(t)
	form := url.Values{"email": {"ada@social.example"}, "password": {"wrong"}}
	if resp := w.do(t, "POST", "/login?"+params().Encode(), form); resp.StatusCode != 400 || len(resp.Cookies()) != 0 {
		t.Errorf("wrong password: status %d, cookies %v", resp.StatusCode, resp.Cookies())
	}
	form.Set("password", "enchantress")
	resp := w.do(t, "POST", "/login?"+params().Encode(), form, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
	if resp.StatusCode != http.StatusForbidden || len(w.Sessions()) != 0 {
		t.Errorf("a form of another site: status %d", resp.StatusCode)
	}
}

func TestCodeExchange(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change []string
		after  time.Duration
		status int
	}{
		{"good", nil, 0, 200},
		{"another secret", []string{"client_secret", "x"}, 0, 401},
		{"another client", []string{"client_id", "x"}, 0, 401},
		{"another redirect URI", []string{"redirect_uri", "x"}, 0, 400},
		{"another verifier", []string{"code_verifier", "x"}, 0, 400},
		{"another grant", []string{"grant_type", "password"}, 0, 400},
		{"another code", []string{"code", "x"}, 0, 400},
		{"too late", nil, time.Minute, 400},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			code := w.logIn(t)
			w.now = w.now.Add(tc.after)
			if resp := w.do(t, "POST", "/oauth/access_token", tokenForm(code, tc.change...)); resp.StatusCode != tc.status {
				t.Errorf("status %d, want %d", resp.StatusCode, tc.status)
			}
		})
	}
}

func TestCodeWorksOnce(t *testing.T) {
	w := newWorld(t)
	code := w.logIn(t)
	for i, want := range []int{200, 400} {
		if resp := w.do(t, "POST", "/oauth/access_token", tokenForm(code)); resp.StatusCode != want {
			t.Errorf("use %d: status %d, want %d", i+1, resp.StatusCode, want)
		}
	}
}

func TestMeNeedsAToken(t *testing.T) {
	w := newWorld(t)
	for _, header := range []string{"", "Bearer x", "Basic x"} {
		if resp := w.do(t, "GET", "/me", nil, "Authorization", header); resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("%q: status %d", header, resp.StatusCode)
		}
	}
}

func TestEndSessions(t *testing.T) {
	w := newWorld(t)
	w.logIn(t)
	w.EndSessions("2")
	if len(w.Sessions()) != 1 {
		t.Fatal("another user's sessions were ended")
	}
	w.EndSessions("1")
	if resp := w.do(t, "GET", "/dialog/oauth?"+params().Encode(), nil); resp.StatusCode != 200 || len(w.Sessions()) != 0 {
		t.Errorf("status %d, sessions %v", resp.StatusCode, w.Sessions())
	}
}

func TestConfigErrors(t *testing.T) {
	for name, change := range map[string]func(*idp.Config){
		"Issuer":     func(c *idp.Config) { c.Issuer = "http://localhost:4500" },
		"Clients":    func(c *idp.Config) { c.Clients = nil },
		"Clients[0]": func(c *idp.Config) { c.Clients[0].Secret = "" },
		"Users[0]":   func(c *idp.Config) { c.Users[0].Password = "" },
	} {
		cfg := config()
		change(&cfg)
		if _, err := idp.New(cfg); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
