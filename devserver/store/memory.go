package store

import (
	"context"
	"sync"
	"time"
)

// Limits bound what a Memory holds, in entries: whatever comes, it does not grow beyond them.
type Limits struct {
	// Records bounds sessions, refresh families, consents and values that work once, each kind by itself. One takes
	// about half a kilobyte.
	Records int
	// Requests bounds codes, pushed requests and sessions with waiting pages, each kind by itself. They keep what
	// the application sent: a few tens of kilobytes at worst, and anyone who can reach the server can make them.
	Requests int
}

// DefaultLimits are those of NewMemory: some 200 MB at worst.
func DefaultLimits() Limits { return Limits{Records: 100_000, Requests: 2048} }

// Memory is the Store of a single process. Make one with NewMemory. In a full Memory an entry gives way for each that is
// added, in O(log n): the one that expires first. Of sessions, those that have ended go first, then visitors, then
// users, so that whoever floods the server with visits logs nobody out.
type Memory struct {
	now func() time.Time

	mu       sync.Mutex
	sessions *sessions
	codes    *table[string, Code]
	pushed   *table[string, PushedRequest]
	used     *table[string, time.Time] // values that work once, and until when that matters
	attempts *table[string, attempts]
	families *table[string, RefreshFamily]
	consents *table[consentKey, Consent]
}

// NewMemory returns an empty store within DefaultLimits. now is the authorization server's clock.
func NewMemory(now func() time.Time) *Memory { return NewMemoryWithin(DefaultLimits(), now) }

// NewMemoryWithin is NewMemory with other limits, of 1 or more each.
func NewMemoryWithin(limits Limits, now func() time.Time) *Memory {
	return &Memory{
		now:      now,
		sessions: newSessions(limits),
		codes:    newTable[string](limits.Requests, func(c Code) time.Time { return c.Expires }),
		pushed:   newTable[string](limits.Requests, func(p PushedRequest) time.Time { return p.Expires }),
		used:     newTable[string](limits.Records, func(until time.Time) time.Time { return until }),
		attempts: newTable[string](limits.Records, func(a attempts) time.Time { return a.until }),
		families: newTable[string](limits.Records, func(f RefreshFamily) time.Time { return f.Expires }),
		consents: newTable[consentKey](limits.Records, func(c Consent) time.Time { return c.Saved }),
	}
}

// CreateSession is documented at Store.
func (m *Memory) CreateSession(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sessions.create(s)
}

// Session is documented at Store.
func (m *Memory) Session(_ context.Context, id string) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return found(m.sessions.byID[id])
}

// SessionBySID is documented at Store.
func (m *Memory) SessionBySID(_ context.Context, sid string) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return found(m.sessions.bySID[sid])
}

// Sessions is documented at Store.
func (m *Memory) Sessions(context.Context) ([]Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return oldestFirst(m.sessions.all()), nil
}

// SessionsOf is documented at Store.
func (m *Memory) SessionsOf(_ context.Context, sub string) ([]Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return oldestFirst(m.sessions.of(sub)), nil
}

// UpdateSession is documented at Store.
func (m *Memory) UpdateSession(_ context.Context, id string, change func(*Session) error) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.sessions.byID[id]
	s, err := found(e)
	if err != nil {
		return Session{}, err
	}
	if err := change(&s); err != nil {
		return Session{}, err
	}
	m.sessions.update(e, s)
	return s.clone(), nil
}

// DeleteSession is documented at Store.
func (m *Memory) DeleteSession(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sessions.remove(id)
	return nil
}

// EndExpired is documented at Store.
func (m *Memory) EndExpired(_ context.Context, now time.Time, most int) ([]Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sessions.endExpired(now, most), nil
}
