package client

import (
	"strconv"

	"github.com/spa-session/spa-session/wasm/internal/text"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// The hint tells a fresh page that the server may have a session, so that a
// visitor who never logged in costs the server nothing, and the organization that
// the user has logged in to. It is no secret, and losing it costs one login:
// storage that refuses is told to the log, no more.

func (c *Client) hintKey() string {
	return "spa-session.hint." + c.config.Issuer + "." + c.config.ClientID
}

func (c *Client) setHint(organization string) {
	hint := `{"since":` + strconv.FormatInt(c.ports.Now().Wall, 10)
	if organization != "" {
		hint += `,"organization":` + text.Quote(organization)
	}
	if err := c.ports.Store.Set(PerSite, c.hintKey(), hint+"}"); err != nil {
		c.log("the session hint was not kept: " + err.Error())
	}
}

func (c *Client) forgetHint() {
	if err := c.ports.Store.Remove(PerSite, c.hintKey()); err != nil {
		c.log("the session hint was not removed: " + err.Error())
	}
}

// hint reads it. What is damaged is a hint all the same, of no organization.
func (c *Client) hint() (organization string, found bool) {
	value, found, err := c.ports.Store.Get(PerSite, c.hintKey())
	if err != nil || !found {
		return "", false
	}
	tree, _ := c.ports.JSON(value)
	fields, _ := tree.(map[string]any)
	return oidc.Claims(fields).String("organization"), true
}

// stay has a request that names no organization go on with that of the login: the
// server would take it for a request of none, and give other tokens.
func (c *Client) stay(a Authorization) Authorization {
	if organization, _ := c.hint(); organization != "" && !a.Extra.Has("organization") {
		a.Extra = append(a.Extra[:len(a.Extra):len(a.Extra)], oidc.Param{Name: "organization", Value: organization})
	}
	return a
}
