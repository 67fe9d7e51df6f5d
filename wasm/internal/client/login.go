package client

import (
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/text"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// LoginWithRedirect leaves the page for the server's login. It comes back to the
// redirect URI, where HandleRedirectCallback completes it.
func (c *Client) LoginWithRedirect(ctx context.Context, o LoginOptions) error {
	c.present()
	if err := c.mayLeave(ctx, ToLogin); err != nil {
		return err
	}
	if err := c.rest(ctx); err != nil {
		return err
	}
	return c.leaveForLogin(ctx, &o)
}

//go:noinline
func (c *Client) leaveForLogin(ctx context.Context, o *LoginOptions) error {
	part.Here()
	m, err := c.metadata(ctx)
	if err != nil {
		return err
	}
	if err := c.ownURL("appState.returnTo", o.ReturnTo, c.ports.Navigate.Location()); err != nil {
		return err
	}
	o.Authorization = o.Authorization.with(c.config.Authorization)
	t, request, err := c.login(ctx, m, o)
	if err != nil {
		return err
	}
	url, err := c.address(ctx, m, request)
	if err != nil {
		return err
	}
	if err := c.keep(t); err != nil {
		return err
	}
	if o.Fragment != "" {
		url += "#" + o.Fragment
	}
	if err := c.leave(ctx, o.OpenURL, url); err != nil {
		c.drop(t)
		return err
	}
	return nil
}

// login begins one: what is kept of it, and the request.
func (c *Client) login(ctx context.Context, m *oidc.Metadata, o *LoginOptions) (*transaction, *oidc.AuthorizationRequest, error) {
	c.read(ctx)
	a := o.Authorization
	p := c.newProof()
	request, err := c.request(ctx, m, &p, &a)
	if err != nil {
		return nil, nil, err
	}
	request.Prompt, request.LoginHint = o.Prompt, o.LoginHint
	if look(c, func(s *state) bool { return s.shared.State == tabs.LogoutPending }) {
		request.Prompt = "login" // it carries out the logout that the server was not told of
	}
	return &transaction{
		proof:       p,
		redirectURI: a.RedirectURI,
		scope:       a.Scope,
		audience:    a.Audience,
		appState:    o.AppState,
		sentAt:      c.ports.Now().Wall,
		quiet:       request.Prompt == "none",
	}, request, nil
}

// LogInHere is the dialog's Log in. Where popups are allowed it keeps the page; a
// browser that opens none leaves it all the same.
func (c *Client) LogInHere(ctx context.Context) error {
	if c.config.Silent.Fallback == FallbackPopup {
		if window, err := c.OpenPopup(nil); err == nil {
			if err := c.rest(ctx); err != nil {
				window.Close()
				return err
			}
			return c.logInBeside(ctx, window)
		}
	}
	if err := c.rest(ctx); err != nil {
		return err
	}
	return c.logInHere(ctx)
}

//go:noinline
func (c *Client) logInBeside(ctx context.Context, window *Window) error {
	part.Here()
	o := c.again()
	o.Authorization.RedirectURI = "" // popup.html's, where it is the way back
	_, err := c.LoginIn(ctx, window, &o, &PopupOptions{})
	return err
}

//go:noinline
func (c *Client) logInHere(ctx context.Context) error {
	part.Here()
	return c.LoginWithRedirect(ctx, c.again())
}

// again is a login as the same user, back to the same page. In an absolute
// warning the server would not ask again by itself, so it is told to.
func (c *Client) again() LoginOptions {
	o := LoginOptions{AppState: c.backHere(), Authorization: c.stay(c.config.Authorization)}
	if look(c, func(s *state) bool { return s.view(s.asOf).Kind == deadline.KindAbsolute }) {
		o.Prompt = "login"
	}
	o.LoginHint = look(c, func(s *state) string { return s.loginHint })
	return o
}

// backHere is the app state that leads back to where the user is.
func (c *Client) backHere() string { return `{"returnTo":` + text.Quote(c.place()) + `}` }

// place is where in the app the user is: path, query and fragment. A URL is
// ASCII once it has been parsed, so quoting it for Go quotes it for JSON.
func (c *Client) place() string {
	here, err := c.ports.URL(c.ports.Navigate.Location(), "")
	if err != nil {
		return "/"
	}
	return "/" + strings.TrimLeft(here.Pathname, "/") + here.Search + here.Hash
}

// leave goes to url the way that the call or the app asks for.
func (c *Client) leave(ctx context.Context, openURL func(context.Context, string) error, url string) error {
	wait.Here()
	switch {
	case openURL != nil:
		return openURL(ctx, url)
	case c.config.OpenURL != nil:
		return c.config.OpenURL(ctx, url)
	}
	return c.ports.Navigate.Assign(url)
}

// present notes an explicit act of the user.
func (c *Client) present() {
	now := c.ports.Now()
	c.change(func(s *state) { s.act(now) })
}
