package store

import (
	"maps"
	"slices"
	"time"
)

// A Snapshot is all that a Memory held at one moment.
type Snapshot struct {
	sessions []Session
	codes    map[string]Code
	pushed   map[string]PushedRequest
	used     map[string]time.Time
	attempts map[string]attempts
	families map[string]RefreshFamily
	consents map[consentKey]Consent
}

// Snapshot copies what is held. Values are replaced and never changed in place, so they can be shared.
func (m *Memory) Snapshot() Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	return Snapshot{
		sessions: slices.Collect(m.sessions.all()),
		codes:    maps.Collect(m.codes.all()),
		pushed:   maps.Collect(m.pushed.all()),
		used:     maps.Collect(m.used.all()),
		attempts: maps.Collect(m.attempts.all()),
		families: maps.Collect(m.families.all()),
		consents: maps.Collect(m.consents.all()),
	}
}

// Restore puts a snapshot in the place of what is held; the zero one is empty. A snapshot can be restored any number of
// times.
func (m *Memory) Restore(s Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sessions = newSessions(Limits{Records: m.sessions.limit, Requests: m.sessions.waiting.limit})
	for _, session := range s.sessions {
		m.sessions.put(session)
	}
	m.codes.refill(s.codes)
	m.pushed.refill(s.pushed)
	m.used.refill(s.used)
	m.attempts.refill(s.attempts)
	m.families.refill(s.families)
	m.consents.refill(s.consents)
}
