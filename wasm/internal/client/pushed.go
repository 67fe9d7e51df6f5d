package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// address is where the browser goes with a request. A server that wants requests
// pushed (RFC 9126) is sent it beforehand, and the browser carries a reference.
func (c *Client) address(ctx context.Context, m *oidc.Metadata, r *oidc.AuthorizationRequest) (string, error) {
	if m.PushEndpoint == "" {
		return r.URL(m.AuthorizationEndpoint), nil
	}
	if err := c.rest(ctx); err != nil {
		return "", err
	}
	return c.push(ctx, m, r)
}

//go:noinline
func (c *Client) push(ctx context.Context, m *oidc.Metadata, r *oidc.AuthorizationRequest) (string, error) {
	part.Here()
	answer, err := c.postTokens(ctx, m, KeeperRequest{Form: r.Params(), Push: true}, refreshable{})
	if err != nil {
		return "", err
	}
	body, _ := c.ports.JSON(answer.Body) // what is no JSON is told from what the status alone says
	requestURI, err := oidc.ParsePushed(answer.Status, body)
	return oidc.PushedURL(m.AuthorizationEndpoint, c.config.ClientID, requestURI), err
}
