package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// Where popups are allowed the dialog's Log in keeps the page; one that is blocked leaves it as ever.
func TestTheDialogsLogInKeepsThePage(t *testing.T) {
	allowed := func(c *client.Config) { c.Silent.Fallback = client.FallbackPopup }
	t.Run("in a popup", func(t *testing.T) {
		inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
			p := w.visitor(email, password, allowed)
			if err := p.LogInHere(t.Context()); err != nil {
				t.Fatal(err)
			}
			p.want(deadline.Active)
			if left := p.tab.Left(); left != "" {
				t.Errorf("the page was left for %s", left)
			}
		}, returns)
	})
	t.Run("blocked", func(t *testing.T) {
		inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
			p := w.visitor(email, password, allowed)
			p.tab.BlockPopups = true
			if err := p.LogInHere(t.Context()); err != nil {
				t.Fatal(err)
			}
			if p.tab.Left() == "" {
				t.Error("the page was not left")
			}
		}, returns)
	})
}
