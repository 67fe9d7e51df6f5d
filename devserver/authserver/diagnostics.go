package authserver

import (
	"sync"
	"time"
)

// maxDiagnostics bounds what is remembered of refusals; the oldest goes first.
const maxDiagnostics = 200

// A Diagnostic is a refusal, as the log tells of it: with what a browser swallows, and without secrets.
type Diagnostic struct {
	Time        time.Time `json:"time"` // by the server's clock
	Path        string    `json:"path"`
	ClientID    string    `json:"client_id,omitempty"`
	Error       string    `json:"error"`
	Description string    `json:"error_description"`
	Cause       string    `json:"cause,omitempty"`
	Cure        string    `json:"cure,omitempty"`
	Expected    bool      `json:"expected"` // part of normal life, such as login_required
}

type diagnostics struct {
	mu   sync.Mutex
	list []Diagnostic
}

func (d *diagnostics) add(entry Diagnostic) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, entry)
	d.list = d.list[max(0, len(d.list)-maxDiagnostics):]
}

// Diagnostics returns the latest refusals, oldest first, each with its cause and its cure.
func (s *Server) Diagnostics() []Diagnostic {
	s.diagnostics.mu.Lock()
	defer s.diagnostics.mu.Unlock()
	return append([]Diagnostic{}, s.diagnostics.list...)
}
