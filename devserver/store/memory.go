package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// limit bounds each kind of entry. Anyone who can reach the server can make it create anonymous sessions, and a
// session with its waiting pages is a few tens of kilobytes at worst.
const limit = 2048

// Memory is the Store of a single process. Make one with NewMemory.
type Memory struct {
	now func() time.Time

	mu       sync.Mutex
	sessions map[string]Session // by id
	bySID    map[string]string  // sid to id
	codes    map[string]Code
	pushed   map[string]PushedRequest
	used     map[string]time.Time // values that work once, and until when that matters
	families map[string]RefreshFamily
	consents map[consentKey]Consent
}

// NewMemory returns an empty store. It reads now (the authorization server's clock) to know which entries it may
// evict to make room.
func NewMemory(now func() time.Time) *Memory {
	return &Memory{
		now:      now,
		sessions: make(map[string]Session),
		bySID:    make(map[string]string),
		codes:    make(map[string]Code),
		pushed:   make(map[string]PushedRequest),
		used:     make(map[string]time.Time),
		families: make(map[string]RefreshFamily),
		consents: make(map[consentKey]Consent),
	}
}

// CreateSession is documented at Store.
func (m *Memory) CreateSession(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.sessions[s.ID]; taken {
		return fmt.Errorf("store: a session with this id exists already")
	}
	m.makeRoomForSession()
	m.put(s)
	return nil
}

// Session is documented at Store.
func (m *Memory) Session(_ context.Context, id string) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.sessions[id]
	if !ok {
		return Session{}, ErrNotFound
	}
	return s.clone(), nil
}

// SessionBySID is documented at Store.
func (m *Memory) SessionBySID(_ context.Context, sid string) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	id, ok := m.bySID[sid]
	if !ok {
		return Session{}, ErrNotFound
	}
	return m.sessions[id].clone(), nil
}

// Sessions is documented at Store.
func (m *Memory) Sessions(context.Context) ([]Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]Session, 0, len(m.sessions))
	for _, s := range m.sessions {
		list = append(list, s.clone())
	}
	slices.SortFunc(list, func(a, b Session) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// UpdateSession is documented at Store.
func (m *Memory) UpdateSession(_ context.Context, id string, change func(*Session) error) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	stored, ok := m.sessions[id]
	if !ok {
		return Session{}, ErrNotFound
	}
	s := stored.clone()
	if err := change(&s); err != nil {
		return Session{}, err
	}
	m.remove(stored)
	m.put(s)
	return s.clone(), nil
}

// DeleteSession is documented at Store.
func (m *Memory) DeleteSession(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, ok := m.sessions[id]; ok {
		m.remove(s)
	}
	return nil
}

func (m *Memory) put(s Session) {
	s = s.clone()
	m.sessions[s.ID] = s
	if s.SID != "" {
		m.bySID[s.SID] = s.ID
	}
}

func (m *Memory) remove(s Session) {
	delete(m.sessions, s.ID)
	delete(m.bySID, s.SID)
}
