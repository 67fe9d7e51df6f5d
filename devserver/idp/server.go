package idp

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"
)

const maxBody = 1 << 20 // bytes

// A Server is the provider as an http.Handler for the issuer's origin. It is safe for concurrent use. It does not check
// the Host header: whoever listens does.
type Server struct {
	cfg     Config
	origin  string // the issuer without its trailing slash
	handler http.Handler

	mu       sync.Mutex // guards what follows, and cfg.Random
	sessions map[string]session
	codes    map[string]code
	tokens   map[string]token
}

// New returns a server for this configuration, or an error that names the field at fault.
func New(cfg Config) (*Server, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	s := &Server{
		cfg: cfg, origin: strings.TrimSuffix(cfg.Issuer, "/"),
		sessions: map[string]session{}, codes: map[string]code{}, tokens: map[string]token{},
	}
	r := mux.NewRouter()
	r.HandleFunc("/.well-known/openid-configuration", s.discovery).Methods("GET", "HEAD")
	r.HandleFunc("/dialog/oauth", s.authorize).Methods("GET")
	r.Handle("/login", http.NewCrossOriginProtection().Handler(http.HandlerFunc(s.logIn))).Methods("POST")
	r.HandleFunc("/oauth/access_token", s.exchange).Methods("POST")
	r.HandleFunc("/me", s.me).Methods("GET")
	r.HandleFunc("/logout", s.logOut).Methods("GET")
	r.HandleFunc("/style.css", serveStyle).Methods("GET", "HEAD")
	s.handler = r
	return s, nil
}

// ServeHTTP sets what every answer has in common.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	s.handler.ServeHTTP(w, r)
}

func (s *Server) discovery(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                s.cfg.Issuer,
		"authorization_endpoint":                s.origin + "/dialog/oauth",
		"token_endpoint":                        s.origin + "/oauth/access_token",
		"userinfo_endpoint":                     s.origin + "/me",
		"end_session_endpoint":                  s.origin + "/logout",
		"response_types_supported":              []string{"code"},
		"code_challenge_methods_supported":      []string{"S256"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_post"},
	})
}

func (s *Server) client(id string) (Client, bool) {
	i := slices.IndexFunc(s.cfg.Clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		return Client{}, false
	}
	return s.cfg.Clients[i], true
}

func (s *Server) user(id string) User {
	i := slices.IndexFunc(s.cfg.Users, func(u User) bool { return u.ID == id })
	if i < 0 {
		return User{}
	}
	return s.cfg.Users[i]
}

// secret returns 32 random bytes in base64url. The caller holds mu.
func (s *Server) secret() (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(s.cfg.Random, b); err != nil {
		return "", fmt.Errorf("idp: the random source failed: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// fail is a fault of the server itself; only the log says which.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.cfg.Log.ErrorContext(r.Context(), "internal error", "path", r.URL.Path, "cause", err)
	http.Error(w, "server_error", http.StatusInternalServerError)
}

// refuse shows what was wrong: nothing is sent to where it might not belong.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, what string) {
	s.cfg.Log.WarnContext(r.Context(), "refused by the identity provider", "path", r.URL.Path, "cause", what)
	http.Error(w, what, status)
}

// dropExpired goes before each entry that is added, so that they cannot pile up.
func dropExpired[V any](entries map[string]V, now time.Time, expires func(V) time.Time) {
	for key, v := range entries {
		if !now.Before(expires(v)) {
			delete(entries, key)
		}
	}
}
