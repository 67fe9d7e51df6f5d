package authserver

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// maxBody bounds every request body, in bytes. Recorded requests keep theirs, and any page can send some.
const maxBody = 64 << 10

// A Server is the authorization server as an http.Handler for the issuer's origin. It is safe for concurrent use.
// It does not check the Host header: whoever listens does (see package loopback).
type Server struct {
	cfg     Config
	base    string // where the server is found: PublicURL without its trailing slash
	mount   string // the path of that, "" or "/auth"
	pages   map[*template.Template]*template.Template
	keys    *keyring
	store   store.Store
	log     *slog.Logger
	handler http.Handler

	current    atomic.Pointer[tenant]
	configured atomic.Pointer[tenant] // what New or the last Reload was given
	changing   sync.Mutex             // one change of the tenant after the other

	recorder    *recorder
	faults      faults
	diagnostics diagnostics
	issued      issued
	backchannel *backchannel
	firstKeys   heldKeys // those of the start, for Reset

	dpopSecret []byte     // signs the nonces for DPoP proofs
	random     sync.Mutex // guards cfg.Random: a test's reader need not be safe for concurrent use
}

// New returns a server for this configuration, or an error that names the field at fault and how to mend it. The
// configuration's slices belong to the server from then on.
func New(cfg Config) (*Server, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	s := &Server{
		cfg:   cfg,
		base:  strings.TrimSuffix(cfg.PublicURL, "/"),
		mount: mountOf(cfg.PublicURL),
		keys:  newKeyring(cfg),
		store: cfg.Store,
		log:   cfg.Log,

		recorder:    newRecorder(cfg.RecordRequests),
		backchannel: newBackchannel(cfg.HTTPClient),
	}
	s.current.Store(newTenant(cfg))
	s.configured.Store(newTenant(cfg))
	s.dpopSecret = make([]byte, 32)
	if _, err := rand.Read(s.dpopSecret); err != nil {
		return nil, fmt.Errorf("authserver: the random source failed: %w", err)
	}
	s.firstKeys = s.keys.held()
	pages, err := newPages(s.mount, cfg.Public)
	if err != nil {
		return nil, err
	}
	s.pages = pages
	s.handler = s.routes()
	return s, nil
}

// ServeHTTP sets what every answer has in common. A page that may be framed sets its own policy later.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	r, mounted := s.unmount(r)
	if !mounted {
		s.notMounted(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	s.announceExpired(r.Context())
	if s.recorder.limit == 0 && s.faults.none() {
		s.handler.ServeHTTP(w, r)
		return
	}
	seen := s.describeRequest(r)
	if user, found := s.whose(r, seen); found {
		seen.Sub, seen.email = user.Sub, user.Email
	}
	s.recorder.begin(seen)
	answer := &statusWriter{ResponseWriter: w}
	defer func() { s.recorder.end(seen, answer.status) }()
	if fault := s.faults.strike(seen); fault != (Fault{}) {
		s.misbehave(answer, r, fault)
		return
	}
	s.handler.ServeHTTP(answer, r)
}

func (s *Server) now() time.Time { return s.cfg.Now() }

// randomID returns n random bytes in base64url.
func (s *Server) randomID(n int) (string, error) {
	b, err := s.randomBytes(n)
	return base64.RawURLEncoding.EncodeToString(b), err
}

func (s *Server) randomBytes(n int) ([]byte, error) {
	b := make([]byte, n)
	s.random.Lock()
	defer s.random.Unlock()
	if _, err := io.ReadFull(s.cfg.Random, b); err != nil {
		return nil, fmt.Errorf("authserver: the random source failed: %w", err)
	}
	return b, nil
}
