//go:build js

package browser

import (
	"math"

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
		texts := must(asked.GetStrings("url", "state", "nonce", "verifier", "hint"))
		milliseconds := func(name string) int64 { return int64(math.Round(must(asked.GetFloat(name)))) }
		return &client.Early{
			URL: texts[0], State: texts[1], Nonce: texts[2], Verifier: texts[3],
			At:   deadline.Instant{Wall: milliseconds("wall"), Mono: milliseconds("at")},
			Hint: texts[4],
			Frame: func(ctx context.Context, _ string, events client.FrameEvents) error {
				frame := must(asked.Get("frame"))
				return keep(ctx, scope, frame, events, func() error { return catchUp(asked, frame, events) })
			},
			Drop: func() { must(asked.Call("drop")) },
		}
	}
}

// catchUp tells what the loader has heard of the frame.
func catchUp(asked, frame jsx.Value, events client.FrameEvents) error {
	heard, err := asked.Call("handOver")
	if err != nil {
		return err
	}
	messages, err := heard.Get("messages")
	if err != nil {
		return err
	}
	items, err := messages.Items()
	if err != nil {
		return err
	}
	window := windowOf(frame)
	for _, message := range items {
		events.Message(readMessage(message, window, events.Origin))
	}
	loaded, err := heard.GetBool("loaded")
	if loaded {
		events.Loaded()
	}
	return err
}
