//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewEarly is the question that the loader has put before the module was there, see
// web/early.js. host has the method early.
func NewEarly(scope *jsx.Scope, host jsx.Value) func() *client.Early {
	return func() *client.Early {
		asked := must(host.Call("early"))
		if asked.IsMissing() {
			return nil
		}
		parts := must(asked.GetAll("url", "state", "nonce", "verifier", "hint", "wall", "at", "frame"))
		text := func(i int) string { return must(parts[i].String()) }
		milliseconds := func(i int) int64 { return int64(must(parts[i].Float())) }
		frame := parts[7]
		return &client.Early{
			URL: text(0), State: text(1), Nonce: text(2), Verifier: text(3),
			At:   deadline.Instant{Wall: milliseconds(5), Mono: milliseconds(6)},
			Hint: text(4),
			Frame: func(ctx context.Context, _ string, events client.FrameEvents) error {
				return keep(ctx, scope, frame, events, func() error { return catchUp(asked, frame, events) })
			},
			Drop: func() { must(asked.Call("drop")) },
		}
	}
}

// catchUp tells what the loader has heard of the frame: whether it has loaded, and then
// the messages.
func catchUp(asked, frame jsx.Value, events client.FrameEvents) error {
	heard, err := must(asked.Call("handOver")).Items()
	if err != nil {
		return err
	}
	window := windowOf(frame)
	for _, message := range heard[1:] {
		events.Message(readMessage(message, window, events.Origin))
	}
	if loaded, _ := heard[0].Bool(); loaded {
		events.Loaded()
	}
	return nil
}
