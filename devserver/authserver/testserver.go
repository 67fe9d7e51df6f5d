package authserver

import (
	"context"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync"
	"time"
)

// TB is what NewTest needs of *testing.T and its like; the package does not link testing into other programs.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// A TestServer is a server on a free loopback port, with a clock that only Advance moves.
type TestServer struct {
	*Server
	URL string // the issuer without its trailing slash

	t     TB
	mu    sync.Mutex
	clock time.Time
}

// testRecording is how many requests a TestServer remembers.
const testRecording = 1000

// NewTest starts a server that lives as long as the test, in the manner of httptest: the tenant of Defaults for an
// application at http://localhost:4300, changed by each option. Its clock starts at the present second and stands still.
func NewTest(t TB, options ...func(*Config)) *TestServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("authserver: no loopback port: %v", err)
	}
	ts := &TestServer{t: t, URL: "http://" + listener.Addr().String(), clock: time.Now().Truncate(time.Second)}
	cfg := Defaults("http://localhost:4300")
	cfg.Issuer, cfg.Now, cfg.RecordRequests = ts.URL+"/", ts.Now, testRecording
	for _, option := range options {
		option(&cfg)
	}
	if ts.Server, err = New(cfg); err != nil {
		_ = listener.Close()
		t.Fatalf("%v", err)
	}
	server := &http.Server{Handler: ts.Server, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener) // ends when the test does
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-ended
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		ts.Shutdown(gone) // nobody waits for a logout token any more
	})
	return ts
}

// Now reads the server's clock.
func (ts *TestServer) Now() time.Time {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	return ts.clock
}

// Advance moves the server's clock: sessions, codes and tokens age by d.
func (ts *TestServer) Advance(d time.Duration) {
	ts.mu.Lock()
	ts.clock = ts.clock.Add(d)
	ts.mu.Unlock()
	ts.announceExpired(context.Background())
}

// Client returns a browser of sorts: it keeps cookies, and stops where a redirect leaves this server, so that a test
// sees what the application would get.
func (ts *TestServer) Client() *http.Client {
	ts.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		ts.t.Fatalf("authserver: no cookie jar: %v", err)
	}
	own, err := url.Parse(ts.URL)
	if err != nil {
		ts.t.Fatalf("authserver: %v", err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(next *http.Request, via []*http.Request) error {
		if next.URL.Host != own.Host || len(via) >= 10 {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

// LoggedIn returns a Client in which the user of this sub has a session, with the session's sid.
func (ts *TestServer) LoggedIn(sub string) (client *http.Client, sid string) {
	ts.t.Helper()
	cookie, session, err := ts.MintSession(sub)
	if err != nil {
		ts.t.Fatalf("%v", err)
	}
	client = ts.Client()
	own, err := url.Parse(ts.URL)
	if err != nil {
		ts.t.Fatalf("authserver: %v", err)
	}
	client.Jar.SetCookies(own, []*http.Cookie{cookie})
	return client, session.SID
}

// Wait returns the first request to a path that has been answered, as soon as there is one within the context.
func (ts *TestServer) Wait(ctx context.Context, path string) Request {
	ts.t.Helper()
	r, err := ts.WaitForRequest(ctx, func(r Request) bool { return r.Path == path })
	if err != nil {
		ts.t.Fatalf("authserver: no request to %s: %v", path, err)
	}
	return r
}
