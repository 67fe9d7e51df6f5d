package deadline

// Status is what a tab shows of the session.
type Status string

// The states of design section 7.
const (
	Loading   Status = "loading"   // not known yet
	SignedOut Status = "signedOut" // nobody is signed in
	Active    Status = "active"    // somebody is, and no deadline is near
	Warning   Status = "warning"   // the nearer deadline is less than Lifetimes.Warning away
	Idle      Status = "idle"      // it has passed here; the server may know better
	Ended     Status = "ended"     // the server has said that it is over
)

// Kind is which deadline a warning is about.
type Kind string

// The kinds of warning.
const (
	NoKind       Kind = ""
	KindIdle     Kind = "idle"     // Continue helps
	KindAbsolute Kind = "absolute" // only a login helps
)
