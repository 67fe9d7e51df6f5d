package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// followUp does what waits for somebody to look at the page: the check of a
// session that became known elsewhere, and what the app wants done in idle and
// at the end.
func (c *Client) followUp() {
	if !c.ports.Activity.Visible() {
		return
	}
	var next func(context.Context) error
	busy := c.busy() // with a question of before, whose answer counts for nothing here
	c.change(func(s *state) {
		if s.unseen {
			s.act(s.asOf)
			s.unseen = false
		}
		returned := s.returned
		s.returned = false
		session := c.config.Session
		if s.wantCheck && !busy && (session == nil || s.presence.Within(s.machine.Lifetimes.PresenceWindow(), s.asOf)) {
			s.wantCheck = false
			next = c.checkAgain
			return
		}
		if session == nil {
			return
		}
		switch status := s.view(s.asOf).Status; {
		case status == deadline.Idle && returned && !busy && !s.rechecked && session.OnIdle == IdleRecheckOnFocus:
			// The app takes the return for the user's, once: scripts can cause it.
			s.rechecked = true
			s.presence = s.presence.Seen(s.asOf, s.asOf)
			next = c.recheck
		case s.redirected || s.ladder.Wait(s.asOf) > 0:
		case status == deadline.Idle && session.OnIdle == IdleRedirect:
			s.redirected = true
			next = c.leaveForLanding
		case status == deadline.Ended && session.OnSessionEnd == EndRedirect:
			s.redirected = true
			next = c.logInAtTheEnd
		}
	})
	if next != nil {
		c.background(next)
	}
}

func (c *Client) checkAgain(ctx context.Context) error { return c.CheckSession(ctx, false) }

// logInAtTheEnd is what onSessionEnd asks for. Where the login cannot be reached
// the snapshot says so, and it is tried again later.
func (c *Client) logInAtTheEnd(ctx context.Context) error {
	err := c.LoginWithRedirect(ctx, c.again())
	if err != nil && coded(err).Code != Cancelled { // an app that keeps the page is not asked again
		now := c.ports.Now()
		c.change(func(s *state) {
			s.fail(coded(err))
			s.redirected, s.ladder = false, s.ladder.Failed(now)
		})
	}
	return err
}

// leaveForLanding is what onIdle asks for. A page that is there already stays.
func (c *Client) leaveForLanding(ctx context.Context) error {
	landing := c.config.Session.LandingURL
	if c.ports.Navigate.Location() == landing {
		return nil
	}
	if err := c.mayLeave(ctx, ToLanding); err != nil {
		return err
	}
	return c.ports.Navigate.Assign(landing)
}

// rechecks tells whether a press in idle asks the server.
func (s Session) rechecks() bool {
	return s.OnIdle == IdleRecheck || s.OnIdle == IdleRecheckOnFocus
}
