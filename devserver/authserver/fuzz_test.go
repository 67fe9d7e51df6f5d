package authserver_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/store"
)

// What holds of every answer, whatever was sent: no server error, no redirect to where nobody is registered, no store
// that is half written. A panic ends the target by itself.

const (
	fuzzOrigin = "http://localhost:4400"
	office     = app + "/office"
	tenantOut  = app + "/tenant-out"
)

// A fuzzed is a server with a session that lives, started anew for each input.
type fuzzed struct {
	*authserver.Server
	store  store.Store
	cookie *http.Cookie
}

func newFuzzed(f *testing.F) *fuzzed {
	f.Helper()
	cfg := authserver.Defaults(app)
	clock := &clock{now: start}
	held := store.NewMemory(clock.Now)
	cfg.Issuer, cfg.Key, cfg.Now, cfg.Store = fuzzOrigin+"/", signingKey(), clock.Now, held
	cfg.Clients[0].IDTokenAlg, cfg.APIs[0].SigningAlg = "EdDSA", "EdDSA" // the quickest
	cfg.AllowedLogoutURLs = []string{tenantOut}
	cfg.RecordRequests = 10 // recording reads every request, too
	confidential("client_secret_basic")(&cfg)
	server, err := authserver.New(cfg)
	if err != nil {
		f.Fatal(err)
	}
	return &fuzzed{Server: server, store: held}
}

// reset forgets what the input before did.
func (s *fuzzed) reset(t *testing.T) {
	t.Helper()
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	cookie, _, err := s.MintSession("auth0|ada")
	if err != nil {
		t.Fatal(err)
	}
	s.cookie = cookie
}

// send serves a request and checks what holds of every answer.
func (s *fuzzed) send(t *testing.T, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	before := s.families(t)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code >= 500 {
		t.Errorf("status %d\n%s", w.Code, w.Body)
	}
	checkHeaders(t, w.Header())
	if target := w.Header().Get("Location"); target != "" && !allowedTarget(target) {
		t.Errorf("a redirect to %q", target)
	}
	s.checkStore(t)
	if w.Code >= 400 && len(s.families(t)) > len(before) {
		t.Errorf("status %d, and a refresh token all the same", w.Code)
	}
	return w
}

func checkHeaders(t *testing.T, h http.Header) {
	t.Helper()
	for name, values := range h {
		for _, value := range values {
			if strings.ContainsAny(value, "\r\n\x00") {
				t.Errorf("the header %s has a line break: %q", name, value)
			}
		}
	}
}

// allowedTarget: a path of the server's own, or a URL that a client or the tenant has registered, with a query or a
// fragment added.
func allowedTarget(target string) bool {
	if strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "//") && !strings.HasPrefix(target, `/\`) {
		return true
	}
	u, err := url.Parse(target)
	if err != nil {
		return false
	}
	// /v2/logout ignores the case of scheme and host.
	target = strings.ToLower(u.Scheme+"://"+u.Host) + strings.TrimPrefix(target[strings.Index(target, "://")+3:], u.Host)
	return slices.ContainsFunc(registered(), func(allowed string) bool {
		rest, found := strings.CutPrefix(target, allowed)
		return found && (rest == "" || rest[0] == '?' || rest[0] == '#')
	})
}

func registered() []string {
	urls := []string{office, tenantOut}
	for _, client := range authserver.Defaults(app).Clients {
		urls = append(append(urls, client.Callbacks...), client.AllowedLogoutURLs...)
	}
	return urls
}

func (s *fuzzed) families(t *testing.T) []store.RefreshFamily {
	t.Helper()
	families, err := s.store.RefreshFamilies(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// checkStore looks for records that no whole request leaves behind.
func (s *fuzzed) checkStore(t *testing.T) {
	t.Helper()
	sessions, err := s.store.Sessions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, session := range sessions {
		loggedIn := !session.Anonymous()
		if session.ID == "" || session.Idle <= 0 || session.Absolute <= 0 || session.Created.IsZero() ||
			loggedIn && (session.SID == "" || session.AuthenticatedAt.IsZero()) {
			t.Errorf("half a session: %+v", session)
		}
		if loggedIn {
			if same, err := s.store.SessionBySID(context.Background(), session.SID); err != nil || same.ID != session.ID {
				t.Errorf("the session's sid leads to %q: %v", same.ID, err)
			}
		}
		for _, page := range session.Pending {
			if (page.Login == nil) == (page.Logout == nil) || page.Login != nil && !allowedTarget(page.Login.RedirectURI) ||
				page.Logout != nil && page.Logout.RedirectURI != "" && !allowedTarget(page.Logout.RedirectURI) {
				t.Errorf("a page that waits: %+v", page)
			}
		}
	}
	for _, family := range s.families(t) {
		if family.ID == "" || len(family.Secret) == 0 || family.ClientID == "" || family.Login.Sub == "" {
			t.Errorf("half a refresh family: %+v", family)
		}
	}
}

// request makes one, or skips an input that no HTTP client could send.
func request(t *testing.T, method, path, query, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, fuzzOrigin+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.URL.RawQuery = query
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}
