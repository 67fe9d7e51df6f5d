package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Which way an answer comes out of the frame.
func TestTheWayOutOfTheFrame(t *testing.T) {
	for name, row := range map[string]struct {
		alter    func(*client.Config)
		isolated bool
		mode     string
	}{
		"a domain: Auth0 posts":                           {func(*client.Config) {}, false, "web_message"},
		"an issuer that does not list web_message":        {listing("query"), false, ""},
		"an issuer that lists web_message":                {listing("query", "web_message"), false, "web_message"},
		"told so":                                         {byRedirect, false, ""},
		"an isolated page that is told to be returned to": {byRedirect, true, ""},
		"an isolated page that is told to be posted to":   {func(c *client.Config) { c.Silent.Mode = client.ModeWebMessage }, true, "web_message"},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				w.ports = func(p *client.Ports) { p.Isolated = row.isolated }
				p := w.logIn(row.alter)
				w.forget()
				if err := p.ContinueSession(t.Context()); err != nil {
					t.Fatal(err)
				}
				p.want(deadline.Active)
				var modes, pages []string
				for _, r := range w.seen {
					if r.URL.Path == "/authorize" {
						modes = append(modes, r.URL.Query().Get("response_mode"))
						pages = append(pages, r.URL.Query().Get("redirect_uri"))
					}
				}
				want := shop + "/spa-session/silent.html"
				if row.mode != "" {
					want = shop + "/callback"
				}
				if len(modes) != 1 || modes[0] != row.mode || pages[0] != want {
					t.Errorf("asked by %q for %q, want %q for %q", modes, pages, row.mode, want)
				}
			}, returns)
		})
	}
}

// listing is an issuer whose metadata has these response modes.
func listing(modes ...any) func(*client.Config) {
	at := func(path string) string { return issuer + path }
	return func(c *client.Config) {
		c.Auth0 = false
		c.Metadata = map[string]any{
			"issuer": issuer, "authorization_endpoint": at("authorize"), "token_endpoint": at("oauth/token"),
			"jwks_uri": at(".well-known/jwks.json"), "end_session_endpoint": at("oidc/logout"),
			"response_modes_supported": modes,
		}
	}
}

// What others post to a page that waits for its silent.html.
func TestForgedReturnsAreIgnored(t *testing.T) {
	address := func(state string) string { return shop + "/spa-session/silent.html?code=x&state=" + state }
	for name, forge := range map[string]func(state string) oidc.Message{
		"another origin": func(state string) oidc.Message {
			return oidc.Message{Origin: "https://evil.example", FromFrame: true, Data: address(state)}
		},
		"the server's origin": func(state string) oidc.Message {
			return oidc.Message{Origin: asOrigin, FromFrame: true, Data: address(state)}
		},
		"another window": func(state string) oidc.Message { return oidc.Message{Origin: shop, Data: address(state)} },
		"a wrong state": func(string) oidc.Message {
			return oidc.Message{Origin: shop, FromFrame: true, Data: address("guessed")}
		},
		"no state": func(string) oidc.Message {
			return oidc.Message{Origin: shop, FromFrame: true, Data: shop + "/spa-session/silent.html?error=login_required"}
		},
		"no text": func(state string) oidc.Message {
			return oidc.Message{Origin: shop, FromFrame: true, Data: answerWith(map[string]any{"code": "x", "state": state})}
		},
		"two codes": func(state string) oidc.Message {
			return oidc.Message{Origin: shop, FromFrame: true, Data: address(state) + "&code=y"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				posted := 0
				w.ports = func(ports *client.Ports) {
					frame := ports.Frame
					ports.Frame = func(ctx context.Context, url string, events client.FrameEvents) error {
						events.Message(forge(query(t, url).Get("state")))
						posted++
						return frame(ctx, url, events)
					}
				}
				p := w.logIn(byRedirect)
				if err := p.ContinueSession(t.Context()); err != nil {
					t.Error(err)
				}
				p.want(deadline.Active)
				if posted != 1 {
					t.Errorf("the forgery was posted %d times", posted)
				}
			}, returns)
		})
	}
}

// A page that is not registered with the server: the frame shows the server's
// error page, and the message says what to look at.
func TestASilentPageThatIsNotRegistered(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(byRedirect)
		if err := p.ContinueSession(t.Context()); code(err) != client.ErrorPage {
			t.Error(err)
		}
		p.want(deadline.Active)
	})
}
