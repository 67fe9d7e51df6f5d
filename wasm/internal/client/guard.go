package client

// wake notes that the page was away: others may have signed out meanwhile, or
// signed in. What the guard names is hidden until the record is read.
func (s *state) wake() {
	s.unsure = true
	s.wakes++
}

// guard tells the app's guard what has changed: that something is to be hidden
// before anybody is told anything else, that it may be seen again after. The
// caller holds the lock.
func (c *Client) guard() {
	hidden := c.state.changed || c.state.unsure
	if c.config.Session == nil || c.config.Session.Guard == nil || hidden == c.state.guarded {
		return
	}
	c.state.guarded = hidden
	tell := func(*Observer) { c.config.Session.Guard(hidden) }
	if hidden {
		c.notices = append([]func(*Observer){tell}, c.notices...)
	} else {
		c.notices = append(c.notices, tell)
	}
}
