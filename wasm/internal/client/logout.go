package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/internal/text"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Logout signs the user out here and in every tab, and then at the server. It
// needs no valid token.
func (c *Client) Logout(ctx context.Context, o LogoutOptions) error {
	if err := c.ownURL("logoutParams.returnTo", o.ReturnTo); err != nil {
		return err
	}
	hint := look(c, func(s *state) string { return s.idToken })
	c.abandon(failure(SignedOut, "the user logged out"))
	if o.LocalOnly {
		c.recordLogout(ctx, c.author.SignOut)
	} else {
		c.recordLogout(ctx, c.author.Owe)
	}
	c.forgetHint()
	c.change(func(s *state) { s.signOut(ReasonLogout) })
	if o.LocalOnly {
		return nil
	}
	m, err := c.metadata(ctx)
	if err == nil && !c.ports.Activity.Online() {
		err = offline()
	}
	if err != nil {
		return err // the logout stays owed: the next login asks for a password all the same
	}
	c.recordLogout(ctx, c.author.SignOut)
	request := oidc.LogoutRequest{
		ClientID:              c.config.ClientID,
		IDTokenHint:           hint,
		PostLogoutRedirectURI: o.ReturnTo,
		Federated:             o.Federated,
	}
	return c.leave(ctx, o.OpenURL, request.URL(m))
}

func (c *Client) recordLogout(ctx context.Context, change func(tabs.Record) tabs.Record) {
	c.write(ctx, func(r tabs.Record) (tabs.Record, bool) { return change(r), true })
}

// ownURL refuses an address that is not of this page's origin.
func (c *Client) ownURL(option, address string) error {
	if address == "" {
		return nil
	}
	here, err := c.ports.URL(c.ports.Navigate.Location(), "")
	if err != nil {
		return err
	}
	url, err := c.ports.URL(address, "")
	if err != nil || url.Origin != here.Origin {
		return invalid(option, text.Quote(address), "an absolute URL of this page's origin, "+here.Origin)
	}
	return nil
}

// LogOutHere is the dialog's Log out.
func (c *Client) LogOutHere(ctx context.Context) error {
	o := LogoutOptions{}
	if c.config.Session != nil {
		o.ReturnTo = c.config.Session.LandingURL
	}
	return c.Logout(ctx, o)
}
