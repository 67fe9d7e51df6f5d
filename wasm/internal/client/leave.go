package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/wait"
)

// Destination is what the page is left for.
type Destination string

// The destinations.
const (
	ToLogin   Destination = "login"
	ToLogout  Destination = "logout"
	ToLanding Destination = "landing" // onIdle: redirect
)

// leaveLimit is how long the app may save its user's work, in milliseconds: a
// button that does nothing for longer is pressed again.
const leaveLimit = 10_000

// mayLeave lets the app save what is not saved yet (WCAG 2.2.5), while it still has
// its tokens. The app may refuse; one that takes too long has not.
func (c *Client) mayLeave(ctx context.Context, to Destination) error {
	ask := c.config.OnBeforeRedirect
	if ask == nil {
		return nil
	}
	if err := c.rest(ctx); err != nil {
		return err
	}
	return c.askApp(ctx, to)
}

//go:noinline
func (c *Client) askApp(ctx context.Context, to Destination) error {
	part.Here()
	limited, end := context.WithCancel(ctx)
	defer end()
	defer c.ports.Wake(leaveLimit, end)()
	wait.Here()
	if !c.config.OnBeforeRedirect(limited, to) {
		return failure(Cancelled, "onBeforeRedirect has refused to leave the page")
	}
	return nil
}
