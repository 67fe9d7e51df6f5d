package client

import (
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// flights lets callers that want the same thing at the same time share one
// request for it.
type flights struct {
	mu     sync.Mutex
	byKey  map[string]*flight
	ground context.Context // ends with a freeze; requests are then given up
	stop   context.CancelCauseFunc
}

type flight struct {
	done  chan struct{}
	token *Token
	err   error
}

// join waits for the flight of that key, and starts it if there is none. The
// flight goes on when its first caller gives up: others may wait for it.
func (c *Client) join(ctx context.Context, key string, run func(context.Context) (*Token, error)) (*Token, error) {
	return c.await(ctx, c.board(key, run))
}

func (c *Client) await(ctx context.Context, f *flight) (*Token, error) {
	select {
	case <-f.done:
		return f.token, f.err
	case <-ctx.Done():
		return nil, cause(ctx)
	case <-c.ctx.Done():
		return nil, cause(c.ctx)
	}
}

func (c *Client) board(key string, run func(context.Context) (*Token, error)) *flight {
	fs := &c.flights
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f := fs.byKey[key]; f != nil {
		return f
	}
	if fs.byKey == nil {
		fs.byKey = map[string]*flight{}
	}
	if fs.ground == nil {
		fs.ground, fs.stop = context.WithCancelCause(c.ctx)
	}
	f, ground := &flight{done: make(chan struct{})}, fs.ground
	fs.byKey[key] = f
	go func() {
		wait.Here()
		f.token, f.err = run(ground)
		fs.mu.Lock()
		if fs.byKey[key] == f {
			delete(fs.byKey, key)
		}
		fs.mu.Unlock()
		close(f.done)
		c.lookAgain(false)
	}()
	return f
}

// flying gives the request of that key, nil if none is under way.
func (c *Client) flying(key string) *flight {
	c.flights.mu.Lock()
	defer c.flights.mu.Unlock()
	return c.flights.byKey[key]
}

// abandon gives up every request in flight. Its answer, should it still come,
// counts for nothing.
func (c *Client) abandon(why *oidc.Error) {
	c.flights.mu.Lock()
	stop := c.flights.stop
	c.flights.ground, c.flights.stop, c.flights.byKey = nil, nil, nil
	c.flights.mu.Unlock()
	if stop != nil {
		stop(why)
	}
}
