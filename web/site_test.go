package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/spa-session/spa-session/web/bundle"
)

// policy is the one that the package promises to run under.
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; " +
	"frame-src https://as.example; connect-src 'self' https://as.example; " +
	"trusted-types spa-session; require-trusted-types-for 'script'"

// site is an app's server, which can be told to get things wrong.
type site struct {
	URL string

	mu       sync.Mutex
	csp      string
	override map[string]http.HandlerFunc // by path
	requests map[string]int              // by path
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{csp: policy, override: map[string]http.HandlerFunc{}, requests: map[string]int{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL + "/"
	return s
}

// answer replaces what the site says at path; nil takes that back.
func (s *site) answer(path string, with http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.override[path] = with
}

func (s *site) asked(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests[path]
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests[r.URL.Path]++
	override, csp := s.override[r.URL.Path], s.csp
	s.mu.Unlock()
	w.Header().Set("Content-Security-Policy", csp)
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case override != nil:
		override(w, r)
	case r.URL.Path == "/favicon.ico":
		w.WriteHeader(http.StatusNoContent)
	case strings.HasPrefix(r.URL.Path, "/src/"): // as it is written
		http.StripPrefix("/src/", http.FileServerFS(os.DirFS("."))).ServeHTTP(w, r)
	case r.URL.Path == "/" || r.URL.Path == "/page.js":
		http.ServeFileFS(w, r, os.DirFS("testdata/site"), r.URL.Path)
	default:
		http.StripPrefix("/dist/", http.FileServerFS(os.DirFS(dist))).ServeHTTP(w, r)
	}
}

// module serves the module as type contentType.
func module(contentType string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		http.ServeFile(w, r, filepath.Join(dist, names[bundle.ModuleName]))
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, http.StatusText(code), code) }
}
