package client

import (
	"strconv"
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/text"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Where the app wants its tokens to outlive the page, all tabs share one value in
// the cache of its choice: a line for the user whose they are, and one for each
// token. What is read there is nobody's word but our own of before, so it is
// taken only for the same user, and never tells who is signed in.

func (c *Client) cacheKey() string {
	return "spa-session.tokens." + c.config.Issuer + "." + c.config.ClientID
}

// shareTokens writes what is held here.
func (c *Client) shareTokens() {
	if c.config.Cache == nil {
		return
	}
	if err := c.rest(c.ctx); err != nil {
		c.log("the cache: " + said(err))
		return
	}
	c.writeShared()
}

//go:noinline
func (c *Client) writeShared() {
	part.Here()
	value := look(c, func(s *state) string {
		part.Here()
		return s.encodeTokens()
	})
	bounded, end := c.within(c.ctx, recordPatience, failure(Timeout, "the cache took longer than a second"))
	defer end()
	if err := c.config.Cache.Set(bounded, c.cacheKey(), value); err != nil {
		c.log("the cache: " + said(err))
	}
	if over(c.Snapshot().Status) {
		c.clearCache() // the user logged out meanwhile
	}
}

// clearCache takes everything away.
func (c *Client) clearCache() {
	if c.config.Cache != nil {
		c.background(func(ctx context.Context) error { return c.config.Cache.Remove(ctx, c.cacheKey()) })
	}
}

// sharedToken is a token that another tab has had meanwhile.
func (c *Client) sharedToken(ctx context.Context, a *Authorization) (Token, bool) {
	if c.config.Cache == nil {
		return Token{}, false
	}
	now := c.ports.Now()
	before := look(c, func(s *state) Token { token, _ := s.tokens.get(a, now); return token })
	c.takeShared(ctx)
	token := look(c, func(s *state) Token { token, _ := s.tokens.get(a, now); return token })
	return token, token.AccessToken != "" && token.AccessToken != before.AccessToken
}

// takeShared takes in what other tabs have written.
func (c *Client) takeShared(ctx context.Context) {
	if c.config.Cache == nil {
		return
	}
	if take, err := c.readShared(ctx); err == nil {
		now := c.ports.Now()
		c.change(func(s *state) { take(s, now) })
	}
}

// readShared gives what takes in what other tabs have written. Where that is not known,
// it must not be written over.
func (c *Client) readShared(ctx context.Context) (take func(*state, deadline.Instant), err error) {
	take = func(*state, deadline.Instant) {}
	if c.config.Cache == nil {
		return take, nil
	}
	if err := c.rest(ctx); err != nil {
		c.log("the cache: " + said(err))
		return take, err
	}
	return c.readCache(ctx), nil
}

//go:noinline
func (c *Client) readCache(ctx context.Context) func(*state, deadline.Instant) {
	part.Here()
	bounded, end := c.within(ctx, recordPatience, failure(Timeout, "the cache took longer than a second"))
	defer end()
	value, err := c.config.Cache.Get(bounded, c.cacheKey())
	if err != nil {
		c.log("the cache: " + said(err))
	}
	return func(s *state, now deadline.Instant) {
		part.Here()
		s.decodeTokens(value, now)
	}
}

func (s *state) encodeTokens() string {
	lines := []string{oidc.Params{{Name: "who", Value: s.who}}.Encode()}
	for _, entry := range s.tokens {
		lines = append(lines, oidc.Params{
			{Name: "audience", Value: entry.audience},
			{Name: "scope", Value: entry.scope},
			{Name: "access_token", Value: entry.token.AccessToken},
			{Name: "token_type", Value: entry.token.TokenType},
			{Name: "granted", Value: entry.token.Scope},
			{Name: "expires_in", Value: strconv.FormatInt(entry.token.ExpiresIn, 10)},
			{Name: "since", Value: strconv.FormatInt(entry.since.Wall, 10)},
		}.Encode())
	}
	for audience, held := range s.refresh {
		lines = append(lines, oidc.Params{
			{Name: "audience", Value: audience},
			{Name: "scope", Value: held.scope},
			{Name: "refresh_token", Value: held.token},
		}.Encode())
	}
	return strings.Join(lines, "\n")
}

// decodeTokens takes in tokens of the same user. A line that cannot be read is
// passed by. Refresh tokens are as they stand there: another tab may have
// rotated them.
func (s *state) decodeTokens(value string, now deadline.Instant) {
	for i, line := range strings.Split(value, "\n") {
		p, err := oidc.ParseParams(line)
		if i == 0 && (err != nil || s.who == "" || p.Get("who") != s.who) {
			return
		}
		if err != nil {
			continue
		}
		a := Authorization{Audience: p.Get("audience"), Scope: p.Get("scope")}
		if token := p.Get("refresh_token"); token != "" {
			if s.refresh == nil {
				s.refresh = map[string]refreshable{}
			}
			s.refresh[a.Audience] = refreshable{token: token, scope: a.Scope}
		}
		since, known := text.Whole(p.Get("since"))
		life, limited := text.Whole(p.Get("expires_in"))
		if token := p.Get("access_token"); token == "" || !known || !limited || s.tokens[a.key()].since.Wall >= since {
			continue
		}
		s.tokens.put(&a, Token{
			AccessToken: p.Get("access_token"),
			IDToken:     s.idToken,
			TokenType:   p.Get("token_type"),
			Scope:       p.Get("granted"),
			ExpiresIn:   life,
		}, deadline.At(since, now))
	}
}

// SiteCache is localStorage as a cache: for all tabs of the site, across restarts
// of the browser. Everything that runs on the page can read it.
func SiteCache(store Store) Cache { return siteCache{store} }

type siteCache struct{ store Store }

func (s siteCache) Get(_ context.Context, key string) (string, error) {
	value, _, err := s.store.Get(PerSite, key)
	return value, err
}

func (s siteCache) Set(_ context.Context, key, value string) error {
	return s.store.Set(PerSite, key, value)
}

func (s siteCache) Remove(_ context.Context, key string) error {
	return s.store.Remove(PerSite, key)
}
