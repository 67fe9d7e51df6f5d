//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// NewFrame opens hidden frames, which go with the scope at the latest.
func NewFrame(scope *jsx.Scope) client.Frame {
	return func(ctx context.Context, url string, events client.FrameEvents) error {
		frame, err := makeFrame()
		if err != nil {
			return problem("no frame can be made", err)
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
		return problem("the frame cannot be listened to", err)
	}
	if err := begin(); err != nil {
		return problem("the frame cannot be loaded", err)
	}
	select {
	case <-ctx.Done():
	case <-own.Context().Done():
	}
	return nil
}

// makeFrame makes a frame that nobody sees, hears or can step into, without
// the inline style that a strict policy forbids.
func makeFrame() (jsx.Value, error) {
	frame, err := call([]string{"document", "createElement"}, "iframe")
	if err != nil {
		return jsx.Value{}, err
	}
	for _, attribute := range [][2]string{
		{"hidden", ""}, {"aria-hidden", "true"}, {"tabindex", "-1"}, {"title", "spa-session"}, {"width", "0"}, {"height", "0"},
	} {
		if _, err := frame.Call("setAttribute", attribute[0], attribute[1]); err != nil {
			return jsx.Value{}, err
		}
	}
	return frame, nil
}

func listen(scope *jsx.Scope, frame jsx.Value, events client.FrameEvents) error {
	_, err := scope.Listen(jsx.Global(), "message", jsx.ListenOptions{}, func(event jsx.Value) {
		events.Message(readMessage(event, windowOf(frame), events.Origin))
	})
	if err != nil {
		return err
	}
	_, err = scope.Listen(frame, "load", jsx.ListenOptions{}, func(jsx.Value) { events.Loaded() })
	return err
}

// load sets the address first, so that the blank page of a frame without one
// does not count as loaded.
func load(frame jsx.Value, url string) error {
	if err := frame.Set("src", url); err != nil {
		return err
	}
	parent, err := jsx.Global().Get("document", "body")
	if err != nil {
		return err
	}
	if parent.IsMissing() {
		if parent, err = jsx.Global().Get("document", "documentElement"); err != nil {
			return err
		}
	}
	_, err = parent.Call("append", frame)
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
