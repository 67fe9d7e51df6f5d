package client_test

import (
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Ten who want the same at once are one request, whatever the cache mode; eight
// seconds of waiting are nobody's failure.
func TestTenAtOnceAreOneRequestInEveryMode(t *testing.T) {
	for name, row := range map[string]struct {
		o     client.TokenOptions
		alter func(*client.Config)
	}{
		"on":              {client.TokenOptions{}, hour},
		"off":             {client.TokenOptions{CacheMode: client.CacheOff}, hour},
		"off, vouched":    {client.TokenOptions{CacheMode: client.CacheOff, Active: true}, hour},
		"touch":           {client.TokenOptions{Touch: true}, withRefresh},
		"on, by refresh":  {client.TokenOptions{}, withRefresh},
		"off, by refresh": {client.TokenOptions{CacheMode: client.CacheOff}, withRefresh},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn(row.alter)
				w.pass(61 * time.Second) // the cache is empty now
				p.tab.Signal(client.Input)
				w.forget()
				w.fault(slowly(8 * time.Second))
				var wg sync.WaitGroup
				tokens := make([]string, 10)
				for i := range tokens {
					wg.Go(func() {
						token, failed := p.token(row.o)
						if tokens[i] = token.AccessToken; failed != "" {
							t.Error(failed)
						}
					})
				}
				wg.Wait()
				for _, token := range tokens {
					if token == "" || token != tokens[0] {
						t.Error("another token")
					}
				}
				if n := w.fetches("/oauth/token"); n != 1 {
					t.Errorf("%d requests", n)
				}
			}, minuteTokens)
		})
	}
}

// The cache tells audiences apart by the whole of their text.
func TestAudiencesThatLookAlike(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(hour)
		p.tab.Signal(client.Input)
		seen := map[string]string{}
		for _, audience := range []string{"https://api.example", "https://api.example/", "https://api.example::openid", "https://api.example::", "HTTPS://api.example"} {
			o := client.TokenOptions{Authorization: client.Authorization{Audience: audience}}
			token, failed := p.token(o)
			if failed != "" {
				t.Fatal(audience, failed)
			}
			if before, known := seen[token.AccessToken]; known {
				t.Errorf("%q got the token of %q", audience, before)
			}
			seen[token.AccessToken] = audience
			if again, _ := p.token(o); again.AccessToken != token.AccessToken {
				t.Errorf("%q: its own token is not found again", audience)
			}
		}
	}, func(c *authserver.Config) {
		for _, audience := range []string{"https://api.example", "https://api.example/", "https://api.example::openid", "https://api.example::", "HTTPS://api.example"} {
			c.APIs = append(c.APIs, authserver.API{Audience: audience})
		}
	})
}

// No request shares a secret with another: 256 bits each, in 43 characters.
func TestEveryRequestHasSecretsOfItsOwn(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(hour)
		for range 8 {
			if err := p.ContinueSession(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		seen, requests := map[string]bool{}, 0
		for _, r := range w.seen {
			q := r.URL.Query()
			if r.URL.Path != "/authorize" || q.Get("state") == "" {
				continue
			}
			requests++
			for _, name := range []string{"state", "nonce", "code_challenge"} {
				if value := q.Get(name); len(value) != 43 || seen[value] {
					t.Errorf("%s is %q, and was there before: %t", name, value, seen[value])
				}
				seen[q.Get(name)] = true
			}
		}
		if requests != 9 {
			t.Errorf("%d requests", requests)
		}
	})
}

// Two clients of one server in one page: each goes by its own frames, state and record.
func TestTwoClientsOfOneServerDoNotMix(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		outletConfig := func(c *client.Config) {
			hour(c)
			c.ClientID, c.Authorization.RedirectURI = "storezero-outlet", shop+"/outlet"
		}
		first := w.logIn(hour)
		w.ports = func(ports *client.Ports) { // record and bell have the client's name
			own := clienttest.NewBrowser(w.network).Open(shop + "/").Ports()
			ports.Record, ports.Channel = own.Record, own.Channel
		}
		second := w.open(w.browser.Open(shop+"/"), outletConfig)
		second.want(deadline.SignedOut) // another client's session is not its own
		if err := second.CheckSession(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		second.want(deadline.Active)
		w.fault(slowly(time.Second))
		var wg sync.WaitGroup
		for range 5 {
			for _, p := range []*page{first, second} {
				wg.Go(func() {
					if err := p.ContinueSession(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		if a, b := first.GetIDTokenClaims().Strings("aud"), second.GetIDTokenClaims().Strings("aud"); a[0] != "storezero" || b[0] != "storezero-outlet" {
			t.Errorf("aud is %q and %q", a, b)
		}
		if err := second.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		first.want(deadline.Active)
	})
}

// The server signs by each algorithm that is believed, and its tokens are.
func TestEveryAlgorithmOfTheServersLogsIn(t *testing.T) {
	for _, alg := range []string{"RS256", "PS256", "ES256", "EdDSA"} {
		t.Run(alg, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn(hour)
				if err := p.ContinueSession(t.Context()); err != nil {
					t.Error("Continue:", err)
				}
				w.server.RotateKeys()
				w.server.RevokePreviousKeys()
				if err := p.ContinueSession(t.Context()); err != nil {
					t.Error("after a rotation:", err)
				}
				token, _ := p.token(client.TokenOptions{})
				jwt, err := oidc.ParseJWT(token.IDToken, p.tab.Ports().JSON)
				if err != nil || jwt.Alg != alg {
					t.Errorf("the ID token is by %q, %v", jwt.Alg, err)
				}
			}, func(c *authserver.Config) { c.Clients[0].IDTokenAlg = alg })
		})
	}
}
