package static

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
)

const (
	modulePrefix = "/spa-session/"
	apiPrefix    = "/api/"
	configPath   = "/config.json"
	indexPath    = "index.html"
)

// Config says what the storefront's origin serves.
type Config struct {
	// Demo are the storefront's files, index.html at the root. Required.
	Demo fs.FS
	// Module are the files that `make build` makes (web/dist), served under /spa-session/. They are read at each
	// request, so they may appear later; nil is none.
	Module fs.FS
	// AppConfig becomes /config.json. Required.
	AppConfig any
	// ASOrigin is the authorization server's origin, which the policy lets the page frame and fetch from. Required.
	ASOrigin string
}

type server struct {
	demo, module fs.FS
	appConfig    []byte
	policy       string
}

// New returns the handler for the storefront's origin, but for /api/.
func New(cfg Config) (http.Handler, error) {
	if cfg.Demo == nil {
		return nil, errors.New("static: Demo is required: give the storefront's files, as demo.Files() does")
	}
	if _, err := fs.Stat(cfg.Demo, indexPath); err != nil {
		return nil, fmt.Errorf("static: Demo has no index.html at its root: %w", err)
	}
	u, err := url.Parse(cfg.ASOrigin)
	if err != nil || u.Host == "" || cfg.ASOrigin != u.Scheme+"://"+u.Host || strings.ContainsAny(cfg.ASOrigin, " ;,") {
		return nil, fmt.Errorf("static: ASOrigin %q is no origin: give scheme, host and port alone, as in http://localhost:4400", cfg.ASOrigin)
	}
	appConfig, err := json.Marshal(cfg.AppConfig)
	if err != nil {
		return nil, fmt.Errorf("static: AppConfig: %w", err)
	}
	return &server{
		demo: cfg.Demo, module: cfg.Module,
		appConfig: appConfig,
		policy:    contentSecurityPolicy(cfg.ASOrigin),
	}, nil
}

// contentSecurityPolicy is the strictest one that the module and its dialog run under.
func contentSecurityPolicy(asOrigin string) string {
	return strings.Join([]string{
		"default-src 'self'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"worker-src 'self'",
		"frame-src 'self' " + asOrigin, // 'self' for silent.html: no other page of this origin lets itself be framed
		"connect-src 'self' " + asOrigin,
		"trusted-types spa-session",
		"require-trusted-types-for 'script'",
		"base-uri 'none'",
		"object-src 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	}, "; ")
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", s.policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer") // the callback's URL carries a code
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "The storefront is read by GET and HEAD.", http.StatusMethodNotAllowed)
		return
	}
	switch p := r.URL.Path; {
	case p == configPath:
		serveContent(w, r, configPath, s.appConfig)
	case strings.HasPrefix(p, modulePrefix):
		s.serveModule(w, r, strings.TrimPrefix(p, modulePrefix))
	case strings.HasPrefix(p, apiPrefix):
		http.NotFound(w, r)
	case s.serveFile(w, r, s.demo, strings.TrimPrefix(p, "/")):
	case isAppPath(r):
		h.Add("Vary", "Accept")
		s.serveFile(w, r, s.demo, indexPath)
	default:
		http.NotFound(w, r)
	}
}

// hooksPrefix is where the build leaves the module with test hooks. It can be told to crash: no page gets it.
const hooksPrefix = "hooks/"

func (s *server) serveModule(w http.ResponseWriter, r *http.Request, name string) {
	if s.module != nil && !strings.HasPrefix(name, hooksPrefix) {
		if isReturn(name) {
			protectReturn(w.Header(), name)
		}
		if s.serveFile(w, r, s.module, name) {
			return
		}
		if entries, err := fs.ReadDir(s.module, "."); err == nil && len(entries) > 0 {
			http.NotFound(w, r)
			return
		}
	}
	http.Error(w, "The module has not been built yet: run make build, then load the page again.", http.StatusNotFound)
}

// isAppPath tells a route of the app from a file that is missing: a script or a picture that is not there must not
// be answered with HTML.
func isAppPath(r *http.Request) bool {
	return !strings.Contains(path.Base(r.URL.Path), ".") && strings.Contains(r.Header.Get("Accept"), "text/html")
}
