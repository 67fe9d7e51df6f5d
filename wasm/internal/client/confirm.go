package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// confirm takes in what the server granted to a question, if it still counts.
func (c *Client) confirm(ctx context.Context, a *ask, before sent, g *grant) error {
	known := look(c, func(s *state) string { return s.subject })
	mineWas := look(c, func(s *state) string { return s.who })
	verdict := stale
	left, _ := c.hint()
	if g.question != "" {
		left.ask = g.question
	}
	c.setHint(left) // first: other tabs look for it as soon as the record is written
	who, err := c.record(ctx, g, before.at, func(r tabs.Record, t tabs.Touch) (tabs.Record, bool) {
		verdict = stale
		t.Framed = a.window == nil
		switch {
		case r.Epoch != before.epoch:
		case known != "" && g.claims.String("sub") != known:
			verdict = otherUser
			return c.author.SignOut(r), r.State == tabs.Active && r.Who == mineWas
		case a.quiet && r.State == tabs.Active && r.Who == t.Who:
			verdict = mine
		case r.State == tabs.Active && r.Who == t.Who:
			verdict = mine
			next := c.author.Touched(r, t)
			if g.noFrame {
				next.Silent = r.Silent
			}
			return next, true
		case a.begin && r.State == before.state:
			verdict = mine
			return c.author.Login(r, c.newEpoch(), t), true
		}
		return r, false
	})
	switch {
	case err != nil:
		return c.failed(a, err)
	case verdict == otherUser:
		c.forgetHint()
		c.change(func(s *state) { s.switchUser() })
		return userChanged()
	case verdict == stale:
		var active bool
		c.change(func(s *state) {
			s.machine = s.machine.Sent()
			active = s.shared.State == tabs.Active
			s.wantCheck = s.wantCheck || active && s.view(s.asOf).Status == deadline.Loading
		})
		if !active {
			c.forgetHint()
		}
		c.lookAgain(false)
		return failure(SignedOut, "the user logged out or in while the server was asked")
	}
	if a.quiet {
		now := c.ports.Now()
		c.change(func(s *state) {
			s.ladder, s.err, s.offline = deadline.Ladder{}, nil, false
			s.keep(&a.authorization, g, now)
		})
		c.shareTokens()
		return nil
	}
	c.enter(who, g, &a.authorization, before.at)
	return nil
}

func userChanged() *oidc.Error {
	return failure(UserChanged, "another user is signed in at the server now")
}

// verdict is what a grant means for the session that stands.
type verdict uint8

const (
	stale     verdict = iota // that session is gone
	mine                     // it is confirmed
	otherUser                // the server has another user
)

// record writes a confirmed touch into the shared record. The subject goes in as
// a hash with the browser's salt; a salt that another tab has made meanwhile wins.
func (c *Client) record(ctx context.Context, g *grant, at deadline.Instant, alter func(tabs.Record, tabs.Touch) (tabs.Record, bool)) (who string, err error) {
	wait.Here()
	salt := look(c, func(s *state) string { return s.shared.Salt })
	if salt == "" {
		salt = oidc.RandomString(c.ports.Random(16))
	}
	for {
		digest, err := c.ports.Digest(ctx, []byte(salt+"\n"+g.claims.String("iss")+"\n"+g.claims.String("sub")))
		if err != nil {
			return "", err
		}
		who = oidc.RandomString(digest)
		touch := tabs.Touch{Who: who, Sid: g.claims.String("sid"), At: at.Rebase(c.ports.Now()).Wall, AbsoluteAt: c.absoluteAt(g)}
		winner := salt
		c.write(ctx, func(r tabs.Record) (tabs.Record, bool) {
			if r.Salt != "" && r.Salt != salt {
				winner = r.Salt
				return r, false
			}
			r.Salt = salt
			return alter(r, touch)
		})
		if winner == salt {
			return who, nil
		}
		salt = winner
	}
}

func (c *Client) newEpoch() string { return oidc.RandomString(c.ports.Random(8)) }

// enter makes the granted session the local one.
func (c *Client) enter(who string, g *grant, a *Authorization, at deadline.Instant) {
	absoluteAt := c.absoluteAt(g)
	take, unread := c.readShared(c.ctx) // tokens of before this page, and of other tabs, which are not to be written over
	now := c.ports.Now()
	at = at.Rebase(now)
	c.change(func(s *state) {
		// An answer that was long under way may have been overtaken by another touch.
		if latest := deadline.At(s.shared.TouchedAt, now); s.shared.State == tabs.Active && latest.Elapsed(now) < at.Elapsed(now) {
			at = latest
		}
		s.open(deadline.Touch{At: at, HasAbsolute: absoluteAt != 0, AbsoluteIn: absoluteAt - at.Wall})
		s.asOf = now
		s.subject, s.who, s.salt = g.claims.String("sub"), who, s.shared.Salt
		take(s, now)
		s.keep(a, g, now)
	})
	if unread == nil {
		c.shareTokens()
	}
}

// keep takes in what was granted to the session that stands.
func (s *state) keep(a *Authorization, g *grant, now deadline.Instant) {
	s.idToken, s.idClaims = g.token.IDToken, g.claims
	s.received, s.skew = g.received, g.skew
	if nonce := g.claims.String("nonce"); nonce != "" {
		s.nonce = nonce // a refreshed ID token may lack it
	}
	s.loginHint = g.claims.String("email")
	s.user = s.user.withClaims(g.claims)
	s.tokens.put(a, g.token, now)
	if g.refresh.scope != "" {
		if s.refresh == nil {
			s.refresh = map[string]refreshable{}
		}
		s.refresh[a.Audience] = g.refresh
	}
}
