package authserver_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const (
	app      = "http://localhost:4300"
	callback = app + "/callback"
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" // RFC 7636 appendix B
)

var start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// signingKey is made once: tests are about other things than how long RSA takes.
var signingKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// A tenant is a server over a real listener, with a clock and a log in the test's hand.
type tenant struct {
	*authserver.Server
	url    string // without a trailing slash
	issuer string
	clock  *clock
	log    *buffer
}

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

type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// newTenant starts the default tenant of the storefront; each change is one deviation from it.
func newTenant(t *testing.T, changes ...func(*authserver.Config)) *tenant {
	t.Helper()
	ts := httptest.NewUnstartedServer(nil)
	tn := &tenant{clock: &clock{now: start}, log: &buffer{}}
	tn.url = "http://" + ts.Listener.Addr().String()
	tn.issuer = tn.url + "/"

	cfg := authserver.Defaults(app)
	cfg.Issuer = tn.issuer
	cfg.Key = signingKey()
	cfg.Now = tn.clock.Now
	cfg.Log = slog.New(slog.NewTextHandler(tn.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	cfg.AllowedLogoutURLs = []string{"http://localhost:4300/tenant-out"}
	for _, change := range changes {
		change(&cfg)
	}
	server, err := authserver.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	tn.Server = server
	ts.Config.Handler = server
	ts.Start()
	t.Cleanup(ts.Close)
	return tn
}

// A browser keeps cookies and follows no redirect by itself.
type browser struct {
	*http.Client
	tn *tenant
}

func (tn *tenant) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{tn: tn, Client: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// cookies is what this browser would send to the server.
func (b *browser) cookies(t *testing.T) []*http.Cookie {
	t.Helper()
	u, err := url.Parse(b.tn.issuer)
	if err != nil {
		t.Fatal(err)
	}
	return b.Jar.Cookies(u)
}

// A reply is a response whose body has been read.
type reply struct {
	*http.Response
	body string
}

func (b *browser) do(t *testing.T, req *http.Request) reply {
	t.Helper()
	resp, err := b.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp, string(body)}
}

func (b *browser) get(t *testing.T, uri string) reply {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.absolute(uri), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b.do(t, req)
}

func (b *browser) post(t *testing.T, uri string, form url.Values, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, b.absolute(uri), strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return b.do(t, req)
}

func (b *browser) absolute(uri string) string {
	if strings.HasPrefix(uri, "/") {
		return b.tn.url + uri
	}
	return uri
}

func (b *browser) authorize(t *testing.T, v url.Values) reply {
	t.Helper()
	return b.get(t, "/authorize?"+v.Encode())
}

// loginPage leads to the login page and returns it with the id that its form carries.
func (b *browser) loginPage(t *testing.T, v url.Values) (page reply, interaction string) {
	t.Helper()
	resp := b.authorize(t, v)
	if !strings.HasPrefix(resp.Header.Get("Location"), "/login?") {
		t.Fatalf("authorize: status %d, Location %q, want the login page", resp.StatusCode, resp.Header.Get("Location"))
	}
	page = b.get(t, resp.Header.Get("Location"))
	return page, hidden(t, page.body, "interaction")
}

func hidden(t *testing.T, body, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("the page has no field %q:\n%s", name, body)
	}
	return html.UnescapeString(m[1])
}

func credentials(interaction string) url.Values {
	return url.Values{
		"interaction": {interaction}, "action": {"login"},
		"username": {"ada@storezero.example"}, "password": {"difference-engine"},
	}
}

// logIn walks through the login page and returns the parameters at the redirect URI.
func (b *browser) logIn(t *testing.T, v url.Values) url.Values {
	t.Helper()
	_, interaction := b.loginPage(t, v)
	return location(t, b.post(t, "/login", credentials(interaction)))
}

// location returns the parameters of a redirect to the application.
func location(t *testing.T, resp reply) url.Values {
	t.Helper()
	u, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(u.String(), app) {
		t.Fatalf("status %d, Location %q, want a redirect to the application\n%s", resp.StatusCode, resp.Header.Get("Location"), resp.body)
	}
	return u.Query()
}
