package client_test

import (
	"context"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

func TestContinueDoesNotWaitForAFrozenTab(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		literal := func(c *client.Config) { c.Session.ExtendOnActivity = false }
		b := w.logIn(literal)
		w.pass(55 * time.Second)
		b.tab.Signal(client.Move)
		// another tab holds the lock and is frozen
		_, _ = w.browser.Open(shop+"/").Ports().Lock(context.Background(), "spa-session:"+issuer+":storezero", false)
		go func() {
			_, _, err := b.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
			t.Log("token:", err)
		}()
		w.pass(6 * time.Second)
		b.want(deadline.Warning)
		start := time.Now()
		err := b.ContinueSession(t.Context())
		if err != nil {
			t.Error("Continue:", err, "after", time.Since(start))
		}
		w.pass(time.Second)
		b.want(deadline.Active)
		w.pass(20 * time.Second)
	})
}
