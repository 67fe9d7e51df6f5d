package client_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
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

func TestLoadingIsRetriedOnInputEveryFiveSeconds(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.network.SetDown(true)
		again := w.open(p.tab.Reload(shop + "/"))
		for range 30 {
			w.pass(time.Second)
			again.tab.Signal(client.Input)
		}
		w.network.SetDown(false)
		for range 7 {
			w.pass(time.Second)
			again.tab.Signal(client.Input)
		}
		again.want(deadline.Active)
	})
}

func TestConsentForOneAudienceStarvesNoOther(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.fault(func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/authorize" && r.URL.Query().Get("audience") == "other" {
					rw.Header().Set("Content-Type", "text/html")
					rw.Write([]byte(`<script type="application/json" id="response">{"error":"consent_required","iss":"` + issuer + `","state":"` + r.URL.Query().Get("state") + `"}</script><script type="application/json" id="target">"` + shop + `"</script>`))
					return
				}
				next.ServeHTTP(rw, r)
			})
		})
		var last error
		for range 240 {
			w.pass(time.Second)
			p.tab.Signal(client.Input)
			_, _, last = p.GetTokenSilently(t.Context(), client.TokenOptions{Authorization: client.Authorization{Audience: "other"}})
		}
		t.Log(last)
		if n := p.rec.Count(client.EventWarning); n != 0 {
			t.Errorf("%d warnings of an active user", n)
		}
	}, shortTokens)
}

func TestContinueJoinsNoPassiveQuestion(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		w.pass(55 * time.Second)
		release := hold(w, "/authorize")
		a.tab.Signal(client.Input)
		w.pass(100 * time.Millisecond)
		b.tab.Signal(client.Input) // waits for the lock
		w.pass(8 * time.Second)
		b.want(deadline.Warning)
		start := time.Now()
		done := make(chan error, 1)
		go func() { done <- b.ContinueSession(t.Context()) }()
		w.pass(3 * time.Second)
		t.Log("silent requests 3 s after Continue:", w.silent())
		w.asked(2)
		release()
		t.Log(<-done, time.Since(start))
		synctest.Wait()
	})
}
