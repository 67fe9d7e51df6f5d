package client

import "strconv"

// The hint tells a fresh page that the server may have a session, so that a
// visitor who never logged in costs the server nothing. It is no secret, and
// losing it costs one login: storage that refuses is told to the log, no more.

func (c *Client) hintKey() string {
	return "spa-session.hint." + c.config.Issuer + "." + c.config.ClientID
}

func (c *Client) setHint() {
	since := strconv.FormatInt(c.ports.Now().Wall, 10)
	if err := c.ports.Store.Set(PerSite, c.hintKey(), `{"since":`+since+`}`); err != nil {
		c.log("the session hint was not kept: " + err.Error())
	}
}

func (c *Client) forgetHint() {
	if err := c.ports.Store.Remove(PerSite, c.hintKey()); err != nil {
		c.log("the session hint was not removed: " + err.Error())
	}
}

func (c *Client) hinted() bool {
	_, found, err := c.ports.Store.Get(PerSite, c.hintKey())
	return err == nil && found
}
