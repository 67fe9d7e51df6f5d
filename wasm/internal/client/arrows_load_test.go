package client_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// The rows of the table that begin in loading.

func somebodyAtLoad(t *testing.T) {
	t.Run("callback", func(t *testing.T) {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			p := w.logIn()
			p.shows("")
			w.asked(0)
		})
	})
	t.Run("hint", func(t *testing.T) {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			again := w.open(w.logIn().tab.Reload(shop + "/"))
			again.want(deadline.Active)
			w.asked(1)
		})
	})
	t.Run("sso", func(t *testing.T) {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			outlet := func(c *client.Config) {
				c.ClientID, c.Authorization.RedirectURI = "storezero-outlet", shop+"/outlet"
			}
			w.logIn()
			p := w.open(w.browser.Open(shop+"/outlet"), outlet)
			p.want(deadline.SignedOut)
			w.asked(0)
			failIf(t, p.CheckSession(t.Context(), true))
			p.want(deadline.Active)
			w.asked(1)
		})
	})
}

func nobodyAtLoad(t *testing.T) {
	rows := []struct {
		name  string
		order func(*world)
		asked int
	}{
		{"no hint", func(*world) {}, 0},
		{"a hint, and login_required", func(w *world) { w.hinted() }, 1},
		{"the record says signedOut", func(w *world) { w.in(deadline.SignedOut); w.hinted() }, 0},
		{"the record says ended", func(w *world) { w.in(deadline.Ended); w.hinted() }, 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				row.order(w)
				p := w.open(w.browser.Open(shop + "/"))
				p.want(deadline.SignedOut)
				p.shows("")
				w.asked(row.asked)
				w.wantHint(0)
			})
		})
	}
}

// outcomesIn walks some rows of outcomes from one state.
func outcomesIn(t *testing.T, from deadline.Status, names ...string) {
	walked := 0
	for _, row := range outcomes(t) {
		if !slices.Contains(names, row.Name) {
			continue
		}
		walked++
		t.Run(fmt.Sprintf("%s in %s", row.Name, from), func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) { w.walk(t, row, from) })
		})
	}
	if walked != len(names) {
		t.Errorf("%d of %q are walked", walked, names)
	}
}

func nothingKnownAtLoad(t *testing.T) {
	outcomesIn(t, deadline.Loading, "timeout", "5xx", "offline", "lock", "an error page")
	TestTrace7LoadingFails(t)
	TestLoadingIsRetriedOnInputEveryFiveSeconds(t)
}

// Restored or prerendered, a page costs nothing until somebody looks; then the
// record comes first.
func hiddenAtLoad(t *testing.T) {
	for _, stands := range []bool{true, false} {
		inWorld(t, time.Hour, func(t *testing.T, w *world) {
			a := w.logIn()
			var restored []*page
			for range 20 {
				tab := w.browser.Open(shop + "/")
				tab.Signal(client.Hidden)
				restored = append(restored, w.open(tab))
			}
			w.pass(10 * time.Second)
			w.asked(0)
			if !stands {
				w.ports = nil
				loggedOut(w, a)
			}
			for i, p := range restored {
				if stands {
					p.want(deadline.Loading)
				}
				p.shows("")
				p.tab.Signal(client.Visible)
				if stands {
					p.want(deadline.Active)
					w.asked(i + 1)
					continue
				}
				p.want(deadline.SignedOut)
				w.asked(0)
			}
		})
	}
}
