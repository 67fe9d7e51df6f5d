package idp

import "maps"

// A Snapshot is what a server knows of browsers and codes at one moment.
type Snapshot struct {
	sessions map[string]session
	codes    map[string]code
	tokens   map[string]token
}

// Snapshot keeps the server as it is.
func (s *Server) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Snapshot{maps.Clone(s.sessions), maps.Clone(s.codes), maps.Clone(s.tokens)}
}

// Restore makes the server what it was; the zero Snapshot is a server that nobody has logged in to.
func (s *Server) Restore(held Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sessions)
	clear(s.codes)
	clear(s.tokens)
	maps.Copy(s.sessions, held.sessions)
	maps.Copy(s.codes, held.codes)
	maps.Copy(s.tokens, held.tokens)
}
