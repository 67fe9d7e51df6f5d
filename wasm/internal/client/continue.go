package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// ContinueSession is Continue and Try again: the user asks for the session to go
// on. It always asks the server, never a cache. Where only a login can help, it
// fails with login_required.
func (c *Client) ContinueSession(ctx context.Context) error {
	c.present()
	now := c.ports.Now()
	v := look(c, func(s *state) deadline.View { return s.view(now) })
	switch {
	case v.Status == deadline.Loading:
		return c.check(ctx, false)
	case v.Status == deadline.SignedOut && look(c, func(s *state) bool { return s.shared.State == tabs.LogoutPending }):
		return loggedOut()
	case v.Status == deadline.SignedOut, v.Status == deadline.Ended,
		v.Status == deadline.Warning && v.Kind == deadline.KindAbsolute:
		return failure(oidc.LoginRequired, "this session cannot be continued; log in")
	}
	c.change(func(s *state) { s.machine, s.err = s.machine.Ask(now, s.patience), nil })
	c.background(c.askedHere)
	defer c.change(func(s *state) { s.machine = s.machine.Answered() })
	return c.askInSight(ctx, true, v.Status)
}

// askedHere has the other tabs show that the user has asked, at once: the lock may
// take its time.
func (c *Client) askedHere(ctx context.Context) error {
	c.claim(ctx, nil)
	return nil
}

// recheck asks whether the server's session still lives, once, after a press in
// an idle page: another tab or app may have touched it.
func (c *Client) recheck(ctx context.Context) error { return c.askInSight(ctx, false, deadline.Idle) }

// extend touches the session for an active user.
func (c *Client) extend(ctx context.Context) error { return c.ask(ctx, false, deadline.Active, nil) }

// ask puts one question for a session that stood at from. If it is active by
// the time of sending, and was not before, somebody else has asked already.
func (c *Client) ask(ctx context.Context, act bool, from deadline.Status, window *Window) error {
	a := c.config.Authorization.with(Authorization{})
	key := a.key()
	if act {
		key += "\nact" // it waits for nobody, and its gate is its own
	}
	_, err := c.join(ctx, key, func(ctx context.Context) (*Token, error) {
		return c.touch(ctx, &ask{
			authorization: a,
			timeout:       c.config.Silent.Timeout * 1000,
			act:           act,
			window:        window,
			gate: func(s *state, now deadline.Instant) (bool, error) {
				return c.stillWanted(s, now, act, from)
			},
		})
	})
	return err
}

func (c *Client) stillWanted(s *state, now deadline.Instant, act bool, from deadline.Status) (bool, error) {
	v := s.view(now)
	switch {
	case v.Status == deadline.SignedOut, v.Status == deadline.Ended, v.Status == deadline.Loading:
		return false, failure(oidc.LoginRequired, "the session ended meanwhile")
	case v.Status == deadline.Active && from != deadline.Active:
		return false, nil
	case v.Status == deadline.Active && !act && c.config.Session != nil && !s.machine.WantsTouch(now):
		return false, nil
	}
	return true, c.presence(s, now)
}

// presence is the rule that no request extends the server's session for an
// absent user; nil where it may be sent.
func (c *Client) presence(s *state, now deadline.Instant) error {
	if c.config.Session == nil || s.presence.Within(s.machine.Lifetimes.PresenceWindow(), now) {
		return nil
	}
	return failure(UserIdle, "this would extend the server's session, and no user was present lately")
}
