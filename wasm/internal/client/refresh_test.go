package client_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
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
		before, shown := w.idleDeadline(), p.Snapshot().IdleDeadline
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
		if got := p.Snapshot().IdleDeadline; got != shown {
			t.Errorf("a refresh has moved the deadline by %d ms", got-shown)
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
