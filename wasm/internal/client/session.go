package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Start completes a login if the page's address is the answer to one, and else
// asks whether there is a session. It ends when that is known, or when it cannot
// be known yet: then the snapshot says why, and the client goes on trying.
func (c *Client) Start(ctx context.Context) error {
	here, err := c.ports.URL(c.ports.Navigate.Location(), "")
	var refused *oidc.Error
	if err == nil && c.isCallback(here) {
		done := false
		if done, refused = c.startWithCallback(ctx, here); done {
			return nil
		}
	}
	if !c.ports.Activity.Visible() {
		c.change(func(s *state) { s.wantCheck, s.unseen = true, true }) // until somebody looks
		return nil
	}
	err = c.CheckSession(ctx, false)
	if refused != nil {
		c.change(func(s *state) { s.fail(refused) }) // whatever session there is, the login came to nothing
	}
	return err
}

// isCallback tells whether here is the answer to a login: it comes to the redirect
// URI, or has the state of a login of this tab. Other pages have queries of their
// own, in which code and state may mean anything.
func (c *Client) isCallback(here oidc.URL) bool {
	if !oidc.IsCallback(here.Search) {
		return false
	}
	if answer, err := oidc.ParseCallback(here.Search); err == nil && c.begun(answer.State) {
		return true
	}
	redirect, err := c.ports.URL(c.config.Authorization.RedirectURI, "")
	return err == nil && redirect.Origin == here.Origin && redirect.Pathname == here.Pathname
}

// startWithCallback tells whether nothing is left to do, and why the login came
// to nothing if the app is to know.
func (c *Client) startWithCallback(ctx context.Context, here oidc.URL) (done bool, refused *oidc.Error) {
	if err := c.rest(ctx); err != nil {
		return c.startLater(coded(err), "")
	}
	return c.startReturned(ctx, here)
}

//go:noinline
func (c *Client) startReturned(ctx context.Context, here oidc.URL) (done bool, refused *oidc.Error) {
	part.Here()
	result, err := c.handleCallback(ctx, here.Href)
	e := coded(err)
	switch {
	case e == nil:
		if c.config.OnRedirectCallback != nil {
			c.config.OnRedirectCallback(result.AppState)
		}
		return true, nil
	case e.Code == MissingTransaction, e.Code == oidc.InvalidCallback:
		return false, nil // a reloaded or shared address: the session, if there is one, answers
	case !transient(e.Code):
		return false, e
	}
	return c.startLater(e, result.organization)
}

// startLater is for a login whose answer could not be completed now.
func (c *Client) startLater(e *oidc.Error, organization string) (done bool, refused *oidc.Error) {
	c.setHint(hint{organization: organization}) // somebody has just logged in: the session can be asked for later
	now := c.ports.Now()
	c.change(func(s *state) {
		s.ahead = true
		s.fail(e)
		s.ladder = s.ladder.Failed(now)
	})
	return true, nil
}

// cleanAddress takes a spent answer out of the page's address, unless the app
// has already gone elsewhere. What was in the query beside it stays.
func (c *Client) cleanAddress(here oidc.URL) {
	if c.ports.Navigate.Location() != here.Href {
		return
	}
	params, err := oidc.ParseParams(here.Search)
	if err != nil {
		return
	}
	var rest oidc.Params
	for _, p := range params {
		switch p.Name {
		case "code", "state", "iss", "error", "error_description", "error_uri", "session_state":
		default:
			rest = append(rest, p)
		}
	}
	clean := here.Origin + here.Pathname
	if len(rest) > 0 {
		clean += "?" + rest.Encode()
	}
	if err := c.ports.Navigate.Replace(clean + here.Hash); err != nil {
		c.log("the address was not cleaned: " + err.Error())
	}
}

// transient failures say nothing about the session: it may be asked for again.
func transient(code oidc.Code) bool {
	switch code {
	case NoNetwork, LoadFailed, Unreachable, ErrorPage, ServerError, Timeout, LockFailed, RenewalStorm:
		return true
	}
	return false
}

// swallow keeps what the snapshot already says from being an error too.
func (c *Client) swallow(err error) error {
	e := coded(err)
	switch {
	case e == nil:
		return nil
	case e.Code == Closed, e.Code == Cancelled:
		return e
	}
	c.log("the session check: " + said(e))
	return nil
}

// CheckSession finds out whether the server has a session for this browser. It
// is asked only where a hint says that there may be one, or with sso. What came
// of it is in the snapshot; an error is only that nobody waits any longer.
func (c *Client) CheckSession(ctx context.Context, sso bool) error {
	left, known := c.hint()
	if known {
		c.learn()
	}
	hinted := known
	// A question that is kept may be under way: then the record is read once, when that is taken over.
	if left.ask == "" {
		c.read(ctx)
		_, hinted = c.hint() // the page may have been frozen meanwhile, and somebody has logged in elsewhere
	}
	over := look(c, (*state).over)
	var err error
	if sso || hinted && !over {
		err = c.swallow(c.check(ctx, sso))
		over = look(c, (*state).over)
	}
	c.background(c.payLogout)
	if sso || hinted && !over {
		return err
	}
	if known { // else it is that of a login since, by which all other tabs go
		c.forgetHint()
	}
	c.change(func(s *state) {
		if s.view(s.asOf).Status == deadline.Loading {
			s.signOut(NoReason)
		}
	})
	return err
}

// over tells whether the record says that there is no session.
func (s *state) over() bool {
	return !s.ahead && s.shared.State != tabs.None && s.shared.State != tabs.Active
}

// check asks whether there is a session, for the page that was opened. Many may
// have been at once: the first to hear that there is none spares the others.
func (c *Client) check(ctx context.Context, sso bool) error {
	a := &ask{
		authorization: c.config.Authorization,
		timeout:       c.config.Silent.Timeout * 1000,
		begin:         true,
		gate: func(s *state, now deadline.Instant) (bool, error) {
			status := s.view(now).Status
			if s.shared.State == tabs.LogoutPending {
				s.wantCheck = false
				return false, loggedOut()
			}
			if s.changed || !sso && s.over() || status != deadline.Loading && status != deadline.SignedOut {
				s.wantCheck = false
				return false, nil
			}
			err := c.presence(s, now)
			s.wantCheck = err != nil // until somebody is there
			return true, err
		},
	}
	_, err := c.join(ctx, a.authorization.with(Authorization{}).key(), func(ctx context.Context) (*Token, error) {
		return c.touch(ctx, a)
	})
	return err
}
