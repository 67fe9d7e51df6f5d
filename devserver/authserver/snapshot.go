package authserver

import (
	"errors"

	"github.com/spa-session/spa-session/devserver/store"
)

// ErrNoSnapshots is the answer of a server whose store is not *store.Memory.
var ErrNoSnapshots = errors.New("authserver: this store keeps no snapshots: use store.NewMemory")

// snapshotter is what a store must do beside Store for Snapshot, Restore and Reset.
type snapshotter interface {
	Snapshot() store.Snapshot
	Restore(store.Snapshot)
}

// A Snapshot is a server at one moment: settings, clients, users, sessions, codes, tokens and consents, signing keys,
// faults, recorded requests and diagnostics. The clock is no part of it, since it is Config's.
type Snapshot struct {
	tenant      *tenant
	store       store.Snapshot
	keys        heldKeys
	faults      []orderedFault
	requests    []Request
	diagnostics []Diagnostic
	issued      []Issued
}

// Snapshot keeps the server as it is.
func (s *Server) Snapshot() (Snapshot, error) {
	held, ok := s.store.(snapshotter)
	if !ok {
		return Snapshot{}, ErrNoSnapshots
	}
	return Snapshot{
		tenant: s.tenant(), store: held.Snapshot(), keys: s.keys.held(), faults: s.faults.held(),
		requests: s.Requests(""), diagnostics: s.Diagnostics(), issued: s.Issued(),
	}, nil
}

// Restore makes the server what it was. Cookies and tokens from then are good again, if their time has not passed.
func (s *Server) Restore(snapshot Snapshot) error {
	held, ok := s.store.(snapshotter)
	if !ok {
		return ErrNoSnapshots
	}
	if snapshot.tenant == nil {
		return errors.New("authserver: an empty Snapshot: take one with Server.Snapshot")
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	s.current.Store(snapshot.tenant)
	held.Restore(snapshot.store)
	s.keys.restore(snapshot.keys)
	s.keys.prepareFor(snapshot.tenant)
	s.faults.restore(snapshot.faults)
	s.recorder.restore(snapshot.requests)
	s.diagnostics.restore(snapshot.diagnostics)
	s.issued.restore(snapshot.issued)
	return nil
}

// Reset makes the server what it was after New, or what the last Reload says. The signing keys are those of the start,
// too, so that resource servers which know them need not ask again.
func (s *Server) Reset() error {
	return s.Restore(Snapshot{tenant: s.configured.Load(), keys: s.firstKeys})
}
