package client

import (
	"strconv"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// GetTokenSilently gives an access token: from memory if a fresh one is there,
// else from the server, which extends its session and is therefore asked only
// for a present user. found is false where CacheOnly finds nothing.
func (c *Client) GetTokenSilently(ctx context.Context, o TokenOptions) (token Token, found bool, err error) {
	a := o.Authorization.with(c.config.Authorization)
	if o.Touch {
		o.CacheMode = CacheOff
	}
	if err := c.settled(ctx); err != nil {
		return Token{}, false, err
	}
	token, found = c.cachedToken(&o, &a)
	if !found && o.CacheMode != CacheOff && c.config.Cache != nil {
		c.takeShared(ctx)
		token, found = c.cachedToken(&o, &a)
	}
	if found || o.CacheMode == CacheOnly {
		return token, found, nil
	}
	if o.Active {
		now := c.ports.Now()
		c.change(func(s *state) {
			if s.view(now).Status == deadline.Active {
				s.presence = s.presence.Seen(now, now)
			}
		})
	}
	gate, refreshes := c.renewal(&o), c.refreshes(&o, &a)
	if refreshes && !c.config.Refresh.ExtendsSession {
		gate = c.refreshGate(&o)
	}
	now := c.ports.Now()
	if err := look(c, func(s *state) error { _, err := gate(s, now); return err }); err != nil {
		return Token{}, false, err
	}
	timeout := o.Timeout
	if timeout == 0 {
		timeout = c.config.Silent.Timeout
	}
	if timeout > maxTimeout {
		return Token{}, false, invalid("timeoutInSeconds", strconv.FormatInt(timeout, 10), "whole seconds up to 120")
	}
	question := &ask{authorization: a, timeout: timeout * 1000, act: o.Active, gate: gate}
	var got *Token
	for err == nil && got == nil { // it joined a question that had become moot
		if refreshes {
			if err := c.rest(ctx); err != nil {
				return Token{}, false, c.failed(question, err)
			}
			if got, err = c.byRefresh(ctx, question); err == nil || coded(err).Code != oidc.InvalidGrant {
				continue
			}
			refreshes, err, question.gate = false, nil, c.renewal(&o) // the server's session may stand all the same
		}
		got, err = c.join(ctx, a.key(), func(ctx context.Context) (*Token, error) { return c.touch(ctx, question) })
	}
	if err != nil {
		return Token{}, false, err
	}
	return *got, true, nil
}

// CachedToken is the app's own token, if one is in memory and fresh.
func (c *Client) CachedToken() (token Token, found bool) {
	a := Authorization{}.with(c.config.Authorization)
	return c.cachedToken(&TokenOptions{}, &a)
}

// byRefresh shares one refresh among all who want the same.
//
//go:noinline
func (c *Client) byRefresh(ctx context.Context, a *ask) (*Token, error) {
	part.Here()
	byToken := *a
	byToken.refresh, byToken.quiet = true, !c.config.Refresh.ExtendsSession
	return c.join(ctx, a.authorization.key()+"\nrefresh", func(ctx context.Context) (*Token, error) {
		part.Here()
		return c.touch(ctx, &byToken)
	})
}

// settled waits for a session check that is under way.
func (c *Client) settled(ctx context.Context) error {
	if look(c, func(s *state) bool { return s.view(s.asOf).Status != deadline.Loading }) {
		return nil
	}
	check := c.flying(c.config.Authorization.with(Authorization{}).key())
	if check == nil {
		return nil
	}
	_, err := c.await(ctx, check)
	return err
}

func (c *Client) cachedToken(o *TokenOptions, a *Authorization) (Token, bool) {
	if o.CacheMode == CacheOff {
		return Token{}, false
	}
	now := c.ports.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state.view(now).Status == deadline.Idle {
		return Token{}, false
	}
	return c.state.tokens.get(a, now)
}

// renewal is the gate of a token request (presence rule, design section 7).
func (c *Client) renewal(o *TokenOptions) func(*state, deadline.Instant) (bool, error) {
	return func(s *state, now deadline.Instant) (bool, error) {
		v := s.view(now)
		switch v.Status {
		case deadline.SignedOut, deadline.Ended:
			if s.shared.State == tabs.LogoutPending {
				return false, loggedOut()
			}
			return false, failure(oidc.LoginRequired, "nobody is signed in")
		case deadline.Loading:
			return false, s.unknown()
		}
		if s.err != nil && !o.Active && s.ladder.Wait(now) > 0 {
			return false, s.err
		}
		if c.config.Session == nil {
			return true, nil
		}
		if o.Passive {
			return false, failure(UserIdle, "no token is cached, and a passive request sends nothing that extends the session")
		}
		idle := v.Status == deadline.Idle || v.Status == deadline.Warning && v.Kind == deadline.KindIdle
		if idle {
			return false, failure(UserIdle, "a new token would extend the server's session, which is the user's to decide now")
		}
		return true, c.presence(s, now)
	}
}

// unknown is why it is not known whether there is a session.
func (s *state) unknown() error {
	if s.err != nil {
		return s.err
	}
	return failure(UserIdle, "the session has not been checked yet: nobody has looked at this page")
}
