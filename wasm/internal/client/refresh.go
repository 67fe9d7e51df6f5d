package client

import (
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// refreshes tells whether a request for a token is answered by a refresh token.
// A forced one is a touch of the server's session, which a refresh is none of.
func (c *Client) refreshes(o *TokenOptions, a *Authorization) bool {
	if c.config.Refresh == nil || o.Touch || o.CacheMode == CacheOff && o.Active && !c.config.Refresh.ExtendsSession {
		return false
	}
	return look(c, func(s *state) bool { return s.refreshable(a).scope != "" })
}

// refreshable is the refresh token for a; its scope is "" if there is none.
func (s *state) refreshable(a *Authorization) refreshable {
	held := s.refresh[a.Audience]
	if !covers(held.scope, a.Scope) {
		return refreshable{}
	}
	return held
}

// refreshGate lets a refresh pass that does not extend the server's session: it
// needs no present user, but a session that stands.
func (c *Client) refreshGate(o *TokenOptions) func(*state, deadline.Instant) (bool, error) {
	full := c.renewal(o)
	return func(s *state, now deadline.Instant) (bool, error) {
		if s.view(now).Status == deadline.Active && (s.err == nil || o.Active || s.ladder.Wait(now) == 0) {
			return true, nil
		}
		return full(s, now)
	}
}

// refreshed exchanges the refresh token for a. One that the server does not know
// may have been rotated by another tab, whose successor is then in the shared
// cache; if not, it is forgotten.
//
//go:noinline
func (c *Client) refreshed(ctx context.Context, a *Authorization) (*grant, error) {
	part.Here()
	m, err := c.metadata(ctx)
	if err != nil {
		return nil, err
	}
	held := look(c, func(s *state) refreshable { return s.refreshable(a) })
	g, err := c.exchangeRefresh(ctx, m, a, held)
	if err == nil || coded(err).Code != oidc.InvalidGrant {
		return g, err
	}
	c.takeShared(ctx)
	newer := look(c, func(s *state) refreshable { return s.refreshable(a) })
	if newer.token != held.token && newer.scope != "" {
		return c.exchangeRefresh(ctx, m, a, newer)
	}
	c.change(func(s *state) { delete(s.refresh, a.Audience) })
	c.shareTokens()
	return nil, err
}

// exchangeRefresh is OIDC Core 12. The ID token that may come is of the same
// user, and has the nonce of the login or none (12.2).
func (c *Client) exchangeRefresh(ctx context.Context, m *oidc.Metadata, a *Authorization, held refreshable) (*grant, error) {
	organization := c.stay(*a).Extra.Get("organization")
	c.mu.Lock()
	s := &c.state
	p := &proof{Nonce: s.nonce, Subject: s.subject, MaxAge: -1, Organization: organization}
	last := &grant{claims: s.idClaims, skew: s.skew, received: s.received}
	last.token.IDToken = s.idToken
	c.mu.Unlock()
	scope := ""
	if !covers(a.Scope, held.scope) {
		scope = narrowed(held.scope, a.Scope)
	}
	got, err := c.askTokens(ctx, m, oidc.Refreshing(c.config.ClientID, scope), a, held)
	if err != nil {
		return nil, err
	}
	if got.IDToken != "" {
		g, err := c.accept(ctx, m, got, p)
		if err == nil {
			g.noFrame = true
		}
		return g, err
	}
	got.IDToken = last.token.IDToken
	last.token, last.refresh, last.noFrame = tokenOf(got.TokenResponse), got.refresh, true
	return last, nil
}

// narrowed is what scope has of wanted.
func narrowed(scope, wanted string) string {
	var both []string
	for _, value := range oidc.Values(scope) {
		if covers(wanted, value) {
			both = append(both, value)
		}
	}
	return strings.Join(both, " ")
}

// RevokeRefreshToken tells the server to forget the refresh token for an
// audience (RFC 7009), and forgets it here. Access tokens live on until they
// expire. Without such a token it does nothing.
func (c *Client) RevokeRefreshToken(ctx context.Context, audience string) error {
	if audience == "" {
		audience = c.config.Authorization.Audience
	}
	if err := c.rest(ctx); err != nil {
		return err
	}
	return c.revoke(ctx, audience)
}

//go:noinline
func (c *Client) revoke(ctx context.Context, audience string) error {
	part.Here()
	c.takeShared(ctx)
	held := look(c, func(s *state) refreshable { return s.refresh[audience] })
	if held.scope == "" {
		return nil
	}
	m, err := c.metadata(ctx)
	if err != nil {
		return err
	}
	if m.RevocationEndpoint == "" {
		return failure(NotSupported, "the server's metadata has no revocation_endpoint")
	}
	answer, err := c.postTokens(ctx, m, KeeperRequest{Name: audience, Form: oidc.Revocation(c.config.ClientID), Revoke: true}, held)
	if err != nil {
		return err
	}
	if answer.Status != 200 {
		body, _ := c.ports.JSON(answer.Body) // whatever it says, it was refused
		return oidc.Refused(answer.Status, body)
	}
	c.change(func(s *state) { delete(s.refresh, audience) })
	c.shareTokens()
	return nil
}
