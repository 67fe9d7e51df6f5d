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

const offlineScope = "openid profile email offline_access"

func withRefresh(c *client.Config) {
	c.Refresh = &client.Refresh{}
	c.Authorization.Scope = offlineScope
	c.Session.Lifetimes.Idle = 3_600_000
}

// minuteTokens has access tokens live for a minute.
func minuteTokens(c *authserver.Config) { c.AccessTokenLifetime = time.Minute }

// refreshes is how many refreshes the server was asked for.
func (w *world) refreshes() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, grant := range w.grants {
		if grant == "refresh_token" {
			n++
		}
	}
	return n
}

func (p *page) token(o client.TokenOptions) (client.Token, oidc.Code) {
	token, _, err := p.GetTokenSilently(p.w.t.Context(), o)
	return token, code(err)
}

// keepers are the places that can hold a refresh token.
var keepers = map[string]func(*world){
	"in a worker":     func(*world) {},
	"in the page":     func(w *world) { w.noWorker = true },
	"in localStorage": func(w *world) { w.localStorage = true },
}

func inEachKeeper(t *testing.T, run func(*testing.T, *world), alter ...func(*authserver.Config)) {
	t.Helper()
	for name, where := range keepers {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				where(w)
				run(t, w)
			}, append(alter, minuteTokens)...)
		})
	}
}

func TestATokenIsRefreshedWithoutAFrameAndWithoutAUser(t *testing.T) {
	inEachKeeper(t, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		before := w.idleDeadline()
		var tokens []string
		for range 4 {
			w.pass(10 * time.Minute) // nobody is there any more
			token, failed := p.token(client.TokenOptions{})
			if failed != "" {
				t.Fatal("a refresh:", failed)
			}
			tokens = append(tokens, token.AccessToken)
		}
		if tokens[0] == tokens[1] || tokens[1] == tokens[2] {
			t.Error("the same token came twice")
		}
		w.asked(0)
		if n := w.refreshes(); n != 4 {
			t.Errorf("%d refreshes, want 4", n)
		}
		if !w.idleDeadline().Equal(before) {
			t.Error("a refresh has extended the server's session")
		}
		if p.GetUser()["email"] != email {
			t.Error("the user is lost")
		}
	})
}

func TestTheRefreshTokenIsNowhereInThePage(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		if len(p.tab.Keepers) != 1 || len(p.tab.Keepers[0].Tokens()) != 1 {
			t.Fatalf("the keepers are %v", p.tab.Keepers)
		}
		held := p.tab.Keepers[0].Tokens()[0]
		token, _ := p.token(client.TokenOptions{})
		for _, text := range append([]string{token.AccessToken, token.IDToken}, values(p.tab.Session())...) {
			if strings.Contains(text, held) {
				t.Error("the page has the refresh token")
			}
		}
		if err := p.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		if !p.tab.Keepers[0].Closed {
			t.Error("the keeper lives on after the logout")
		}
	}, minuteTokens)
}

func values(m map[string]string) (all []string) {
	for _, value := range m {
		all = append(all, value)
	}
	return all
}

func TestTenCallersShareOneRefresh(t *testing.T) {
	inEachKeeper(t, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		w.pass(61 * time.Second)
		w.fault(slowly(time.Second))
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if _, failed := p.token(client.TokenOptions{CacheMode: client.CacheOff}); failed != "" {
					t.Error(failed)
				}
			})
		}
		wg.Wait()
		if n := w.refreshes(); n != 1 {
			t.Errorf("%d refreshes, want 1", n)
		}
	})
}

func TestARefreshThatFailedIsNotSentAgainByItself(t *testing.T) {
	inEachKeeper(t, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		w.pass(61 * time.Second)
		w.fault(answerAt("/oauth/token", http.StatusServiceUnavailable))
		w.forget()
		if _, failed := p.token(client.TokenOptions{}); failed != client.ServerError {
			t.Error(failed)
		}
		if n := w.fetches("/oauth/token"); n != 1 {
			t.Errorf("%d requests, want 1: the server may have rotated the token", n)
		}
		p.want(deadline.Active)
		w.fault(nil)
		w.pass(6 * time.Second)
		if _, failed := p.token(client.TokenOptions{}); failed != "" {
			t.Error("once the server is back:", failed)
		}
	})
}

