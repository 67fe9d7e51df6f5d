package client

import "github.com/spa-session/spa-session/wasm/internal/deadline"

// HoldActivity vouches for a user who gives no input, for so many milliseconds
// (at most deadline.MaxHold) or until release is called. It counts as activity
// while the session is active: a warning that has begun stays until the user
// answers it. Holds are not renewed without end: an hour after the last input in
// this tab none counts. reason is for the log.
func (c *Client) HoldActivity(reason string, milliseconds int64) (release func()) {
	c.log("activity is held: " + reason)
	h := &deadline.Hold{Since: c.ports.Now(), Limit: milliseconds}
	c.change(func(s *state) { s.holds = append(s.holds, h) })
	c.lookAgain(false)
	return func() { c.change(func(*state) { h.Limit = 0 }) }
}

// held tells whether the app vouches for its user, and forgets holds that are over.
func (s *state) held(now deadline.Instant) bool {
	open := s.holds[:0]
	for _, h := range s.holds {
		if !h.Over(now) {
			open = append(open, h)
		}
	}
	s.holds = open
	return len(open) > 0 && s.input.Within(deadline.MaxHold, now)
}

// keepHolds lets an open hold speak for the user.
func (c *Client) keepHolds(now deadline.Instant) {
	if look(c, func(s *state) bool { return s.held(now) && s.view(now).Status == deadline.Active }) {
		c.active(Move, now)
	}
}
