package client_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

func answerWith(response map[string]any) map[string]any {
	return map[string]any{"type": "authorization_response", "response": response}
}

// forgeries are what others may post at a page while it waits for the server.
// state is the right one.
var forgeries = []struct {
	name string
	post func(state string) oidc.Message
}{
	{"another origin", func(state string) oidc.Message {
		return oidc.Message{Origin: "https://evil.example", FromFrame: true, Data: answerWith(map[string]any{"code": "x", "state": state})}
	}},
	{"the origin as a prefix", func(state string) oidc.Message {
		return oidc.Message{Origin: asOrigin + ".evil.example", FromFrame: true, Data: answerWith(map[string]any{"code": "x", "state": state})}
	}},
	{"the right origin, another window", func(state string) oidc.Message {
		return oidc.Message{Origin: asOrigin, Data: answerWith(map[string]any{"code": "x", "state": state})}
	}},
	{"a wrong state", func(string) oidc.Message {
		return oidc.Message{Origin: asOrigin, FromFrame: true, Data: answerWith(map[string]any{"code": "x", "state": "guessed"})}
	}},
	{"no state", func(string) oidc.Message {
		return oidc.Message{Origin: asOrigin, FromFrame: true, Data: answerWith(map[string]any{"code": "x"})}
	}},
	{"an error with a wrong state", func(string) oidc.Message {
		return oidc.Message{Origin: asOrigin, FromFrame: true, Data: answerWith(map[string]any{"error": "login_required", "state": "guessed"})}
	}},
	{"an error without state", func(string) oidc.Message {
		return oidc.Message{Origin: asOrigin, FromFrame: true, Data: answerWith(map[string]any{"error": "login_required"})}
	}},
	{"another type", func(state string) oidc.Message {
		return oidc.Message{Origin: asOrigin, FromFrame: true, Data: map[string]any{"type": "relay_request", "response": map[string]any{"code": "x", "state": state}}}
	}},
	{"a string", func(string) oidc.Message {
		return oidc.Message{Origin: asOrigin, FromFrame: true, Data: "authorization_response"}
	}},
	{"nothing", func(string) oidc.Message { return oidc.Message{Origin: asOrigin, FromFrame: true} }},
	{"code and error", func(state string) oidc.Message {
		return oidc.Message{Origin: asOrigin, FromFrame: true, Data: answerWith(map[string]any{"code": "x", "error": "login_required", "state": state})}
	}},
}

func TestAForgedMessageChangesNothingAndTheRealAnswerWins(t *testing.T) {
	for _, f := range forgeries {
		t.Run(f.name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				posted := 0
				w.ports = func(ports *client.Ports) {
					frame := ports.Frame
					ports.Frame = func(ctx context.Context, address string, events client.FrameEvents) error {
						u, err := url.Parse(address)
						if err != nil {
							return err
						}
						events.Message(f.post(u.Query().Get("state")))
						posted++
						return frame(ctx, address, events)
					}
				}
				p := w.logIn()
				if err := p.ContinueSession(t.Context()); err != nil {
					t.Errorf("Continue: %v", err)
				}
				p.want(deadline.Active)
				if posted != 1 {
					t.Errorf("the forgery was posted %d times", posted)
				}
			})
		})
	}
}
