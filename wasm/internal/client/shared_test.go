package client_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestTwoTabsRefreshOneSharedTokenInTurn(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.localStorage = true
		a := w.logIn(withRefresh)
		b := w.second(withRefresh)
		for range 3 {
			w.pass(61 * time.Second)
			w.forget()
			var wg sync.WaitGroup
			for _, p := range []*page{a, b} {
				wg.Go(func() {
					if _, failed := p.token(client.TokenOptions{}); failed != "" {
						t.Error(failed)
					}
				})
			}
			wg.Wait()
			if n := w.refreshes(); n != 1 {
				t.Errorf("%d refreshes of two tabs, want 1: the other takes it from the cache", n)
			}
		}
		if families, err := w.server.RefreshTokens(); err != nil || len(families) == 0 {
			t.Errorf("the family did not survive: %v, %v", families, err)
		}
	}, minuteTokens)
}

// Another tab has rotated the token, and this one has not read it yet.
func TestARaceIsNoEnd(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.localStorage = true
		a := w.logIn(withRefresh)
		b := w.second(withRefresh)
		for _, p := range []*page{a, b} { // by now both have the token that a has had rotated, or b
			w.pass(61 * time.Second)
			if _, failed := p.token(client.TokenOptions{}); failed != "" {
				t.Fatal(failed)
			}
		}
		w.pass(61 * time.Second)
		w.cache.fail(1) // a does not see what b has written
		w.fault(refuseRefresh(1))
		w.forget()
		if _, failed := a.token(client.TokenOptions{CacheMode: client.CacheOff}); failed != "" {
			t.Error("after the race:", failed)
		}
		a.want(deadline.Active)
		w.asked(0)
		if n := w.refreshes(); n != 2 {
			t.Errorf("%d refreshes, want 2: with the old token, and with the new one", n)
		}
	}, minuteTokens)
}

// refuseRefresh answers invalid_grant so many times.
func refuseRefresh(times int) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/oauth/token" || times == 0 {
				next.ServeHTTP(rw, r)
				return
			}
			times--
			rw.Header().Set("Access-Control-Allow-Origin", "*")
			rw.WriteHeader(http.StatusForbidden)
			_, _ = rw.Write([]byte(`{"error": "invalid_grant"}`))
		})
	}
}

// slowly has the token endpoint take its time.
func slowly(d time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/oauth/token" {
				time.Sleep(d)
			}
			next.ServeHTTP(rw, r)
		})
	}
}

func TestTheCacheIsEmptyAfterALogoutAndAnotherUsersIsNotRead(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.localStorage = true
		p := w.logIn(withRefresh)
		kept := w.browser.Site("spa-session.tokens.")
		if len(kept) != 1 || !strings.Contains(kept[0], "access_token=") || !strings.Contains(kept[0], "refresh_token=") {
			t.Fatalf("the cache holds %q", kept)
		}
		first, _ := p.token(client.TokenOptions{CacheMode: client.CacheOnly})
		again := w.open(p.tab.Reload(shop+"/"), withRefresh)
		again.want(deadline.Active)
		if token, failed := again.token(client.TokenOptions{CacheMode: client.CacheOnly}); token.AccessToken == "" || failed != "" {
			t.Errorf("after a reload the cache is lost: %q, first was %q", failed, first.AccessToken)
		}
		if err := again.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if kept := w.browser.Site("spa-session.tokens."); len(kept) != 0 {
			t.Errorf("after the logout the cache holds %q", kept)
		}
		// What somebody else has left behind is not ours.
		forged := "who=somebody\naudience=&scope=" + strings.ReplaceAll(offlineScope, " ", "+") +
			"&access_token=stolen&token_type=Bearer&expires_in=9999&since=9999999999999"
		w.browser.Put("spa-session.tokens."+issuer+".storezero", forged)
		back := w.logIn(withRefresh)
		if token, _ := back.token(client.TokenOptions{}); token.AccessToken == "stolen" {
			t.Error("another user's token was handed out")
		}
	}, minuteTokens)
}

