package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// obtain runs the frame, or the popup, and exchanges its code.
func (c *Client) obtain(ctx context.Context, a *ask, early *Early) (*grant, error) {
	if a.refresh || a.window == nil && c.blocked() && c.config.Silent.Fallback == FallbackRefresh && c.refreshes(&TokenOptions{}, &a.authorization) {
		if err := c.rest(ctx); err != nil {
			return nil, err
		}
		if !a.refresh {
			c.claim(ctx, nil)
		}
		return c.refreshed(ctx, &a.authorization)
	}
	if a.window == nil && c.blocked() {
		return nil, cookiesBlocked()
	}
	claimed := c.claimAside(ctx, a, early)
	defer func() { <-claimed }()
	m, err := c.metadata(ctx)
	if err != nil {
		return nil, err
	}
	ours := c.config.Silent.RedirectURI
	if a.window != nil {
		ours = c.config.Silent.PopupURI
	}
	asked := c.stay(a.authorization)
	back, err := c.wayBack(m, &asked, ours)
	if err != nil {
		return nil, err
	}
	asked.RedirectURI = back.redirectURI
	p := c.newProof()
	wasAsked := early.serves(&p)
	request, url, err := c.silentRequest(ctx, m, &p, &asked, back)
	if err != nil {
		return nil, err
	}
	open := c.ports.Frame
	switch {
	case wasAsked && url == early.URL:
		open = early.Frame
	case wasAsked:
		p = c.newProof() // what went out with another question is worth nothing for this one
		if request, url, err = c.silentRequest(ctx, m, &p, &asked, back); err != nil {
			return nil, err
		}
	}
	if a.window != nil {
		if err := c.rest(ctx); err != nil {
			return nil, err
		}
		answer, err := c.popupAnswer(ctx, a.window, url, back, p.State, a.timeout)
		if err != nil {
			return nil, err
		}
		return c.redeem(ctx, m, answer, &p, &asked)
	}
	frame := c.openFrame(ctx, open, url, back, p.State, a.timeout)
	answer, err := c.awaitAnswer(frame, back)
	var g *grant
	if err == nil {
		g, err = c.redeem(ctx, m, answer, &p, &asked)
	}
	if err == nil {
		g.question = c.question(a, m, request)
	}
	<-frame.gone
	return g, err
}

// silentRequest is the request that p belongs to, and where the browser goes with it.
func (c *Client) silentRequest(ctx context.Context, m *oidc.Metadata, p *proof, a *Authorization, back *way) (request *oidc.AuthorizationRequest, url string, err error) {
	request, err = c.request(ctx, m, p, a)
	if err != nil {
		return nil, "", err
	}
	request.Prompt = "none"
	p.ACRValues = "" // servers tell acr in the login's own answer alone
	back.ask(request)
	url, err = c.address(ctx, m, request)
	return request, url, err
}
