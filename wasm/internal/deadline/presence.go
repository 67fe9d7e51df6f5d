package deadline

// Presence remembers when the user was last known to be here. Requests that
// extend the server's session are sent only on behalf of a present user, so the
// question is asked at the instant of sending, not when the request was planned.
type Presence struct {
	last Instant
	seen bool
}

// Seen is the presence after an input or an explicit act at i. An earlier one
// than is known already says nothing new.
func (p Presence) Seen(i, now Instant) Presence {
	if p.seen && p.last.Elapsed(now) <= i.Elapsed(now) {
		return p
	}
	return Presence{last: i, seen: true}
}

// Within tells whether that was less than window milliseconds ago. A touch does
// not use presence up: two requests after one click are both the user's.
func (p Presence) Within(window int64, now Instant) bool {
	return p.seen && p.last.Elapsed(now) < window
}

// Last is the instant, and whether there was one.
func (p Presence) Last() (Instant, bool) { return p.last, p.seen }

// Rebase anchors the instant anew, after the clocks have parted.
func (p Presence) Rebase(now Instant) Presence {
	p.last = p.last.Rebase(now)
	return p
}
