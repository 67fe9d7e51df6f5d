package client_test

import (
	"slices"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// left is what became of the page, and what its app was asked before.
type left struct {
	to   []client.Destination
	urls []string
}

// leaving has the app answer answer when the page is about to be left.
func leaving(l *left, answer func(ctx context.Context) bool) func(*client.Config) {
	return func(c *client.Config) {
		c.OnBeforeRedirect = func(ctx context.Context, to client.Destination) bool {
			l.to = append(l.to, to)
			return answer(ctx)
		}
		c.OpenURL = func(_ context.Context, url string) error {
			l.urls = append(l.urls, url)
			return nil
		}
	}
}

func TestTheAppSavesBeforeThePageIsLeft(t *testing.T) {
	acts := map[client.Destination]func(p *page) error{
		client.ToLogin:  func(p *page) error { return p.LogInHere(p.w.t.Context()) },
		client.ToLogout: func(p *page) error { return p.LogOutHere(p.w.t.Context()) },
	}
	for to, act := range acts {
		t.Run(string(to), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				w.logIn()
				var l left
				var p *page
				signedIn := false
				p = w.second(leaving(&l, func(context.Context) bool {
					signedIn = p.IsAuthenticated()
					return true
				}))
				if err := act(p); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(l.to, []client.Destination{to}) || len(l.urls) != 1 {
					t.Errorf("the app was asked for %q; the page went to %q", l.to, l.urls)
				}
				if !signedIn {
					t.Error("the app was asked when its tokens were gone")
				}
			})
		})
		t.Run(string(to)+", refused", func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				w.logIn()
				var l left
				p := w.second(leaving(&l, func(context.Context) bool { return false }))
				if got := code(act(p)); got != client.Cancelled {
					t.Errorf("got %s", got)
				}
				if len(l.urls) != 0 {
					t.Errorf("the page went to %q", l.urls)
				}
				p.want(deadline.Active)
			})
		})
	}
}

func TestAnAppThatNeverAnswersKeepsNobody(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.logIn()
		var l left
		p := w.second(leaving(&l, func(ctx context.Context) bool {
			<-ctx.Done()
			return true
		}))
		start := time.Now()
		if err := p.LogInHere(t.Context()); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited != 10*time.Second || len(l.urls) != 1 {
			t.Errorf("the page went to %q after %s", l.urls, waited)
		}
	})
}

func TestALogoutOfThisPageAloneLeavesNothing(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.logIn()
		var l left
		p := w.second(leaving(&l, func(context.Context) bool { return false }))
		if err := p.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Error(err)
		}
		if len(l.to) != 0 {
			t.Errorf("the app was asked for %q", l.to)
		}
		p.want(deadline.SignedOut)
	})
}

// What the client does by itself is asked for once: an app that keeps the page has
// its reason.
func TestAnAppThatKeepsThePageIsAskedOnce(t *testing.T) {
	for name, row := range map[string]struct {
		to    client.Destination
		alter func(*client.Config)
	}{
		"onIdle": {client.ToLanding, func(c *client.Config) {
			c.Session.OnIdle, c.Session.LandingURL = client.IdleRedirect, shop+"/landing"
		}},
		"onSessionEnd": {client.ToLogin, func(c *client.Config) { c.Session.OnSessionEnd = client.EndRedirect }},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				first := w.logIn()
				var l left
				p := w.second(leaving(&l, func(context.Context) bool { return false }), row.alter)
				if row.to == client.ToLogin {
					if err := w.server.EndSession(first.GetIDTokenClaims().String("sid")); err != nil {
						t.Fatal(err)
					}
					_ = p.ContinueSession(t.Context()) // finds out that it has ended
				}
				for range 300 {
					w.pass(time.Second) // nobody is there: the deadline passes
				}
				if !slices.Equal(l.to, []client.Destination{row.to}) || len(l.urls) != 0 {
					t.Errorf("the app was asked for %q; the page went to %q", l.to, l.urls)
				}
			})
		})
	}
}
