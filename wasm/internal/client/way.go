package client

import (
	"slices"

	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// way is how an answer comes back out of a frame or a popup: posted by the
// server's own page (web_message), or by a page of ours that the server sends
// the browser back to. The origin that is listened to is that page's.
type way struct {
	webMessage  bool
	origin      string
	redirectURI string
}

// wayBack finds it. ours is the page for servers that do not post; a popup's
// call may name another.
func (c *Client) wayBack(m *oidc.Metadata, a *Authorization, ours string) (*way, error) {
	back := &way{webMessage: c.speaksWebMessage(m), redirectURI: a.RedirectURI}
	from := m.AuthorizationEndpoint
	if !back.webMessage {
		back.redirectURI, from = ours, ours
	}
	url, err := c.ports.URL(from, "")
	back.origin = url.Origin
	return back, err
}

// speaksWebMessage tells whether answers may be asked for by postMessage. Auth0
// has that mode and does not list it. The popup of a cross-origin isolated
// page does not know its opener.
func (c *Client) speaksWebMessage(m *oidc.Metadata) bool {
	switch c.config.Silent.Mode {
	case ModeWebMessage:
		return true
	case ModeRedirect:
		return false
	}
	return !c.ports.Isolated && (c.config.Auth0 || slices.Contains(m.ResponseModes, "web_message"))
}

// ask has the request sent that way.
func (w *way) ask(request *oidc.AuthorizationRequest) {
	request.RedirectURI = w.redirectURI
	if w.webMessage {
		request.ResponseMode = "web_message"
	}
}

// hear passes on the answer that carries state, and nothing else.
func (w *way) hear(state string, answers chan<- oidc.AuthorizationResponse) func(oidc.Message) {
	return func(m oidc.Message) {
		parse := oidc.ParseReturn
		if w.webMessage {
			parse = oidc.ParseMessage
		}
		if answer, ok := parse(m, w.origin, state); ok {
			wait.Offer(answers, answer)
		}
	}
}

// needs is what must be so for an answer to come.
func (w *way) needs() string {
	if w.webMessage {
		return "is this origin one of the client's allowed web origins, and the server in frame-src?"
	}
	return "is " + w.redirectURI + " one of the client's redirect URIs, and are the server and 'self' in frame-src?"
}
