package tabs

// Author is a page load that changes the record.
type Author struct {
	Tab string // random per page load, so that no key is given twice
}

// write is r as its author leaves it: one further in the count than anything
// that the author has seen, which is why changes start from a Basis.
func (a Author) write(r Record) Record {
	r.Counter++
	r.Tab = a.Tab
	return r
}

// Login begins a new epoch after a login, or after a silent answer where no
// session was known. random makes it differ from a login in a tab that has not
// seen this record. A login takes back what was thought of blocked cookies.
func (a Author) Login(r Record, random string, t Touch) Record {
	silent := r.Silent
	switch {
	case t.Framed:
		silent = SilentWorks
	case silent == SilentBlocked:
		silent = SilentUnknown
	}
	return a.write(Record{
		Epoch:      Epoch{N: r.Epoch.N + 1, Random: random},
		Counter:    r.Counter,
		State:      Active,
		Who:        t.Who,
		Sid:        t.sid(),
		TouchN:     1,
		TouchedAt:  t.At,
		ActivityAt: t.At,
		AbsoluteAt: t.AbsoluteAt,
		Silent:     silent,
		Salt:       r.Salt,
	})
}

// Touch is a request that the server confirmed, on the wall clock.
type Touch struct {
	Who        string
	Sid        string
	At         int64 // when it was sent
	AbsoluteAt int64 // 0: unknown
	Framed     bool  // a hidden frame has done it: cookies reach it
}

// sid is left out where it is longer than a record may hold.
func (t Touch) sid() string {
	if len(t.Sid) > maxText {
		return ""
	}
	return t.Sid
}

// Touched records a confirmed touch of the epoch that r is in.
func (a Author) Touched(r Record, t Touch) Record {
	r.TouchN++
	r.TouchedAt = max(r.TouchedAt, t.At)
	r.AbsoluteAt = t.AbsoluteAt
	r.Sid = t.sid()
	if t.Framed {
		r.Silent = SilentWorks
	}
	return a.write(r)
}

// Block records that this browser keeps the server's cookies from hidden frames.
func (a Author) Block(r Record) Record {
	r.Silent = SilentBlocked
	return a.write(r)
}

// Seen publishes the instant of an input.
func (a Author) Seen(r Record, at int64) Record {
	r.ActivityAt = max(r.ActivityAt, at)
	return a.write(r)
}

// Asks tells the others that somebody sets out to ask the server.
func (a Author) Asks(r Record, at int64) Record {
	r.AskedAt = at
	return a.write(r)
}

// End records that the server has ended the session.
func (a Author) End(r Record) Record {
	r.State = Ended
	return a.write(r)
}

// SignOut records a logout. Nothing of the user stays behind.
func (a Author) SignOut(r Record) Record {
	return a.loggedOut(r, SignedOut)
}

func (a Author) loggedOut(r Record, state State) Record {
	return a.write(Record{
		Epoch:   r.Epoch,
		Counter: r.Counter,
		State:   state,
		Silent:  r.Silent,
		Salt:    r.Salt,
	})
}

// Owe records a logout that the server has not been told of yet.
func (a Author) Owe(r Record) Record {
	return a.loggedOut(r, LogoutPending)
}

// Clamp is r with no instant ahead of now: a clock was set back since it was
// written, and nobody who saw that has written yet. The touch was elapsed
// milliseconds ago, as far as the author knows.
func (r Record) Clamp(now, elapsed int64) Record {
	if r.TouchedAt > now {
		ahead := r.TouchedAt - (now - elapsed)
		r.TouchedAt -= ahead
		r.ActivityAt = max(r.ActivityAt-ahead, 0)
		if r.AbsoluteAt != 0 {
			r.AbsoluteAt = max(r.AbsoluteAt-ahead, 1)
		}
	}
	r.ActivityAt = min(r.ActivityAt, now)
	return r
}

// Rebase writes the instants of r anew after the wall clock was set back: each
// as far behind now as it truly is. elapsed gives that for the touch.
func (a Author) Rebase(r Record, now, elapsed int64) Record {
	shift := now - elapsed - r.TouchedAt
	r.TouchedAt += shift
	r.ActivityAt = max(min(r.ActivityAt+shift, now), 0)
	if r.AbsoluteAt != 0 {
		r.AbsoluteAt += shift
	}
	return a.write(r)
}
