package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// after gives a channel that is closed when milliseconds have gone, and the
// means to stop waiting for it.
func (c *Client) after(milliseconds int64) (<-chan struct{}, func()) {
	done := make(chan struct{})
	return done, c.ports.Wake(milliseconds, func() { close(done) })
}

// within bounds ctx by milliseconds of the port's time: the context package's
// own timeouts run on a clock that stands still while a device sleeps.
func (c *Client) within(ctx context.Context, milliseconds int64, onTimeout *oidc.Error) (context.Context, func()) {
	bounded, end := context.WithCancelCause(ctx)
	cancel := c.ports.Wake(milliseconds, func() { end(onTimeout) })
	return bounded, func() {
		cancel()
		end(context.Canceled)
	}
}
