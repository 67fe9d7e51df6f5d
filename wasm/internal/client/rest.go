package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Rest waits until what is not loaded with the module is there: logins, popups,
// refresh tokens, refusals (see package part). Its failures are transient.
func (c *Client) Rest(ctx context.Context) error { return c.rest(ctx) }

//go:noinline
func (c *Client) rest(ctx context.Context) error {
	wait.Here()
	if c.ports.Rest == nil {
		return nil
	}
	err := c.ports.Rest(ctx)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return cause(ctx)
	case !c.ports.Activity.Online():
		return offline()
	}
	return &oidc.Error{Code: LoadFailed, Message: "the rest of the module was not loaded; is all of the package served?", Err: err}
}