// What lies in the cache may be anything: it tells nobody who is signed in, and what
// cannot be read keeps nothing else from being read.
func TestADamagedCacheIsNoHarm(t *testing.T) {
	for name, row := range map[string]struct {
		damage func(value string) string
		kept   bool // what was in it is still found
	}{
		"as it was":            {func(value string) string { return value }, true},
		"a line of nothing":    {func(value string) string { return strings.Replace(value, "\n", "\n%zz=%\n\n", 1) }, true},
		"a token without life": {func(value string) string { return value + "\naudience=&scope=openid&access_token=stolen&since=1" }, true},
		"a life that is none": {func(value string) string {
			return value + "\naudience=&scope=openid&access_token=stolen&since=1&expires_in=-1"
		}, true},
		"empty":           {func(string) string { return "" }, false},
		"no text of ours": {func(string) string { return `{"access_token":"stolen"}` }, false},
		"nobody's":        {func(value string) string { return "who=" + value[strings.Index(value, "\n"):] }, false},
		"cut off":         {func(value string) string { return value[:len("who=")] }, false},
		"very long":       {func(string) string { return strings.Repeat("&", 1<<20) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				w.localStorage = true
				audience := client.TokenOptions{Authorization: client.Authorization{Audience: authserver.StorefrontAudience}}
				p := w.logIn(withRefresh)
				p.tab.Signal(client.Input)
				before, failed := p.token(audience)
				if failed != "" {
					t.Fatal(failed)
				}
				key := "spa-session.tokens." + issuer + ".storezero"
				held := w.browser.Site(key)[0]
				if n := strings.Count(held, "&refresh_token="); n != 2 {
					t.Fatalf("the cache holds %d refresh tokens", n)
				}
				w.browser.Put(key, row.damage(held))
				again := w.open(p.tab.Reload(shop+"/"), withRefresh)
				again.want(deadline.Active)
				if n := strings.Count(w.browser.Site(key)[0], "&refresh_token="); n != 2 && row.kept {
					t.Errorf("after the reload the cache holds %d refresh tokens", n)
				}
				audience.CacheMode = client.CacheOnly
				token, failed := again.token(audience)
				if failed != "" || (token.AccessToken == before.AccessToken) != row.kept || token.AccessToken == "stolen" {
					t.Errorf("%q: the token is kept %t, want %t", failed, token.AccessToken == before.AccessToken, row.kept)
				}
			})
		})
	}
}

func TestWithoutAWorkerTheLogSaysSo(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.noWorker = true
		var mu sync.Mutex
		var said []string
		w.logIn(withRefresh, func(c *client.Config) {
			c.Log = func(message string) {
				mu.Lock()
				defer mu.Unlock()
				said = append(said, message)
			}
		})
		mu.Lock()
		defer mu.Unlock()
		if all := strings.Join(said, "\n"); !strings.Contains(all, string(client.WorkerUnavailable)+": ") {
			t.Errorf("the log has no warning: %q", all)
		}
	}, minuteTokens)
}

func TestTokensAreBoundToAKey(t *testing.T) {
	bound := func(c *client.Config) { c.DPoP = true }
	rows := map[string]func(*client.Config){
		"without refresh tokens": bound,
		"with them":              func(c *client.Config) { withRefresh(c); bound(c) },
	}
	for name, alter := range rows {
		t.Run(name, func(t *testing.T) {
			inEachKeeper(t, func(t *testing.T, w *world) {
				p := w.logIn(alter, func(c *client.Config) { c.Session.Lifetimes.Idle = 3_600_000 })
				for range 3 {
					w.pass(4 * time.Minute)
					p.tab.Signal(client.Input)
					w.pass(5 * time.Minute) // the nonce is too old by now: the server gives another
					p.tab.Signal(client.Input)
					token, failed := p.token(client.TokenOptions{})
					if failed != "" || token.TokenType != oidc.DPoP {
						t.Errorf("%q, type %q", failed, token.TokenType)
					}
				}
			}, func(c *authserver.Config) { c.Clients[0].RequireDPoP = true })
		})
	}
}

func TestABearerTokenIsNotTakenWhereAKeyWasAskedFor(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(func(c *client.Config) { c.DPoP = true })
		w.fault(replaceInTokens(`"token_type":"DPoP"`, `"token_type":"Bearer"`))
		if err := p.ContinueSession(t.Context()); code(err) != oidc.InvalidResponse {
			t.Errorf("Continue: %v", err)
		}
	})
}

// testCache is localStorage that fails so many times when it is told to.
type testCache struct {
	client.Cache
	mu    sync.Mutex
	fails int
}

func (c *testCache) fail(times int) { c.mu.Lock(); c.fails = times; c.mu.Unlock() }

func (c *testCache) Get(ctx context.Context, key string) (string, error) {
	c.mu.Lock()
	failing := c.fails > 0
	c.fails = max(c.fails-1, 0)
	c.mu.Unlock()
	if failing {
		return "", clienttest.ErrDown
	}
	return c.Cache.Get(ctx, key)
}
