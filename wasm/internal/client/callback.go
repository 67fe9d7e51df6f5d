package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// HandleRedirectCallback completes a login with the answer in url, by default
// the page's own. Called again for the same answer, as React's StrictMode does,
// it waits for the first call and gives what that gives.
func (c *Client) HandleRedirectCallback(ctx context.Context, url string) (RedirectResult, error) {
	if url == "" {
		url = c.ports.Navigate.Location() // at once: a router may be about to change it
	}
	if err := c.rest(ctx); err != nil {
		return RedirectResult{}, err
	}
	return c.handleCallback(ctx, url)
}

//go:noinline
func (c *Client) handleCallback(ctx context.Context, url string) (RedirectResult, error) {
	part.Here()
	here, err := c.ports.URL(url, c.ports.Navigate.Location())
	if err != nil {
		return RedirectResult{}, &oidc.Error{Code: oidc.InvalidCallback, Message: "the callback is not a URL", Err: err}
	}
	answer, err := oidc.ParseCallback(here.Search)
	if err != nil {
		return RedirectResult{}, err
	}
	once := c.callback(answer)
	defer c.cleanAddress(here)
	select {
	case <-once.done:
		return once.result, once.err
	case <-ctx.Done():
		return RedirectResult{}, cause(ctx)
	}
}

// callback is the completion of one login. It is remembered as long as the page
// is: the state of a spent answer must not be taken for an unknown one.
type callback struct {
	done   chan struct{}
	result RedirectResult
	err    error
}

func (c *Client) callback(answer oidc.AuthorizationResponse) *callback {
	c.mu.Lock()
	defer c.mu.Unlock()
	if once := c.callbacks[answer.State]; once != nil {
		return once
	}
	if c.callbacks == nil {
		c.callbacks = map[string]*callback{}
	}
	once := &callback{done: make(chan struct{})}
	c.callbacks[answer.State] = once
	go func() {
		part.Here()
		defer close(once.done)
		once.result, once.err = c.complete(c.ctx, answer)
	}()
	return once
}

// complete redeems the answer of a login.
func (c *Client) complete(ctx context.Context, answer oidc.AuthorizationResponse) (result RedirectResult, err error) {
	t, err := c.take(answer.State)
	if err != nil {
		return result, err
	}
	result = RedirectResult{AppState: t.appState, organization: t.Organization}
	m, err := c.metadata(ctx)
	if err == nil {
		_, err = c.enterBy(ctx, m, t, answer)
	}
	return result, err
}

// enterBy redeems the answer to a login and begins the session that it brings. A
// quiet one (prompt=none at the top level) goes on with the session that stands.
func (c *Client) enterBy(ctx context.Context, m *oidc.Metadata, t *transaction, answer oidc.AuthorizationResponse) (Token, error) {
	a := Authorization{RedirectURI: t.redirectURI, Scope: t.scope, Audience: t.audience}
	g, err := c.redeem(ctx, m, answer, &t.proof, &a)
	if err != nil {
		if t.quiet && coded(err).Code == oidc.LoginRequired {
			c.endSince(ctx, t.sentAt)
		}
		return Token{}, err
	}
	at := c.loggedInAt(t, g)
	c.setHint(hint{organization: t.Organization}) // first: other tabs look for it as soon as the record is written
	who, err := c.record(ctx, g, at, func(r tabs.Record, touch tabs.Touch) (tabs.Record, bool) {
		part.Here()
		if t.quiet && r.State == tabs.Active && r.Who == touch.Who {
			return c.author.Touched(r, touch), true
		}
		return c.author.Login(r, c.newEpoch(), touch), true
	})
	if err != nil {
		return Token{}, err
	}
	if known := look(c, func(s *state) string { return s.subject }); known != "" && known != g.claims.String("sub") {
		c.change(func(s *state) { s.switchUser() })
		return Token{}, userChanged()
	}
	c.enter(who, g, &a, at)
	return g.token, nil
}

// endSince takes the server's word, given to a question that was put at the top
// level: unless somebody has touched the session since, it is over.
func (c *Client) endSince(ctx context.Context, sentAt int64) {
	c.write(ctx, func(r tabs.Record) (tabs.Record, bool) {
		part.Here()
		return c.author.End(r), r.State == tabs.Active && r.TouchedAt <= sentAt
	})
	c.forgetHint()
}

// loggedInAt is the touch that a login was: the later of the request and of the
// login itself, for a user may take minutes to type.
func (c *Client) loggedInAt(t *transaction, g *grant) deadline.Instant {
	wall := t.sentAt
	if authTime, ok := g.claims.Seconds("auth_time"); ok {
		wall = max(wall, authTime*1000-g.skew)
	}
	return deadline.At(wall, c.ports.Now())
}
