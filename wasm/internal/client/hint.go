package client

import (
	"strconv"

	"github.com/spa-session/spa-session/wasm/internal/text"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// The hint tells a fresh page that the server may have a session, so that a
// visitor who never logged in costs the server nothing, and the organization that
// the user has logged in to. It has the question that the server was asked for the
// page, too (see early.go). It is no secret, and losing it costs one login: storage
// that refuses is told to the log, no more.
type hint struct{ organization, ask string }

func (c *Client) hintKey() string {
	return "spa-session.hint." + c.config.Issuer + "." + c.config.ClientID
}

func (c *Client) setHint(h hint) {
	written := `{"since":` + strconv.FormatInt(c.ports.Now().Wall, 10)
	if h.organization != "" {
		written += `,"organization":` + text.Quote(h.organization)
	}
	if h.ask != "" {
		written += `,"ask":` + text.Quote(h.ask)
	}
	if err := c.ports.Store.Set(PerSite, c.hintKey(), written+"}"); err != nil {
		c.log("the session hint was not kept: " + err.Error())
	}
}

func (c *Client) forgetHint() {
	if err := c.ports.Store.Remove(PerSite, c.hintKey()); err != nil {
		c.log("the session hint was not removed: " + err.Error())
	}
}

// hint reads it. What is damaged is a hint all the same, of no organization.
func (c *Client) hint() (h hint, found bool) {
	value, found, err := c.ports.Store.Get(PerSite, c.hintKey())
	if err != nil || !found {
		return hint{}, false
	}
	tree, _ := c.ports.JSON(value)
	fields, _ := tree.(map[string]any)
	return hint{oidc.Claims(fields).String("organization"), oidc.Claims(fields).String("ask")}, true
}

// stay has a request that names no organization go on with that of the login: the
// server would take it for a request of none, and give other tokens.
func (c *Client) stay(a Authorization) Authorization {
	if h, _ := c.hint(); h.organization != "" && !a.Extra.Has("organization") {
		a.Extra = append(a.Extra[:len(a.Extra):len(a.Extra)], oidc.Param{Name: "organization", Value: h.organization})
	}
	return a
}
