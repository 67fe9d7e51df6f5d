package store

import (
	"maps"
	"time"
)

// A Snapshot is all that a Memory held at one moment.
type Snapshot struct {
	sessions map[string]Session
	bySID    map[string]string
	codes    map[string]Code
	pushed   map[string]PushedRequest
	used     map[string]time.Time
	families map[string]RefreshFamily
	consents map[consentKey]Consent
}

// Snapshot copies what is held. Values are replaced and never changed in place, so the maps alone need copying.
func (m *Memory) Snapshot() Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	return Snapshot{
		sessions: maps.Clone(m.sessions), bySID: maps.Clone(m.bySID), codes: maps.Clone(m.codes), pushed: maps.Clone(m.pushed),
		used: maps.Clone(m.used), families: maps.Clone(m.families), consents: maps.Clone(m.consents),
	}
}

// Restore puts a snapshot in the place of what is held; the zero one is empty. A snapshot can be restored any number of
// times.
func (m *Memory) Restore(s Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	refill(m.sessions, s.sessions)
	refill(m.bySID, s.bySID)
	refill(m.codes, s.codes)
	refill(m.pushed, s.pushed)
	refill(m.used, s.used)
	refill(m.families, s.families)
	refill(m.consents, s.consents)
}

func refill[K comparable, V any](held, kept map[K]V) {
	clear(held)
	maps.Copy(held, kept)
}
