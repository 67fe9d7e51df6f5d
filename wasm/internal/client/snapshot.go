package client

import (
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Snapshot is what an app renders from. It is a value: a new one is made when
// something changes, and only then. Instants are milliseconds since 1970 on the
// wall clock of Ports.Now, 0 where there is none.
type Snapshot struct {
	Status           deadline.Status
	User             *User // nil if nobody is signed in
	Reason           Reason
	IdleDeadline     int64
	AbsoluteDeadline int64
	WarningAt        int64
	WarningKind      deadline.Kind
	Pending          bool // Continue was asked for and the answer is not in
	Offline          bool
	Dismissed        bool // the user put the dialog away: a bar stands in its place
	Err              *oidc.Error
}

// User is who is signed in. The pointer stays the same while the claims do.
type User struct {
	Claims oidc.Claims // of the ID token, less those of the protocol
}

// Reason says why nobody is signed in, or why the session ended.
type Reason string

// The reasons of design section 5.
const (
	NoReason              Reason = ""
	ReasonLoginRequired   Reason = "login_required"
	ReasonLogout          Reason = "logout"
	ReasonLogoutElsewhere Reason = "logout_elsewhere"
	ReasonUserChanged     Reason = "userChanged"
	ReasonInvalidGrant    Reason = "invalid_grant" // of the refresh token that stood for the session where cookies are blocked
	ReasonAbsolute        Reason = "absolute"
)

// EventType names an event that apps listen for.
type EventType string

// The events; Change is told apart since it carries the snapshot.
const (
	EventChange           EventType = "change"
	EventWarning          EventType = "warning"
	EventExtended         EventType = "extended"
	EventIdle             EventType = "idle"
	EventEnded            EventType = "ended"
	EventSignedIn         EventType = "signedIn"
	EventSignedOut        EventType = "signedOut"
	EventUserChanged      EventType = "userChanged"
	EventLifetimeMismatch EventType = "lifetimeMismatch"
	EventOffline          EventType = "offline"
	EventOnline           EventType = "online"
	EventError            EventType = "error"
)

// Observer is told what becomes of the session. Calls come one at a time, in
// order, and must not block or call back into the client.
type Observer struct {
	// Changed brings a new snapshot; it comes before the events that it causes.
	Changed func(Snapshot)
	// Happened brings an event.
	Happened func(Event)
	// Countdown brings the milliseconds that are left, about once a second while
	// a warning stands; in hidden tabs too, whose title counts.
	Countdown func(left int64)
}

// Event is something that happened to the session.
type Event struct {
	Type         EventType
	Err          *oidc.Error // of error and offline
	ObservedIdle int64       // of lifetimeMismatch: seconds that the server's session lived
}
