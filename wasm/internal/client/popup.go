package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/oidc"
)

const (
	popupTimeout  = 60   // seconds for a whole login, as auth0-spa-js has it
	popupInterval = 1000 // how often a popup is asked whether it was closed, ms
)

// RelayPrefix begins the name of the channel that popup.html answers by; the
// state of the login is the rest, which nobody can guess.
const RelayPrefix = "spa-session.popup."

// LoginWithPopup logs in in a window of its own, and gives the token that came
// of it. It must be called while the browser handles a user's act, unless the
// app has opened the window.
func (c *Client) LoginWithPopup(ctx context.Context, o LoginOptions, p PopupOptions) (Token, error) {
	window, err := c.OpenPopup(p.Window) // first of all: a popup blocker waits for nothing
	if err != nil {
		return Token{}, err
	}
	if err := c.rest(ctx); err != nil {
		window.Close()
		return Token{}, err
	}
	return c.LoginIn(ctx, window, &o, &p)
}

// OpenPopup begins a login in a popup, in given or, if that is nil, in a window of its own.
func (c *Client) OpenPopup(given any) (*Window, error) {
	window, err := c.open(given)
	if err == nil {
		c.present()
	}
	return window, err
}

// LoginIn goes on in the window that OpenPopup gave. It is a part of the rest.
//
//go:noinline
func (c *Client) LoginIn(ctx context.Context, window *Window, o *LoginOptions, p *PopupOptions) (Token, error) {
	part.Here()
	if !p.KeepOpen {
		defer window.Close()
	}
	m, err := c.metadata(ctx)
	if err != nil {
		return Token{}, err
	}
	ours := o.Authorization.RedirectURI
	if ours == "" {
		ours = c.config.Silent.PopupURI
	}
	o.Authorization = o.Authorization.with(c.config.Authorization)
	back, err := c.wayBack(m, &o.Authorization, ours)
	if err != nil {
		return Token{}, err
	}
	o.Authorization.RedirectURI = back.redirectURI
	t, request, err := c.login(ctx, m, o)
	if err != nil {
		return Token{}, err
	}
	back.ask(request)
	timeout := p.Timeout
	if timeout == 0 {
		timeout = popupTimeout
	}
	url, err := c.address(ctx, m, request)
	if err != nil {
		return Token{}, err
	}
	answer, err := c.popupAnswer(ctx, window, url, back, t.State, timeout*1000)
	if err != nil {
		return Token{}, err
	}
	return c.enterBy(ctx, m, t, answer)
}

func (c *Client) open(given any) (*Window, error) {
	window, err := c.ports.Popup(given)
	if err != nil {
		return nil, &oidc.Error{Code: PopupBlocked, Message: "the browser opened no window; was this called in the handler of a click?", Err: err}
	}
	return window, nil
}

// popupAnswer waits for the answer of a popup. Of one whose opener was taken away
// from it (Cross-Origin-Opener-Policy) nobody can tell whether it was closed: so
// where our own page answers over a channel, that is not asked.
//
//go:noinline
func (c *Client) popupAnswer(ctx context.Context, window *Window, url string, back *way, state string, timeout int64) (none oidc.AuthorizationResponse, _ error) {
	part.Here()
	relay := ""
	if !back.webMessage {
		relay = RelayPrefix + state
	}
	answers := make(chan oidc.AuthorizationResponse, 1)
	stop, err := window.Listen(relay, back.origin, back.hear(state, answers))
	if err != nil {
		return none, err
	}
	defer stop()
	if err := window.Go(url); err != nil {
		return none, err
	}
	bounded, end := c.within(ctx, timeout, failure(Timeout, "no answer from the popup in time, or it was closed"))
	defer end()
	for closed := false; ; {
		later, cancel := c.after(popupInterval)
		select {
		case answer := <-answers:
			cancel()
			return answer, nil
		case <-bounded.Done():
			cancel()
			return none, cause(bounded)
		case <-later:
		}
		if closed { // for a second: what it has posted last would be here
			return none, failure(PopupClosed, "the popup was closed before the login was done")
		}
		closed = relay == "" && window.Closed()
	}
}
