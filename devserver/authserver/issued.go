package authserver

import (
	"sync"
	"time"
)

// maxIssued bounds what is remembered of issued tokens; the oldest goes first.
const maxIssued = 200

// Issued tells of the tokens of one answer of the token endpoint: of what an application holds locally, as far as the
// server can know.
type Issued struct {
	Time     time.Time
	ClientID string
	Sub      string
	SID      string // of the login's session, which may be gone
	Audience string // of the API; may be empty
	Scope    string
	// IDTokenExpires is zero where none was issued.
	AccessTokenExpires, IDTokenExpires time.Time
}

// issued holds one entry for each client, session and audience: the newest tokens are those that the application goes
// on with.
type issued struct {
	mu   sync.Mutex
	list []Issued
}

// noteIssued keeps nothing unless requests are recorded: then somebody may look.
func (s *Server) noteIssued(g issuance, accessTokenLifetime time.Duration) {
	if s.recorder.limit == 0 {
		return
	}
	now := s.now()
	entry := Issued{
		Time: now, ClientID: g.client.ID, Sub: g.login.Sub, SID: g.login.SID, Audience: g.audience, Scope: g.scope,
		AccessTokenExpires: now.Add(accessTokenLifetime),
	}
	if hasScope(g.scope, "openid") {
		entry.IDTokenExpires = now.Add(s.tenant().lifetimes.idToken)
	}
	s.issued.add(entry)
}

func (i *issued) add(entry Issued) {
	i.mu.Lock()
	defer i.mu.Unlock()
	kept := make([]Issued, 0, len(i.list)+1)
	for _, other := range i.list {
		if other.ClientID != entry.ClientID || other.SID != entry.SID || other.Audience != entry.Audience {
			kept = append(kept, other)
		}
	}
	kept = append(kept, entry)
	i.list = kept[max(0, len(kept)-maxIssued):]
}

// Issued returns the newest tokens of each client, session and audience, oldest first, expired or not. It is empty
// unless Config.RecordRequests is set.
func (s *Server) Issued() []Issued {
	s.issued.mu.Lock()
	defer s.issued.mu.Unlock()
	return append([]Issued{}, s.issued.list...)
}
