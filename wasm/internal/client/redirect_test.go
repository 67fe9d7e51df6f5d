package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// The end comes while a tab never had metadata: redirect fails once and is never tried again.
func TestARedirectThatFailsIsToldAndTriedAgain(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		fails := true
		b := w.second(func(c *client.Config) {
			c.Session.OnSessionEnd = client.EndRedirect
			c.OpenURL = func(context.Context, string) error {
				if fails {
					return context_err{}
				}
				return nil
			}
		})
		_ = w.server.EndSession(a.GetIDTokenClaims().String("sid"))
		_ = a.ContinueSession(t.Context())
		w.pass(2 * time.Second)
		b.want(deadline.Ended)
		if b.Snapshot().Err == nil {
			t.Error("the redirect failed, and nothing says so")
		}
	})
}

type context_err struct{}

func (context_err) Error() string { return "no" }
