package deadline

// Lifetimes are those of the server's session, in milliseconds, as the app was
// told them. They may exceed 2^31.
type Lifetimes struct {
	Idle     int64 // from the last touch to the end, if nothing touches it
	Warning  int64 // how long before the nearer deadline the dialog opens
	Absolute int64 // from the login to the end, whatever is done; 0: none
}

// MinWarning is the least time that a user must have to answer: 20 seconds
// (WCAG 2.2.1, Timing Adjustable).
const MinWarning = 20_000

// Half is the age of a touch after which input is worth another one:
// (Idle − Warning) / 2. So an active user is never warned.
func (l Lifetimes) Half() int64 { return (l.Idle - l.Warning) / 2 }

// maxPresence bounds how long one input speaks for its user: five minutes.
const maxPresence = 5 * 60_000

// PresenceWindow is how long after an input its user counts as present:
// min(5 min, Half).
func (l Lifetimes) PresenceWindow() int64 { return min(maxPresence, l.Half()) }

// Observed is l after the server has ended a session that had not been touched
// for idle milliseconds: it lives no longer than that, so the warning comes
// earlier and gives way, down to MinWarning. Where even that leaves no room, l
// stands: somebody has ended the session, more likely than not.
func (l Lifetimes) Observed(idle int64) Lifetimes {
	if idle >= l.Idle || idle < 2*MinWarning {
		return l
	}
	l.Idle, l.Warning = idle, min(l.Warning, idle/2)
	return l
}
