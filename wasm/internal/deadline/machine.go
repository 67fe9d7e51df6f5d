package deadline

// Touch is a request that the authorization server has confirmed, and that has
// therefore extended its session.
type Touch struct {
	At          Instant // when the request was sent: the server's own instant is no earlier
	HasAbsolute bool
	AbsoluteIn  int64 // milliseconds from At to the absolute deadline; may be negative
}

// phase is what is known of the session apart from any clock.
type phase uint8

const (
	unknown phase = iota
	open          // somebody is signed in: the clock says how it stands
	closed        // the server has ended the session
	nobody        // nobody is signed in
)

// Machine is the state of one tab. The zero value knows nothing yet: Loading.
type Machine struct {
	Lifetimes Lifetimes // Idle 0: no deadlines

	phase    phase
	touch    Touch
	pending  wait
	inFlight wait // a touch was sent that may make a warning needless
}

// wait is a request to the server that the clock waits for: a question for the
// deadline, a touch in flight for the warning.
type wait struct {
	since Instant
	limit int64
	early bool // sent before what waits for it had come
}

// left is how many milliseconds the clock may still have to wait.
func (w wait) left(now Instant) int64 {
	if w.since.Zero() {
		return 0
	}
	return max(w.limit-w.since.Elapsed(now), 0)
}

// View is what the machine says at one instant.
type View struct {
	Status           Status
	Kind             Kind
	IdleDeadline     int64 // on the wall clock; 0: none
	AbsoluteDeadline int64
	WarningAt        int64
	Left             int64 // milliseconds to the nearer deadline, 0 once it has passed
	Next             int64 // milliseconds until the clock may change Status; 0: it will not
	Pending          bool
}

// Touched is the machine after a confirmed touch.
func (m Machine) Touched(t Touch) Machine {
	return Machine{Lifetimes: m.Lifetimes, phase: open, touch: t}
}

// Retime is the machine under other lifetimes. An absolute deadline moves by as
// much as its lifetime does; one that was not known comes with the next touch.
func (m Machine) Retime(l Lifetimes) Machine {
	m.touch.AbsoluteIn += l.Absolute - m.Lifetimes.Absolute
	m.touch.HasAbsolute = m.touch.HasAbsolute && l.Absolute > 0
	m.Lifetimes = l
	return m
}

// Load is the machine that knows nothing any more and must ask.
func (m Machine) Load() Machine { return Machine{Lifetimes: m.Lifetimes} }

// End is the machine after the server has said that the session is over.
func (m Machine) End() Machine { return Machine{Lifetimes: m.Lifetimes, phase: closed} }

// SignOut is the machine after a logout, or where nobody was signed in.
func (m Machine) SignOut() Machine { return Machine{Lifetimes: m.Lifetimes, phase: nobody} }

// Open tells whether somebody is signed in, whatever the clock says.
func (m Machine) Open() bool { return m.phase == open }

// Touch gives the last confirmed touch of an open session.
func (m Machine) Touch() Touch { return m.touch }

// Ask is the machine while the server is being asked to go on with the session:
// a deadline that passes meanwhile waits for the answer, limit milliseconds at
// most. A question put after the deadline has no such power.
func (m Machine) Ask(now Instant, limit int64) Machine {
	m.pending = wait{since: now, limit: limit, early: m.At(now).Left > 0}
	return m
}

// Answered is the machine once that question has an answer, or none.
func (m Machine) Answered() Machine {
	m.pending = wait{}
	return m
}

// Send is the machine while a touch for an active user is under way: a warning
// waits for it, two seconds at most.
func (m Machine) Send(now Instant) Machine {
	m.inFlight = wait{since: now, limit: graceMS, early: m.At(now).Left > m.Lifetimes.Warning}
	return m
}

// Sent is the machine once that touch has come to something, or to nothing.
func (m Machine) Sent() Machine {
	m.inFlight = wait{}
	return m
}

// Rebase anchors what the machine remembers anew, after the clocks have parted.
func (m Machine) Rebase(now Instant) Machine {
	m.touch.At = m.touch.At.Rebase(now)
	if !m.pending.since.Zero() {
		m.pending.since = m.pending.since.Rebase(now)
	}
	if !m.inFlight.since.Zero() {
		m.inFlight.since = m.inFlight.since.Rebase(now)
	}
	return m
}

// At says how the session stands now.
func (m Machine) At(now Instant) View {
	switch m.phase {
	case unknown:
		return View{Status: Loading}
	case closed:
		return View{Status: Ended}
	case nobody:
		return View{Status: SignedOut}
	}
	if m.Lifetimes.Idle == 0 {
		return View{Status: Active, Pending: m.asked(now)}
	}
	return m.running(now)
}

// graceMS is how long a touch in flight holds back a warning.
const graceMS = 2000

func (m Machine) running(now Instant) View {
	elapsed := m.touch.At.Elapsed(now)
	left := m.Lifetimes.Idle - elapsed
	kind := KindIdle
	v := View{IdleDeadline: m.touch.At.Wall + m.Lifetimes.Idle, Pending: m.asked(now)}
	v.WarningAt = v.IdleDeadline - m.Lifetimes.Warning
	if m.touch.HasAbsolute {
		absolute := m.touch.AbsoluteIn - elapsed
		// Less than a warning behind the idle deadline, a touch would buy
		// nothing but the next warning: offer the login at once.
		if absolute-left < m.Lifetimes.Warning {
			kind = KindAbsolute
		}
		left = min(left, absolute)
		v.AbsoluteDeadline = m.touch.At.Wall + m.touch.AbsoluteIn
		v.WarningAt = min(v.IdleDeadline, v.AbsoluteDeadline) - m.Lifetimes.Warning
	}
	v.Left = max(left, 0)
	beforeWarning := left - m.Lifetimes.Warning
	if m.inFlight.early {
		beforeWarning = max(beforeWarning, m.inFlight.left(now))
	}
	switch {
	case beforeWarning > 0:
		v.Status, v.Next = Active, beforeWarning
	case left > 0:
		v.Status, v.Kind, v.Next = Warning, kind, left
	case kind == KindIdle && v.Pending && m.pending.early:
		v.Status, v.Kind, v.Next = Warning, kind, m.pending.left(now)
	default:
		v.Status = Idle
	}
	return v
}

// asked tells whether a question to the server is open.
func (m Machine) asked(now Instant) bool { return m.pending.left(now) > 0 }

// WantsTouch tells whether input now is worth a touch: the session is active,
// and half of its life has gone.
func (m Machine) WantsTouch(now Instant) bool {
	return m.Lifetimes.Idle > 0 && m.At(now).Status == Active &&
		m.touch.At.Elapsed(now) >= m.Lifetimes.Half()
}

// Expired tells whether the absolute deadline has passed: no token outlives it.
func (m Machine) Expired(now Instant) bool {
	return m.phase == open && m.touch.HasAbsolute && m.touch.At.Elapsed(now) >= m.touch.AbsoluteIn
}
