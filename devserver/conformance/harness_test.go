package conformance_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const (
	callback  = "https://rp.example/callback"
	loggedOut = "https://rp.example/logged-out"
	secret    = "a-secret-of-the-relying-party"
)

// signingKey is made once: making one takes a good part of a second.
var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// A run is one module: a server over TLS, a browser, and a relying party that authenticates by client_secret_basic.
type run struct {
	*testing.T
	outcome  outcome
	issuer   string
	clock    time.Time
	browser  *http.Client
	provider *oidc.Provider
	metadata map[string]any
}

func newRun(t *testing.T) *run {
	t.Helper()
	key, err := signingKey()
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewUnstartedServer(nil)
	r := &run{T: t, outcome: passed, clock: time.Now().Truncate(time.Second), issuer: "https://" + ts.Listener.Addr().String() + "/"}
	cfg := authserver.Defaults("https://rp.example")
	cfg.Issuer, cfg.Key, cfg.Now = r.issuer, key, func() time.Time { return r.clock }
	for _, client := range []authserver.Client{
		{ID: "basic", AuthMethod: "client_secret_basic"}, {ID: "basic-2", AuthMethod: "client_secret_basic"},
		{ID: "post", AuthMethod: "client_secret_post"},
	} {
		client.Secret, client.Callbacks, client.AllowedLogoutURLs = secret, []string{callback}, []string{loggedOut}
		cfg.Clients = append(cfg.Clients, client)
	}
	cfg.AllowedLogoutURLs = []string{loggedOut} // of requests that name no client
	server, err := authserver.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ts.Config.Handler = server
	ts.StartTLS()
	t.Cleanup(ts.Close)
	r.browser = newBrowser(t, ts)
	if r.provider, err = oidc.NewProvider(r.context(), r.issuer); err != nil {
		t.Fatal(err)
	}
	if err := r.provider.Claims(&r.metadata); err != nil {
		t.Fatal(err)
	}
	return r
}

// newBrowser keeps cookies, and leaves redirects to the test.
func newBrowser(t *testing.T, ts *httptest.Server) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := ts.Client()
	client.Jar = jar
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client
}

func (r *run) context() context.Context { return oidc.ClientContext(r.Context(), r.browser) }

// warn, look and skip say how the suite would end the module.
func (r *run) warn() { r.outcome = warning }
func (r *run) look() { r.outcome = review }
func (r *run) skip() { r.outcome = skipped }

// endpoint is a URL of the discovery document.
func (r *run) endpoint(name string) string {
	r.Helper()
	uri, _ := r.metadata[name].(string)
	if uri == "" {
		r.Fatalf("discovery has no %s", name)
	}
	return uri
}

func (r *run) supports(list, value string) bool {
	values, _ := r.metadata[list].([]any)
	for _, v := range values {
		if v == value {
			return true
		}
	}
	return false
}

// A page is what the browser ends at: a page of the server's, or the parameters at the relying party.
type page struct {
	status int
	at     *url.URL
	body   string
	params url.Values // at the relying party; nil at the server
}

func (r *run) get(uri string) page {
	r.Helper()
	return r.visit(http.MethodGet, uri, nil)
}

// visit follows redirects until a page of the server's stands, or the relying party is reached.
func (r *run) visit(method, uri string, form url.Values) page {
	r.Helper()
	for range 10 {
		at, err := url.Parse(uri)
		if err != nil {
			r.Fatal(err)
		}
		if at.Host == "rp.example" {
			return page{at: at, params: at.Query()}
		}
		req, err := http.NewRequestWithContext(r.Context(), method, uri, strings.NewReader(form.Encode()))
		if err != nil {
			r.Fatal(err)
		}
		if method == http.MethodPost {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Origin", strings.TrimSuffix(r.issuer, "/"))
		}
		resp, body := r.do(req)
		next := resp.Header.Get("Location")
		if next == "" {
			return page{status: resp.StatusCode, at: at, body: string(body)}
		}
		target, err := at.Parse(next)
		if err != nil {
			r.Fatal(err)
		}
		method, uri, form = http.MethodGet, target.String(), nil
	}
	r.Fatal("redirects without an end")
	return page{}
}

func (r *run) do(req *http.Request) (*http.Response, []byte) {
	r.Helper()
	resp, err := r.browser.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.Fatal(err)
	}
	return resp, body
}

// submit sends the page's form with its hidden fields and these.
func (r *run) submit(p page, fields ...string) page {
	r.Helper()
	action := regexp.MustCompile(`<form[^>]* action="([^"]*)"`).FindStringSubmatch(p.body)
	if action == nil {
		r.Fatalf("status %d, no form in\n%s", p.status, p.body)
	}
	form := url.Values{}
	for _, field := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(p.body, -1) {
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	target, err := p.at.Parse(html.UnescapeString(action[1]))
	if err != nil {
		r.Fatal(err)
	}
	return r.visit(http.MethodPost, target.String(), form)
}

func (p page) asksToLogIn() bool { return strings.Contains(p.body, `name="password"`) }

func (r *run) logIn(p page) page {
	r.Helper()
	if !p.asksToLogIn() {
		r.Fatalf("status %d, want the login page:\n%s", p.status, p.body)
	}
	return r.submit(p, "username", "ada@storezero.example", "password", "difference-engine", "action", "login")
}

func (r *run) decode(body []byte, v any) {
	r.Helper()
	if err := json.Unmarshal(body, v); err != nil {
		r.Fatalf("%v: %s", err, body)
	}
}
