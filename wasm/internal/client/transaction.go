package client

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/text"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// transaction is a login that has left the page and is expected back. It is kept
// in this tab alone, under its state, so that two logins do not disturb each other.
type transaction struct {
	proof
	redirectURI string
	scope       string
	audience    string
	appState    string
	sentAt      int64 // wall clock
	quiet       bool  // prompt=none: no login, but a question at the top level
}

func (c *Client) transactionKey(state string) string {
	return "spa-session.login." + c.config.Issuer + "." + c.config.ClientID + "." + state
}

// transactionLife is how long a login may take, in milliseconds: an hour. What
// the user has given up is not kept for as long as the tab is open.
const transactionLife = 3_600_000

func (c *Client) keep(t *transaction) error {
	c.forgetLogins(func(state string) bool {
		part.Here()
		return c.goesOn(state, t.sentAt)
	})
	params := oidc.Params{
		{Name: "nonce", Value: t.Nonce},
		{Name: "verifier", Value: t.Verifier},
		{Name: "redirect_uri", Value: t.redirectURI},
		{Name: "scope", Value: t.scope},
		{Name: "audience", Value: t.audience},
		{Name: "app_state", Value: t.appState},
		{Name: "organization", Value: t.Organization},
		{Name: "acr_values", Value: t.ACRValues},
		{Name: "sent_at", Value: strconv.FormatInt(t.sentAt, 10)},
	}
	if t.quiet {
		params = append(params, oidc.Param{Name: "quiet", Value: "1"})
	}
	if t.MaxAge >= 0 {
		params = append(params, oidc.Param{Name: "max_age", Value: strconv.FormatInt(t.MaxAge, 10)})
	}
	if err := c.ports.Store.Set(PerTab, c.transactionKey(t.State), params.Encode()); err != nil {
		return &oidc.Error{Code: StorageUnavailable, Message: "the login cannot be kept while the page is away; does the browser allow session storage?", Err: err}
	}
	return nil
}

// drop forgets a login that did not leave the page.
func (c *Client) drop(t *transaction) {
	if err := c.ports.Store.Remove(PerTab, c.transactionKey(t.State)); err != nil {
		c.log("a login transaction was not removed: " + err.Error())
	}
}

// forgetLogins removes the transactions of all states that do not go on.
func (c *Client) forgetLogins(goesOn func(state string) bool) {
	keys, err := c.ports.Store.Keys(PerTab)
	for _, key := range keys {
		state, ours := strings.CutPrefix(key, c.transactionKey(""))
		if !ours || goesOn(state) {
			continue
		}
		if e := c.ports.Store.Remove(PerTab, key); e != nil {
			err = e
		}
	}
	if err != nil {
		c.log("the login transactions were not removed: " + err.Error())
	}
}

// goesOn tells whether the login of a state may still come back at that instant, by
// the wall clock.
func (c *Client) goesOn(state string, now int64) bool {
	t, err := c.kept(state)
	return err == nil && !t.over(now)
}

// over: a clock that was set back by as much makes it no younger.
func (t *transaction) over(now int64) bool {
	return now-t.sentAt > transactionLife || t.sentAt-now > transactionLife
}

// begun tells whether a login of this tab has that state.
func (c *Client) begun(state string) bool {
	_, found, err := c.ports.Store.Get(PerTab, c.transactionKey(state))
	return err == nil && found
}

// take gives the transaction of a state, once.
func (c *Client) take(state string) (*transaction, error) {
	t, err := c.kept(state)
	if err == nil {
		err = c.ports.Store.Remove(PerTab, c.transactionKey(state))
	}
	missing := failure(MissingTransaction, "no login of this tab has the state of this callback; it was completed already, or begun in another tab")
	if err == nil && t.over(c.ports.Now().Wall) {
		missing.Message = "the login of this callback was begun more than an hour ago"
	} else if missing.Err = err; err == nil {
		return t, nil
	}
	return nil, missing
}

// kept reads the transaction of a state. errGone is its error if there is none.
func (c *Client) kept(state string) (*transaction, error) {
	kept, found, err := c.ports.Store.Get(PerTab, c.transactionKey(state))
	if err == nil && !found {
		err = errGone
	}
	if err != nil {
		return nil, err
	}
	p, err := oidc.ParseParams(kept)
	if err != nil {
		return nil, err
	}
	sentAt, ok := text.Whole(p.Get("sent_at"))
	maxAge := int64(-1)
	if p.Has("max_age") && ok {
		maxAge, ok = text.Whole(p.Get("max_age"))
	}
	if !ok {
		return nil, errGone
	}
	return &transaction{
		proof: proof{
			State: state, Nonce: p.Get("nonce"), Verifier: p.Get("verifier"), MaxAge: maxAge,
			Organization: p.Get("organization"), ACRValues: p.Get("acr_values"),
		},
		redirectURI: p.Get("redirect_uri"),
		scope:       p.Get("scope"),
		audience:    p.Get("audience"),
		appState:    p.Get("app_state"),
		sentAt:      sentAt,
		quiet:       p.Has("quiet"),
	}, nil
}

var errGone = errors.New("client: there is no such transaction, or it is damaged")
