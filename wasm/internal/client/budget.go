package client

import (
	"strconv"
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/text"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// A page that asks without end, by a fault of its own or of the server's, is
// stopped after ten renewals within thirty seconds that failed or that no user
// asked for. They are counted in this tab across reloads: such a page may well
// reload itself.
const (
	stormSize = 10
	stormSpan = 30_000 // milliseconds
)

// They are counted for each token by itself: one that cannot be had, for want of
// the user's consent say, is not to keep the session from being extended.
func (c *Client) attemptsKey(a *Authorization) string {
	return "spa-session.attempts." + c.config.Issuer + "." + c.config.ClientID + "." + a.key()
}

// attempts are the instants, on the wall clock, of those that still count.
func (c *Client) attempts(a *Authorization, now int64) (recent []string) {
	kept, _, err := c.ports.Store.Get(PerTab, c.attemptsKey(a))
	if err != nil {
		return nil // where nothing is kept, the ladder of retries has to do
	}
	for _, at := range oidc.Values(kept) {
		if instant, ok := text.Whole(at); ok && instant <= now && now-instant < stormSpan {
			recent = append(recent, at)
		}
	}
	return recent
}

// count notes an attempt.
func (c *Client) count(a *Authorization) {
	now := c.ports.Now().Wall
	recent := append(c.attempts(a, now), strconv.FormatInt(now, 10))
	if err := c.ports.Store.Set(PerTab, c.attemptsKey(a), strings.Join(recent, " ")); err != nil {
		c.log("an attempt was not counted: " + said(err))
	}
}

// storm is the refusal of one attempt too many, nil before.
func (c *Client) storm(a *Authorization) error {
	if len(c.attempts(a, c.ports.Now().Wall)) < stormSize {
		return nil
	}
	return failure(RenewalStorm, "10 renewals within 30 seconds failed, or were asked for by no user")
}
