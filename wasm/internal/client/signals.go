package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// publishEvery is how often the other tabs are told of input, at most.
const publishEvery = 10_000

// heard takes in a signal of the page. It returns at once.
func (c *Client) heard(signal Signal) {
	switch signal {
	case Input, Move, Press:
		c.input(signal)
	case Visible, Focus:
		c.change(func(s *state) {
			s.returned = s.returned || s.away && signal == Focus
			s.away = s.away && signal != Focus
		})
		c.lookAgain(true)
	case Hidden, Blur:
		c.change(func(s *state) { s.away = true })
	case Resume:
		c.change((*state).wake)
		c.lookAgain(true)
	case Freeze:
		c.change((*state).wake) // now: a page that returns is painted before it hears of it
		c.abandon(failure(Timeout, "the page was hidden or frozen while the server was asked"))
	case Offline:
		c.change(func(s *state) { s.offline = true })
	case Online:
		c.change(func(s *state) { s.offline = false })
		c.lookAgain(true)
		c.background(c.payLogout)
		c.retry(deadline.OnReturn)
	}
}

// input is real input of the user in this tab. It proves presence; it leads to a
// request only where the table of design section 7 has it so.
func (c *Client) input(signal Signal) {
	now := c.ports.Now()
	c.change(func(s *state) {
		if signal != Move || s.view(s.asOf).Status != deadline.Idle { // a mouse on a shaking desk
			s.act(now)
		}
	})
	c.active(signal, now)
}

// ReportActivity is the app's word that its user is active where no input is
// heard, as in a frame. It counts as the movement of a pointer does.
func (c *Client) ReportActivity() { c.active(Move, c.ports.Now()) }

// active takes in that the user is active, by input or by the app's word.
func (c *Client) active(signal Signal, now deadline.Instant) {
	var publish bool
	var status deadline.Status
	c.change(func(s *state) {
		status = s.view(s.asOf).Status
		if signal == Move && status == deadline.Idle {
			return
		}
		s.presence = s.presence.Seen(now, now)
		publish = s.machine.Open() && (s.published.Zero() || s.published.Elapsed(now) >= publishEvery)
		if publish {
			s.published = now
		}
	})
	if publish {
		c.background(func(ctx context.Context) error {
			c.write(ctx, func(r tabs.Record) (tabs.Record, bool) {
				return c.author.Seen(r, now.Wall), r.State == tabs.Active
			})
			return nil
		})
	}
	c.followInput(signal, status, now)
}

func (c *Client) followInput(signal Signal, status deadline.Status, now deadline.Instant) {
	if status == deadline.Loading {
		c.retry(deadline.OnWait)
		return
	}
	session := c.config.Session
	if session == nil || c.busy() || status == deadline.Active && c.blocked() || look(c, func(s *state) bool { return s.ladder.Wait(now) > 0 }) {
		return
	}
	switch {
	case status == deadline.Active && session.ExtendOnActivity:
		if look(c, func(s *state) bool { return s.machine.WantsTouch(now) }) {
			c.background(c.extend)
		}
	case status == deadline.Idle && signal == Press && session.rechecks() && c.ports.Activity.Visible():
		c.background(c.recheck)
	}
}

// busy tells whether the server is already being asked.
func (c *Client) busy() bool {
	return c.flying(c.config.Authorization.with(Authorization{}).key()) != nil
}

// retry tries again what failed for a passing reason, for a user who is here to
// see it.
func (c *Client) retry(on deadline.Occasion) {
	now := c.ports.Now()
	if !c.ports.Activity.Visible() || c.busy() {
		return
	}
	var status deadline.Status
	c.mu.Lock()
	s := &c.state
	due := s.err != nil && transient(s.err.Code) && s.ladder.Due(now, on) && !s.blocked()
	if c.config.Session != nil {
		due = due && s.presence.Within(s.machine.Lifetimes.PresenceWindow(), now)
	}
	status = s.view(s.asOf).Status
	due = due && (status != deadline.Active || s.machine.WantsTouch(now))
	c.mu.Unlock()
	if !due {
		return
	}
	switch status {
	case deadline.Loading:
		c.background(func(ctx context.Context) error { return c.CheckSession(ctx, false) })
	case deadline.Active:
		c.background(c.extend)
	case deadline.Warning, deadline.Idle:
		// The user has asked for it, and is still here.
		c.background(func(ctx context.Context) error { return c.ask(ctx, false, status, nil) })
	}
}

// Dismiss puts the dialog away: a bar stands in its place until the state changes.
func (c *Client) Dismiss() { c.change(func(s *state) { s.dismissed = true }) }
