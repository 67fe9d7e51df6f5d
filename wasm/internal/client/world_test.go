package client_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

const (
	shop     = "http://localhost:4300"
	issuer   = "http://localhost:4400/"
	asOrigin = "http://localhost:4400"
	email    = "ada@storezero.example"
	password = "difference-engine"
)

// world is an authorization server and one browser in a bubble of time.
type world struct {
	t       *testing.T
	server  *authserver.Server
	network *clienttest.Network
	browser *clienttest.Browser

	ports func(*client.Ports) // alters those of the next page

	noWorker     bool // pages have no worker for refresh tokens
	localStorage bool // tokens are cached there
	cache        *testCache
	ahead        atomic.Int64 // how far the server's clock is ahead, ns
	mu           sync.Mutex
	seen         []*http.Request
	grants       []string   // grant_type of every token request
	push         url.Values // the last authorization request that was pushed
	wrap         func(http.Handler) http.Handler
	lockFails    bool // no tab gets the lock
}

// rsaKey is made once: two thousand bits take a while to find.
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// inWorld runs a test in a bubble. idle is the server's idle lifetime.
func inWorld(t *testing.T, idle time.Duration, run func(*testing.T, *world), alter ...func(*authserver.Config)) {
	t.Helper()
	key := rsaKey()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, network: &clienttest.Network{}}
		config := authserver.Defaults(shop)
		config.Issuer, config.Key = issuer, key
		config.Sessions.Idle = idle
		config.Now = func() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) }
		for _, a := range alter {
			a(&config)
		}
		server, err := authserver.New(config)
		if err != nil {
			t.Fatal(err)
		}
		w.server = server
		w.network.Serve(asOrigin, http.HandlerFunc(w.serve))
		w.browser = clienttest.NewBrowser(w.network)
		run(t, w)
	})
}

// serve counts every request and lets a test stand in between.
func (w *world) serve(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.seen = append(w.seen, r)
	switch r.URL.Path {
	case "/oauth/token":
		w.grants = append(w.grants, form(r).Get("grant_type"))
	case pushPath:
		w.push = form(r)
	}
	handler := http.Handler(w.server)
	if w.wrap != nil {
		handler = w.wrap(handler)
	}
	w.mu.Unlock()
	handler.ServeHTTP(rw, r)
}

// form is what a request posts, which the server reads again.
func form(r *http.Request) url.Values {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	values, err := url.ParseQuery(string(body))
	if err != nil {
		panic(err)
	}
	return values
}

// fault puts wrap round the server until it is called with nil.
func (w *world) fault(wrap func(http.Handler) http.Handler) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrap = wrap
}

// silent is how many silent authorization requests the server has had.
func (w *world) silent() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.seen {
		if r.URL.Path == "/authorize" && r.URL.Query().Get("prompt") == "none" {
			n++
		}
	}
	return n
}

// forget clears the count.
func (w *world) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen, w.grants = nil, nil
}

// idleDeadline is when the server drops its one session.
func (w *world) idleDeadline() time.Time {
	w.t.Helper()
	sessions, err := w.server.Sessions()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range sessions {
		if s.Sub != "" {
			return s.IdleExpiresAt
		}
	}
	w.t.Fatal("the server has no session with a user")
	return time.Time{}
}

// page is a tab with a client in it.
type page struct {
	*client.Client
	tab *clienttest.Tab
	rec *clienttest.Recorder
	w   *world
	end client.OnSessionEnd
}

func config(alter ...func(*client.Config)) client.Config {
	c := client.Config{
		Issuer:   issuer,
		Auth0:    true,
		ClientID: "storezero",
		Authorization: client.Authorization{
			RedirectURI: shop + "/callback",
			Scope:       "openid profile email",
		},
		Silent: client.Silent{
			Timeout:     10,
			Mode:        client.ModeAuto,
			RedirectURI: shop + "/spa-session/silent.html",
			PopupURI:    shop + "/spa-session/popup.html",
			Fallback:    client.FallbackRedirect,
		},
		Session: &client.Session{
			Lifetimes:        deadline.Lifetimes{Idle: 120_000, Warning: 60_000},
			ExtendOnActivity: true,
			OnIdle:           client.IdleRecheck,
			OnSessionEnd:     client.EndDialog,
			LandingURL:       shop + "/signed-out",
		},
		AutoStart: true,
	}
	for _, a := range alter {
		a(&c)
	}
	return c
}

// open loads a page and starts its client.
func (w *world) open(tab *clienttest.Tab, alter ...func(*client.Config)) *page {
	w.t.Helper()
	p := &page{tab: tab, rec: &clienttest.Recorder{}, w: w}
	tab.NoWorker = w.noWorker
	ports := tab.Ports()
	if w.localStorage {
		if w.cache == nil {
			w.cache = &testCache{Cache: client.SiteCache(ports.Store)}
		}
		alter = append(alter, func(c *client.Config) { c.Cache = w.cache })
	}
	if w.ports != nil {
		w.ports(&ports)
	}
	c := config(alter...)
	if c.Session != nil {
		p.end = c.Session.OnSessionEnd
	}
	p.Client = client.New(c, ports, p.rec.Observer())
	w.t.Cleanup(func() {
		p.Close()
		synctest.Wait()
		if n := tab.Listeners(); n != 0 {
			w.t.Errorf("%d listeners are left after Close", n)
		}
		if n := tab.OpenFrames(); n != 0 {
			w.t.Errorf("%d frames are left after Close", n)
		}
	})
	if err := p.Start(w.t.Context()); err != nil {
		w.t.Fatal("Start:", err)
	}
	return p
}

// logIn goes through a whole login and gives the page after it.
func (w *world) logIn(alter ...func(*client.Config)) *page {
	w.t.Helper()
	first := w.open(w.browser.Open(shop+"/"), alter...)
	if err := first.LoginWithRedirect(w.t.Context(), client.LoginOptions{AppState: `{"returnTo":"/account/orders"}`}); err != nil {
		w.t.Fatal(err)
	}
	return w.comeBack(first, alter...)
}

// comeBack lets the user log in where the page has gone, and loads what follows.
func (w *world) comeBack(from *page, alter ...func(*client.Config)) *page {
	w.t.Helper()
	callback, err := w.browser.LogIn(from.tab.Left(), email, password)
	if err != nil {
		w.t.Fatal(err)
	}
	from.Close()
	synctest.Wait()
	back := w.open(from.tab.Reload(callback), alter...)
	if s := back.Snapshot(); s.Status != deadline.Active {
		w.t.Fatalf("after the login at %s: %s, reason %q, error %v", callback, s.Status, s.Reason, s.Err)
	}
	return back
}

// pass lets time go by, at the server and in the browser.
func (w *world) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// want compares the status that is shown.
func (p *page) want(status deadline.Status) {
	p.w.t.Helper()
	synctest.Wait()
	if s := p.Snapshot(); s.Status != status {
		p.w.t.Errorf("status is %s (reason %q, error %v), want %s", s.Status, s.Reason, s.Err, status)
	}
}

// asked compares how often the server was asked in silence since the last forget.
func (w *world) asked(want int) {
	w.t.Helper()
	synctest.Wait()
	if got := w.silent(); got != want {
		w.t.Errorf("the server had %d silent requests, want %d", got, want)
	}
}

// code gives the code of an error, "" of none.
func code(err error) oidc.Code {
	if err == nil {
		return ""
	}
	e, ok := err.(*oidc.Error)
	if !ok {
		return "not coded: " + oidc.Code(err.Error())
	}
	return e.Code
}

// query is the query of a URL.
func query(t *testing.T, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}
