package client

import (
	"strconv"

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
}

func (c *Client) transactionKey(state string) string {
	return "spa-session.login." + c.config.Issuer + "." + c.config.ClientID + "." + state
}

func (c *Client) keep(t transaction) error {
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
	if t.MaxAge >= 0 {
		params = append(params, oidc.Param{Name: "max_age", Value: strconv.FormatInt(t.MaxAge, 10)})
	}
	if err := c.ports.Store.Set(PerTab, c.transactionKey(t.State), params.Encode()); err != nil {
		return &oidc.Error{Code: StorageUnavailable, Message: "the login cannot be kept while the page is away; does the browser allow session storage?", Err: err}
	}
	return nil
}

// drop forgets a login that did not leave the page.
func (c *Client) drop(t transaction) {
	if err := c.ports.Store.Remove(PerTab, c.transactionKey(t.State)); err != nil {
		c.log("a login transaction was not removed: " + err.Error())
	}
}

// begun tells whether a login of this tab has that state.
func (c *Client) begun(state string) bool {
	_, found, err := c.ports.Store.Get(PerTab, c.transactionKey(state))
	return err == nil && found
}

// take gives the transaction of a state, once.
func (c *Client) take(state string) (transaction, error) {
	missing := failure(MissingTransaction, "no login of this tab has the state of this callback; it was completed already, or begun in another tab")
	key := c.transactionKey(state)
	kept, found, err := c.ports.Store.Get(PerTab, key)
	if err != nil {
		missing.Err = err
		return transaction{}, missing
	}
	if !found {
		return transaction{}, missing
	}
	if err := c.ports.Store.Remove(PerTab, key); err != nil {
		missing.Err = err
		return transaction{}, missing
	}
	p, err := oidc.ParseParams(kept)
	if err != nil {
		missing.Err = err
		return transaction{}, missing
	}
	sentAt, ok := text.Whole(p.Get("sent_at"))
	if !ok {
		return transaction{}, missing
	}
	maxAge := int64(-1)
	if p.Has("max_age") {
		if maxAge, ok = text.Whole(p.Get("max_age")); !ok {
			return transaction{}, missing
		}
	}
	return transaction{
		proof: proof{
			State: state, Nonce: p.Get("nonce"), Verifier: p.Get("verifier"), MaxAge: maxAge,
			Organization: p.Get("organization"), ACRValues: p.Get("acr_values"),
		},
		redirectURI: p.Get("redirect_uri"),
		scope:       p.Get("scope"),
		audience:    p.Get("audience"),
		appState:    p.Get("app_state"),
		sentAt:      sentAt,
	}, nil
}
