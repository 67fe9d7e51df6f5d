package store

import (
	"maps"
	"slices"
	"time"
)

// makeRoomForSession runs before a session is added. Expired sessions stay until then, so that the authorization
// server can still say why a session ended.
func (m *Memory) makeRoomForSession() {
	if len(m.sessions) < limit {
		return
	}
	now := m.now()
	for _, s := range m.sessions {
		if s.Expired(now) {
			m.remove(s)
		}
	}
	if len(m.sessions) < limit {
		return
	}
	// Visitors go by the dozen, so that a flood of them does not sort the whole store at every visit.
	all := slices.Collect(maps.Values(m.sessions))
	slices.SortFunc(all, byWorth)
	for i, s := range all[:limit/8] {
		if i > 0 && !s.Anonymous() {
			return
		}
		m.remove(s)
	}
}

// byWorth puts visitors before users, and who was seen long ago before who was seen lately: whoever floods the server
// with visits logs nobody out.
func byWorth(a, b Session) int {
	if a.Anonymous() != b.Anonymous() {
		if a.Anonymous() {
			return -1
		}
		return 1
	}
	return a.LastInteraction.Compare(b.LastInteraction)
}

// makeRoom drops what has expired, or the entry that expires first.
func makeRoom[V any](entries map[string]V, now time.Time, expires func(V) time.Time) {
	if len(entries) < limit {
		return
	}
	first, end := "", time.Time{}
	for key, v := range entries {
		switch e := expires(v); {
		case !now.Before(e):
			delete(entries, key)
		case first == "" || e.Before(end):
			first, end = key, e
		}
	}
	if len(entries) >= limit {
		delete(entries, first)
	}
}