func TestARefusedRefreshTokenLeavesItToTheFrame(t *testing.T) {
	inEachKeeper(t, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		if err := w.server.RevokeRefreshTokens("auth0|ada"); err != nil {
			t.Fatal(err)
		}
		w.pass(61 * time.Second)
		p.tab.Signal(client.Input)
		if _, failed := p.token(client.TokenOptions{}); failed != "" {
			t.Error("the server's session stands, but:", failed)
		}
		w.asked(1)
		p.want(deadline.Active)
		w.pass(61 * time.Second) // by now there is a new refresh token
		if _, failed := p.token(client.TokenOptions{}); failed != "" {
			t.Error(failed)
		}
		w.asked(1)
	})
}

func TestARefreshedIDTokenOfAnotherUserIsRefused(t *testing.T) {
	inEachKeeper(t, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		w.pass(61 * time.Second)
		w.fault(retoken(set("sub", "auth0|grace")))
		if _, failed := p.token(client.TokenOptions{}); failed != oidc.IDTokenSubject {
			t.Error("another user's token:", failed)
		}
		p.want(deadline.Active)
	})
}

func TestARefreshedIDTokenNeedsNoNonceButALoginsDoes(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		for _, row := range []struct {
			nonce any
			want  oidc.Code
		}{{nil, ""}, {"other", oidc.IDTokenNonce}} {
			w.pass(61 * time.Second)
			w.fault(retoken(set("nonce", row.nonce)))
			if _, failed := p.token(client.TokenOptions{}); failed != row.want {
				t.Errorf("nonce %v: %q, want %q", row.nonce, failed, row.want)
			}
			if err := p.ContinueSession(t.Context()); code(err) != oidc.IDTokenNonce {
				t.Errorf("nonce %v of an answer of the frame: %v", row.nonce, err)
			}
		}
	}, minuteTokens)
}

func TestARefreshWithoutAnIDTokenKeepsTheUser(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		w.pass(61 * time.Second)
		w.fault(withoutIDToken)
		token, failed := p.token(client.TokenOptions{})
		if failed != "" || token.AccessToken == "" || p.GetUser()["email"] != email {
			t.Errorf("%q, user %v", failed, p.GetUser())
		}
		if token.IDToken != p.GetIDTokenClaims().String("__raw") {
			t.Error("the ID token is not the one that stands")
		}
	}, minuteTokens)
}

func TestAForcedTokenTouchesTheServersSession(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		if _, failed := p.token(client.TokenOptions{CacheMode: client.CacheOff, Active: true}); failed != "" {
			t.Error(failed)
		}
		w.asked(1)
		if n := w.refreshes(); n != 0 {
			t.Errorf("%d refreshes", n)
		}
	}, minuteTokens)
}

func TestWhatARefreshExtendsIsLeftToThePresentUser(t *testing.T) {
	extends := func(c *client.Config) {
		withRefresh(c)
		c.Refresh.ExtendsSession = true
	}
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(extends)
		deadlineBefore := p.Snapshot().IdleDeadline
		w.pass(10 * time.Minute)
		if _, failed := p.token(client.TokenOptions{}); failed != client.UserIdle {
			t.Error("nobody is there, yet:", failed)
		}
		p.tab.Signal(client.Input)
		if _, failed := p.token(client.TokenOptions{}); failed != "" {
			t.Error(failed)
		}
		if p.Snapshot().IdleDeadline <= deadlineBefore {
			t.Error("a refresh that extends has not moved the deadline")
		}
		w.asked(0)
	}, minuteTokens)
}

func TestRevokeRefreshToken(t *testing.T) {
	inEachKeeper(t, func(t *testing.T, w *world) {
		p := w.logIn(withRefresh)
		if err := p.RevokeRefreshToken(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		if families, err := w.server.RefreshTokens(); err != nil || len(families) != 0 {
			t.Errorf("the server still has %v, %v", families, err)
		}
		w.forget()
		if err := p.RevokeRefreshToken(t.Context(), ""); err != nil || w.fetches("/oauth/revoke") != 0 {
			t.Errorf("without a refresh token: %v, %d requests", err, w.fetches("/oauth/revoke"))
		}
		w.pass(61 * time.Second)
		p.tab.Signal(client.Input)
		if _, failed := p.token(client.TokenOptions{}); failed != "" {
			t.Error(failed)
		}
		w.asked(1)
	})
}

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
