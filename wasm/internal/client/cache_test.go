package client_test

import (
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

var scopeOf = regexp.MustCompile(`"scope":"[^"]*"`)

func hour(c *client.Config) { c.Session.Lifetimes.Idle = 3_600_000 }

func TestATokenThatIsGoodForMoreIsTaken(t *testing.T) {
	scoped := func(scope string) client.TokenOptions {
		return client.TokenOptions{Authorization: client.Authorization{Scope: scope}}
	}
	rows := []struct {
		name  string
		o     client.TokenOptions
		asked int
	}{
		{"the same", scoped("openid profile email"), 0},
		{"another order", scoped("email profile openid"), 0},
		{"less", scoped("openid email"), 0},
		{"openid is added", scoped("email"), 0},
		{"more", scoped("openid profile email read:orders"), 1},
		{"another audience", client.TokenOptions{Authorization: client.Authorization{Audience: authserver.StorefrontAudience}}, 1},
		{"less, and none from the cache", client.TokenOptions{CacheMode: client.CacheOff, Authorization: client.Authorization{Scope: "openid"}}, 1},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn(hour)
				p.tab.Signal(client.Input)
				if _, failed := p.token(row.o); failed != "" {
					t.Error(failed)
				}
				w.asked(row.asked)
			})
		})
	}
}

// What was asked for and not granted is not asked for again and again, and
// nobody else takes it for granted.
func TestANarrowerGrantIsNoWiderOne(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(hour)
		p.tab.Signal(client.Input)
		wide := client.TokenOptions{Authorization: client.Authorization{Scope: "openid profile email phone"}}
		w.fault(altered(func(body string) string { return scopeOf.ReplaceAllString(body, `"scope":"openid profile"`) }))
		for range 2 {
			if _, failed := p.token(wide); failed != "" {
				t.Fatal(failed)
			}
		}
		w.asked(1)
		if _, failed := p.token(client.TokenOptions{Authorization: client.Authorization{Scope: "openid phone"}}); failed != "" {
			t.Fatal(failed)
		}
		w.asked(2)
	})
}

func TestATokenOfThirtySecondsIsOneRequestInTen(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(hour)
		var first string
		for range 3 {
			token, failed := p.token(client.TokenOptions{})
			if failed != "" || first != "" && token.AccessToken != first {
				t.Errorf("%q, another token: %t", failed, token.AccessToken != first)
			}
			first = token.AccessToken
			w.pass(5 * time.Second)
		}
		w.asked(0)
		w.pass(10 * time.Second)
		p.tab.Signal(client.Input)
		if token, _ := p.token(client.TokenOptions{}); token.AccessToken == first {
			t.Error("the token is handed out up to its end")
		}
		w.asked(1)
	}, func(c *authserver.Config) { c.AccessTokenLifetime = 30 * time.Second })
}

func TestCacheOnlySendsNothing(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(hour)
		w.pass(61 * time.Second)
		w.forget()
		if _, found, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOnly}); found || err != nil {
			t.Errorf("found %t, %v", found, err)
		}
		if n := w.fetches("/oauth/token"); n != 0 {
			t.Errorf("%d requests", n)
		}
		w.asked(0)
	}, minuteTokens)
}

func TestWhoeverGivesUpLeavesTheRequestToTheOthers(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(hour)
		p.tab.Signal(client.Input)
		w.fault(slowly(8 * time.Second))
		given, giveUp := context.WithCancelCause(t.Context())
		off := client.TokenOptions{CacheMode: client.CacheOff}
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, _, err := p.GetTokenSilently(given, off); code(err) != client.Cancelled {
				t.Errorf("who gave up: %v", err)
			}
		})
		wg.Go(func() {
			time.Sleep(time.Second)
			if _, failed := p.token(off); failed != "" {
				t.Error("who waits:", failed)
			}
		})
		time.Sleep(2 * time.Second)
		giveUp(context.Canceled)
		wg.Wait()
		w.asked(1)
		p.want(deadline.Active)
	})
}
