package tabs

import (
	"cmp"
	"strings"
)

// State is what the record says of the session. loading, warning, idle and
// pending are each tab's own and never shared.
type State string

// The states, in the order in which they win over each other within an epoch: a
// logout is final, and so is the server's word that the session is over.
const (
	None          State = "" // no record yet
	Active        State = "active"
	Ended         State = "ended"
	LogoutPending State = "logoutPending" // logged out here, the server could not be told
	SignedOut     State = "signedOut"
)

func (s State) rank() int {
	switch s {
	case Active:
		return 1
	case Ended:
		return 2
	case LogoutPending:
		return 3
	case SignedOut:
		return 4
	}
	return 0
}

// Silent is what is known of silent authentication in this browser.
type Silent string

// Whether a hidden frame can reach the server's session cookie.
const (
	SilentUnknown Silent = ""
	SilentWorks   Silent = "ok"
	SilentBlocked Silent = "blocked"
)

// Epoch is the time from one login to the next. A new one is greater than all
// that were seen; two logins that did not see each other differ by Random.
type Epoch struct {
	N      int64
	Random string
}

// Compare orders epochs.
func (e Epoch) Compare(other Epoch) int {
	return cmp.Or(cmp.Compare(e.N, other.N), strings.Compare(e.Random, other.Random))
}

// Record is what tabs share. Instants are wall-clock milliseconds since 1970.
// The zero value is the record of a browser that has seen no login.
type Record struct {
	Epoch      Epoch
	Counter    int64  // grows with every change, over all epochs
	Tab        string // who made the change: random per page load
	State      State
	Who        string // hash of the subject with Salt
	Sid        string // the server's name for its session, if it gave one
	TouchN     int64  // confirmed touches in this epoch
	TouchedAt  int64  // of the last of them; never moves back within an epoch
	ActivityAt int64  // of the last input that was published
	AbsoluteAt int64  // when a new login will be asked for; 0: unknown
	AskedAt    int64  // when a tab last set out to ask the server; 0: none did in this epoch
	Silent     Silent
	Salt       string // made once per browser
}

// Compare orders records: by epoch, then by the rank of their state, then by
// who changed last. It never looks at a clock.
func (r Record) Compare(other Record) int {
	return cmp.Or(
		r.Epoch.Compare(other.Epoch),
		cmp.Compare(r.State.rank(), other.State.rank()),
		cmp.Compare(r.Counter, other.Counter),
		strings.Compare(r.Tab, other.Tab),
	)
}

// Merge takes the greater of two records.
func Merge(a, b Record) Record {
	if a.Compare(b) < 0 {
		return b
	}
	return a
}

// Still tells whether nobody has begun to ask since r was seen, and nobody has
// come to an end. Input in some tab is neither.
func (r Record) Still(seen Record) bool {
	return r.Epoch == seen.Epoch && r.State == seen.State && r.TouchN == seen.TouchN && r.AskedAt == seen.AskedAt
}

// Basis is what a change starts from: the greater of the stored record and the
// one that is remembered, counting on from the larger of their counters.
func Basis(stored, remembered Record) Record {
	r := Merge(stored, remembered)
	r.Counter = max(stored.Counter, remembered.Counter)
	return r
}
