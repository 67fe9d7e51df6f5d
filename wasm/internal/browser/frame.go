//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// NewFrame opens hidden frames, which go with the scope at the latest. host is the loader,
// whose method frame makes one that nobody sees, hears or can step into.
func NewFrame(scope *jsx.Scope, host jsx.Value) client.Frame {
	return func(ctx context.Context, url string, events client.FrameEvents) error {
		frame, err := host.Call("frame")
		if err != nil {
			return err
		}
		return keep(ctx, scope, frame, events, func() error { return load(frame, url) })
	}
}

// keep hears a frame once it was begun with, until ctx or scope ends, and removes it.
func keep(ctx context.Context, scope *jsx.Scope, frame jsx.Value, events client.FrameEvents, begin func() error) error {
	own := scope.Sub()
	defer own.Close()
	// The app may have replaced the body meanwhile: an element that is in no
	// document is removed without complaint.
	own.Defer(func() { must(frame.Call("remove")) })
	if err := listen(own, frame, events); err != nil {
		return err
	}
	if err := begin(); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
	case <-own.Context().Done():
	}
	return nil
}

func listen(scope *jsx.Scope, frame jsx.Value, events client.FrameEvents) error {
	_, err := scope.Listen(jsx.Global(), "message", jsx.ListenOptions{}, func(event jsx.Value) {
		events.Message(readMessage(event, windowOf(frame), events.Origin))
	})
	if err != nil {
		return err
	}
	return scope.Hear(frame, "load", events.Loaded)
}

// load sets the address first, so that the blank page of a frame without one
// does not count as loaded.
func load(frame jsx.Value, url string) error {
	if err := frame.Set("src", url); err != nil {
		return err
	}
	_, err := call([]string{"document", "body", "append"}, frame)
	if err != nil { // there is no body yet
		_, err = call([]string{"document", "documentElement", "append"}, frame)
	}
	return err
}

// readMessage reads the data of what comes from origin and from window:
// anybody else may send what they like, of any size and shape. What cannot be
// read stays empty, and a message without origin and data is nobody's.
func readMessage(event, window jsx.Value, origin string) oidc.Message {
	var message oidc.Message
	message.Origin, _ = event.GetString("origin")
	message.FromFrame = isFrom(event, window)
	if !message.FromFrame || message.Origin != origin {
		return message
	}
	data, err := event.Get("data")
	if err != nil {
		return message
	}
	message.Data, _ = jsx.FromJS(data, jsx.Limits{})
	return message
}

// windowOf is asked for at the time of each message: a frame that was removed has
// no window.
func windowOf(frame jsx.Value) jsx.Value {
	window, err := frame.Get("contentWindow")
	if err != nil {
		return jsx.Undefined()
	}
	return window
}

// isFrom: a sender that was closed is no window either; two of these are equal and
// yet strangers.
func isFrom(event, window jsx.Value) bool {
	source, err := event.Get("source")
	return err == nil && !source.IsMissing() && source.Equal(window)
}
