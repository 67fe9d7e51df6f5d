package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/internal/text"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Logout signs the user out here and in every tab, and then at the server. It
// needs no valid token.
func (c *Client) Logout(ctx context.Context, o LogoutOptions) error {
	if err := c.ownURL("logoutParams.returnTo", o.ReturnTo, ""); err != nil {
		return err
	}
	var unasked error // the app could not be asked: then the page is not left
	if !o.LocalOnly {
		if unasked = c.mayLeave(ctx, ToLogout); unasked != nil && coded(unasked).Code == Cancelled {
			return unasked
		}
	}
	request := oidc.LogoutRequest{
		ClientID:              c.config.ClientID,
		IDTokenHint:           look(c, func(s *state) string { return s.idToken }),
		PostLogoutRedirectURI: o.ReturnTo,
		Federated:             o.Federated,
		Extra:                 o.Extra,
	}
	if o.ClientID != "" || o.NoClient {
		request.ClientID = o.ClientID
	}
	c.abandon(failure(SignedOut, "the user logged out"))
	if o.LocalOnly {
		c.recordLogout(ctx, c.author.SignOut)
	} else {
		c.recordLogout(ctx, c.author.Owe)
	}
	c.forgetHint()
	c.forgetLogins(func(string) bool { return false })
	c.change(func(s *state) { s.signOut(ReasonLogout) })
	if o.LocalOnly {
		return nil
	}
	err := unasked
	if err == nil {
		err = c.rest(ctx)
	}
	if err != nil {
		return c.owe(&request, err)
	}
	return c.logOutThere(ctx, &o, &request)
}

// owe keeps what the server has to be told later.
func (c *Client) owe(request *oidc.LogoutRequest, err error) error {
	c.change(func(s *state) { s.owed = request.IDTokenHint })
	return err
}

//go:noinline
func (c *Client) logOutThere(ctx context.Context, o *LogoutOptions, request *oidc.LogoutRequest) error {
	part.Here()
	m, err := c.reachable(ctx)
	if err != nil {
		return c.owe(request, err)
	}
	c.recordLogout(ctx, c.author.SignOut)
	return c.leave(ctx, o.OpenURL, request.URL(*m))
}

// reachable gives the metadata if the server can be reached now: a page that
// leaves for one that cannot ends at an error of the browser's.
func (c *Client) reachable(ctx context.Context) (*oidc.Metadata, error) {
	if !c.ports.Activity.Online() {
		return nil, offline()
	}
	m, err := c.metadata(ctx)
	if err == nil && c.config.Metadata == nil {
		_, err = c.fetch(ctx, Request{Method: "GET", URL: oidc.DiscoveryURL(c.config.Issuer)})
	}
	return m, err
}

// payLogout tries to carry out the logout that the server was not told of, in a
// hidden frame. Nobody can tell whether it has worked, so it stays owed until
// the next login, which asks for a password in any case.
func (c *Client) payLogout(ctx context.Context) error {
	if !look(c, func(s *state) bool { return s.shared.State == tabs.LogoutPending }) {
		return nil
	}
	if err := c.rest(ctx); err != nil {
		return err
	}
	return c.pay(ctx)
}

//go:noinline
func (c *Client) pay(ctx context.Context) error {
	part.Here()
	m, err := c.reachable(ctx)
	if err != nil {
		return err
	}
	hint := look(c, func(s *state) string { return s.owed })
	server := *m
	if hint == "" && c.config.Auth0 {
		server.EndSessionEndpoint = "" // it would ask the user; the older one does not
	}
	bounded, end := c.within(ctx, requestPatience, failure(Timeout, "the logout endpoint did not load"))
	defer end()
	wait.Here()
	return c.ports.Frame(bounded, oidc.LogoutRequest{ClientID: c.config.ClientID, IDTokenHint: hint}.URL(server), FrameEvents{
		Message: func(oidc.Message) {},
		Loaded:  end,
	})
}

func (c *Client) recordLogout(ctx context.Context, change func(tabs.Record) tabs.Record) {
	c.write(ctx, func(r tabs.Record) (tabs.Record, bool) { return change(r), true })
}

// ownURL refuses an address that is not of this page's origin.
func (c *Client) ownURL(option, address, base string) error {
	if address == "" {
		return nil
	}
	here, err := c.ports.URL(c.ports.Navigate.Location(), "")
	if err != nil {
		return err
	}
	url, err := c.ports.URL(address, base)
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
