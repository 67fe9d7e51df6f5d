//go:build js

package browser

import (
	"errors"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// NewPopup opens windows, or takes what the app has opened: a [jsx.Value].
func NewPopup(scope *jsx.Scope) client.Popup {
	return func(given any) (*client.Window, error) {
		window, isValue := given.(jsx.Value)
		if !isValue || window.IsMissing() {
			var err error
			if window, err = jsx.Global().Call("open", "", "_blank", "popup,width=400,height=600"); err != nil {
				return nil, err
			}
		}
		p := &popup{scope: scope, window: window}
		if window.IsMissing() || p.closed() {
			return nil, errors.New("browser: no window was opened")
		}
		return &client.Window{Closed: p.closed, Close: p.close,
			Listen: func(relay, origin string, message func(oidc.Message)) (func(), error) {
				part.Here()
				return p.listen(relay, origin, message)
			},
			Go: func(url string) error {
				part.Here()
				return p.leadTo(url)
			},
		}, nil
	}
}

type popup struct {
	scope  *jsx.Scope
	window jsx.Value
	relay  string // the channel by which popup.html answers
}

// listen hears postMessage, or the channel: to that nobody but pages of this
// origin can post, so what is heard there counts as the window's own.
func (p *popup) listen(relay, origin string, message func(oidc.Message)) (stop func(), err error) {
	scope := p.scope.Sub()
	p.relay = relay
	if relay != "" {
		var channel jsx.Value
		if channel, err = construct("BroadcastChannel", relay); err == nil {
			scope.Defer(func() { must(channel.Call("close")) })
			_, err = scope.Listen(channel, "message", jsx.ListenOptions{}, func(event jsx.Value) {
				heard := oidc.Message{FromFrame: true}
				heard.Origin, _ = event.GetString("origin")
				heard.Data, _ = event.GetString("data")
				message(heard)
			})
		}
	} else {
		_, err = scope.Listen(jsx.Global(), "message", jsx.ListenOptions{}, func(event jsx.Value) {
			message(readMessage(event, p.window, origin))
		})
	}
	if err != nil {
		scope.Close()
		return nil, problem("the popup cannot be listened to", err)
	}
	return scope.Close, nil
}

func (p *popup) leadTo(url string) error {
	location, err := p.window.Get("location")
	if err == nil {
		err = navigateTo(location, "replace", url)
	}
	return err
}

func (p *popup) closed() bool {
	closed, err := p.window.GetBool("closed")
	return err == nil && closed
}

// close asks popup.html to close itself: its opener may not be able to.
func (p *popup) close() {
	if p.relay != "" {
		if channel, err := construct("BroadcastChannel", p.relay); err == nil {
			must(channel.Call("postMessage", nil))
			must(channel.Call("close"))
		}
	}
	_, _ = p.window.Call("close") // one that is closed already stays so
}

// Isolated tells whether other origins' pages are kept away from this one.
func Isolated() bool {
	isolated, err := jsx.Global().GetBool("crossOriginIsolated")
	return err == nil && isolated
}
