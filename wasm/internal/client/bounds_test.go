package client_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// errands are what has each of the server's endpoints asked by a fetch.
var errands = []struct {
	path  string
	alter func(*client.Config)
	run   func(t *testing.T, p *page) error
}{
	{"/.well-known/openid-configuration", nil, func(t *testing.T, p *page) error {
		visitor := p.w.open(clienttest.NewBrowser(p.w.network).Open(shop + "/"))
		return visitor.LoginWithRedirect(t.Context(), client.LoginOptions{})
	}},
	{"/.well-known/jwks.json", nil, func(t *testing.T, p *page) error {
		p.w.server.RotateKeys()
		return p.ContinueSession(t.Context())
	}},
	{"/oauth/token", nil, func(t *testing.T, p *page) error { return p.ContinueSession(t.Context()) }},
	{"/oauth/token", withRefresh, func(t *testing.T, p *page) error {
		_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
		return err
	}},
	{pushPath, pushing, func(t *testing.T, p *page) error { return p.LoginWithRedirect(t.Context(), client.LoginOptions{}) }},
	{"/oauth/revoke", withRefresh, func(t *testing.T, p *page) error { return p.RevokeRefreshToken(t.Context(), "") }},
	{"/.well-known/openid-configuration", nil, func(t *testing.T, p *page) error {
		return p.Logout(t.Context(), client.LogoutOptions{})
	}},
}

// eachErrand runs every errand while its endpoint has a fault.
func eachErrand(t *testing.T, fault func(next http.Handler) http.Handler, check func(t *testing.T, p *page, err error, took time.Duration)) {
	for _, e := range errands {
		t.Run(strings.Trim(e.path, "/"), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				alter := e.alter
				if alter == nil {
					alter = func(*client.Config) {}
				}
				p := w.logIn(hour, alter)
				p.tab.Signal(client.Input)
				w.fault(func(next http.Handler) http.Handler {
					broken := fault(next)
					return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
						if r.URL.Path == e.path {
							broken.ServeHTTP(rw, r)
						} else {
							next.ServeHTTP(rw, r)
						}
					})
				})
				start := time.Now()
				err := e.run(t, p)
				check(t, p, err, time.Since(start))
			})
		})
	}
}

func TestEveryRequestEndsInTime(t *testing.T) {
	eachErrand(t, silence, func(t *testing.T, p *page, err error, took time.Duration) {
		if code(err) != client.Timeout || took > 15*time.Second {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// A body of one byte too many is read no further, and is nobody's answer.
func TestEveryResponseIsBounded(t *testing.T) {
	for name, tooLong := range map[string]bool{"a mebibyte": false, "one byte more": true} {
		t.Run(name, func(t *testing.T) {
			size := client.MaxBody
			if tooLong {
				size++
			}
			eachErrand(t, altering(func(body string) string { return body + strings.Repeat(" ", size-len(body)) }),
				func(t *testing.T, p *page, err error, _ time.Duration) {
					if tooLong != (code(err) == client.Unreachable) || !tooLong && err != nil {
						t.Errorf("%v", err)
					}
				})
		})
	}
}

// A timeout of minutes is for a server that is slow: one that is gone is told at once.
func TestTheCauseIsToldLongBeforeTheTimeout(t *testing.T) {
	for name, row := range map[string]struct {
		order func(*page)
		code  oidc.Code
	}{
		"down":             {func(p *page) { p.w.network.SetDown(true) }, client.Unreachable},
		"5xx":              {wrapped(answer(http.StatusBadGateway)), client.ServerError},
		"an error page":    {wrapped(answerAt("/authorize", http.StatusOK)), client.ErrorPage},
		"not a web origin": {func(p *page) { p.w.fault(withoutOrigin) }, client.ErrorPage},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn(hour, func(c *client.Config) { c.Silent.Timeout = 120 })
				row.order(p)
				start := time.Now()
				if err := p.ContinueSession(t.Context()); code(err) != row.code || time.Since(start) > 3*time.Second {
					t.Errorf("%v after %v, want %s", err, time.Since(start), row.code)
				}
				p.want(deadline.Active)
			})
		})
	}
}

// withoutOrigin is a server that shows its error page for a silent request, as one
// does that does not know the page's origin.
func withoutOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("prompt") == "none" {
			rw.WriteHeader(http.StatusForbidden)
			return
		}
		next.ServeHTTP(rw, r)
	})
}

// simple are the headers of a request that is sent across origins without asking
// first (Fetch, CORS-safelisted request-header); a browser adds the last two itself.
var simple = map[string]bool{"Accept": true, "Content-Type": true, "Origin": true, "Sec-Fetch-Site": true}

func TestNoRequestOfThePageNeedsAPreflight(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(hour)
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		n := 0
		for _, r := range w.seen {
			if r.Header.Get("Origin") != shop {
				continue // a page or a frame, and no fetch
			}
			n++
			for name := range r.Header {
				if !simple[name] {
					t.Errorf("%s has the header %s: %q", r.URL.Path, name, r.Header.Get(name))
				}
			}
			if got := r.Header.Get("Content-Type"); r.Method == "POST" && got != "application/x-www-form-urlencoded" {
				t.Errorf("%s: Content-Type %q", r.URL.Path, got)
			}
		}
		if n < 5 {
			t.Errorf("%d requests, want two for tokens, two for metadata, and the keys", n)
		}
	})
}

// A code that may have reached the server is not sent again (RFC 6749 4.1.2: a
// second use is an attack, and revokes what the first gave).
func TestACodeIsSentOnce(t *testing.T) {
	for name, fault := range map[string]func(http.Handler) http.Handler{
		"no answer":      silence,
		"5xx":            answer(http.StatusBadGateway),
		"half an answer": altering(func(body string) string { return body[:len(body)/2] }),
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.open(w.browser.Open(shop + "/"))
				if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
					t.Fatal(err)
				}
				callback, err := w.browser.LogIn(p.tab.Left(), email, password)
				if err != nil {
					t.Fatal(err)
				}
				w.fault(func(next http.Handler) http.Handler {
					broken := fault(next)
					return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
						if r.URL.Path == "/oauth/token" {
							broken.ServeHTTP(rw, r)
						} else {
							next.ServeHTTP(rw, r)
						}
					})
				})
				w.forget()
				for range 3 {
					if _, err := p.HandleRedirectCallback(t.Context(), callback); err == nil {
						t.Error("the login has succeeded")
					}
				}
				if n := w.fetches("/oauth/token"); n != 1 {
					t.Errorf("the code was sent %d times", n)
				}
			})
		})
	}
}
