package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const offline = "openid offline_access read:orders"

func (b *browser) refresh(t *testing.T, token string, pairs ...string) tokenReply {
	t.Helper()
	v := url.Values{"grant_type": {"refresh_token"}, "client_id": {"storezero"}, "refresh_token": {token}}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return parseToken(t, b.post(t, "/oauth/token", v))
}

// offline logs in for refresh tokens.
func (tn *tenant) offline(t *testing.T) (*browser, string) {
	t.Helper()
	b := tn.browser(t)
	tokens := b.exchange(t, b.logIn(t, params("scope", offline)).Get("code"))
	if tokens.RefreshToken == "" {
		t.Fatalf("no refresh token: %+v", tokens)
	}
	return b, tokens.RefreshToken
}

func leeway(d time.Duration) func(*authserver.Config) {
	return func(c *authserver.Config) { c.Clients[0].Refresh.Leeway = d }
}

func TestRefreshRotates(t *testing.T) {
	tn := newTenant(t)
	b, first := tn.offline(t)
	tn.clock.Advance(time.Minute)
	second := b.refresh(t, first)
	if second.status != http.StatusOK || second.RefreshToken == "" || second.RefreshToken == first {
		t.Fatalf("answered %+v, want another refresh token", second)
	}
	got := claims(t, second.IDToken)
	if got["auth_time"] != float64(start.Unix()) || got["nonce"] != nil || got["iat"] != float64(start.Unix()+60) {
		t.Errorf("ID token %v, want the login's auth_time and no nonce (OIDC Core section 12.2)", got)
	}
	if third := b.refresh(t, second.RefreshToken); third.status != http.StatusOK {
		t.Errorf("the second token: %+v", third)
	}
}

func TestNoRefreshTokenUnasked(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Clients[1].GrantTypes = []string{"authorization_code"} })
	b := tn.browser(t)
	if got := b.exchange(t, b.logIn(t, params()).Get("code")); got.RefreshToken != "" {
		t.Error("a refresh token without offline_access")
	}
	outlet := []string{"client_id", "storezero-outlet", "redirect_uri", app + "/outlet"}
	code := location(t, b.authorize(t, params(append(outlet, "scope", offline)...))).Get("code")
	if got := b.exchange(t, code, outlet...); got.RefreshToken != "" || got.Scope != "openid read:orders" {
		t.Errorf("a client without the grant got %+v", got)
	}
}

// An old token ends the whole family, as RFC 9700 section 4.14.2 asks; the thief's and the owner's alike.
func TestReuseRevokesTheFamily(t *testing.T) {
	tn := newTenant(t)
	b, first := tn.offline(t)
	second := b.refresh(t, first).RefreshToken
	want := tokenReply{status: 403, Error: "invalid_grant", Description: "Unknown or invalid refresh token."}
	if got := b.refresh(t, first); got != want {
		t.Errorf("the old token: %+v, want %+v", got, want)
	}
	if got := b.refresh(t, second); got != want {
		t.Errorf("the family lives on: %+v", got)
	}
	if !strings.Contains(tn.log.String(), "the whole family is revoked") {
		t.Errorf("the log does not say so:\n%s", tn.log)
	}
}

// A code that comes back was stolen from somebody: what it gave out ends (RFC 6749 section 4.1.2).
func TestReusedCodeRevokesItsRefreshToken(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	code := b.logIn(t, params("scope", offline)).Get("code")
	token := b.exchange(t, code).RefreshToken
	if got := b.exchange(t, code); got.Error != "invalid_grant" {
		t.Fatalf("the used code: %+v", got)
	}
	if got := b.refresh(t, token); got.status != http.StatusForbidden {
		t.Errorf("the refresh token lives on: %+v", got)
	}
}

func TestMadeUpTokenLeavesTheFamilyAlone(t *testing.T) {
	tn := newTenant(t)
	b, first := tn.offline(t)
	parts := strings.Split(first, ".")
	for _, guess := range []string{"guess", parts[0] + ".0." + parts[2], parts[0] + ".2." + parts[2], first + "A", parts[0] + "..", "."} {
		if got := b.refresh(t, guess); got.status != http.StatusForbidden {
			t.Errorf("%q: %+v", guess, got)
		}
	}
	if got := b.refresh(t, first); got.status != http.StatusOK {
		t.Errorf("somebody's guess ended the family: %+v", got)
	}
}

func TestLeeway(t *testing.T) {
	for _, tc := range []struct {
		name   string
		leeway time.Duration
		after  time.Duration
		want   int
	}{
		{"within", 10 * time.Second, 9 * time.Second, 200},
		{"after", 10 * time.Second, 10 * time.Second, 403},
		{"none", 0, 0, 403},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t, leeway(tc.leeway))
			b, first := tn.offline(t)
			second := b.refresh(t, first)
			tn.clock.Advance(tc.after)
			again := b.refresh(t, first)
			if again.status != tc.want {
				t.Fatalf("the previous token: %+v, want status %d", again, tc.want)
			}
			if tc.want == 200 && again.RefreshToken != second.RefreshToken {
				t.Error("the tabs that raced have not the same successor")
			}
		})
	}
}

func TestSecondToLastTokenIsReuseDespiteLeeway(t *testing.T) {
	tn := newTenant(t, leeway(time.Minute))
	b, first := tn.offline(t)
	second := b.refresh(t, first).RefreshToken
	third := b.refresh(t, second).RefreshToken
	if got := b.refresh(t, first); got.status != http.StatusForbidden {
		t.Errorf("the second to last token: %+v", got)
	}
	if got := b.refresh(t, third); got.status != http.StatusForbidden {
		t.Errorf("the family lives on: %+v", got)
	}
}

func TestRefreshLifetimes(t *testing.T) {
	const day = 24 * time.Hour
	for _, tc := range []struct {
		name   string
		policy authserver.RefreshPolicy
		steps  []time.Duration // each followed by an exchange that succeeds, but the last
		want   int
	}{
		{"before idle", authserver.RefreshPolicy{IdleLifetime: day}, []time.Duration{day - time.Second}, 200},
		{"idle", authserver.RefreshPolicy{IdleLifetime: day}, []time.Duration{day}, 403},
		{"an exchange renews idle", authserver.RefreshPolicy{IdleLifetime: day}, []time.Duration{day - 1, day - 1, day - 1}, 200},
		{"absolute is not extended", authserver.RefreshPolicy{Lifetime: 2 * day, IdleLifetime: day}, []time.Duration{day - 1, day - 1, 2}, 403},
		{"default", authserver.RefreshPolicy{}, []time.Duration{30 * day}, 403},
		{"unlimited", authserver.RefreshPolicy{Lifetime: authserver.Unlimited, IdleLifetime: authserver.Unlimited}, []time.Duration{1000 * day}, 200},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].Refresh = tc.policy })
			b, token := tn.offline(t)
			for i, step := range tc.steps {
				tn.clock.Advance(step)
				got := b.refresh(t, token)
				want := http.StatusOK
				if i == len(tc.steps)-1 {
					want = tc.want
				}
				if got.status != want {
					t.Fatalf("exchange %d: %+v, want status %d", i, got, want)
				}
				token = got.RefreshToken
			}
		})
	}
}

func TestNonRotatingTokenStays(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].Refresh.NonRotating = true })
	b, token := tn.offline(t)
	for range 3 {
		if got := b.refresh(t, token); got.status != http.StatusOK || got.RefreshToken != "" {
			t.Fatalf("answered %+v", got)
		}
	}
}

// Refresh tokens outlive session, logout and password (Auth0); not their user, and not a block.
func TestWhatEndsRefreshTokens(t *testing.T) {
	for _, tc := range []struct {
		name string
		act  func(*tenant, *browser, *testing.T) error
		want int
	}{
		{"logout", func(_ *tenant, b *browser, t *testing.T) error { b.get(t, "/v2/logout"); return nil }, 200},
		{"the session's end", func(tn *tenant, _ *browser, _ *testing.T) error { tn.clock.Advance(20 * time.Hour); return nil }, 200},
		{"a new password", func(tn *tenant, _ *browser, _ *testing.T) error {
			return tn.ChangeUser("auth0|ada", func(u *authserver.User) { u.Password = "analytical-engine" })
		}, 200},
		{"a block", func(tn *tenant, _ *browser, _ *testing.T) error {
			return tn.ChangeUser("auth0|ada", func(u *authserver.User) { u.Blocked = true })
		}, 403},
		{"the user's deletion", func(tn *tenant, _ *browser, _ *testing.T) error { return tn.DeleteUser("auth0|ada") }, 403},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, token := tn.offline(t)
			if err := tc.act(tn, b, t); err != nil {
				t.Fatal(err)
			}
			if got := b.refresh(t, token); got.status != tc.want {
				t.Errorf("answered %+v, want status %d", got, tc.want)
			}
		})
	}
}

func TestRefreshScope(t *testing.T) {
	tn := newTenant(t)
	b, token := tn.offline(t)
	if got := b.refresh(t, token, "scope", "openid email"); got.Error != "invalid_scope" {
		t.Errorf("more than was granted: %+v", got)
	}
	got := b.refresh(t, token, "scope", "openid")
	if got.status != http.StatusOK || got.Scope != "openid" {
		t.Errorf("less than was granted: %+v", got)
	}
	if got = b.refresh(t, got.RefreshToken); got.Scope != offline {
		t.Errorf("the family has lost scope: %+v", got)
	}
}

func TestRefreshTokenBelongsToItsClient(t *testing.T) {
	tn := newTenant(t)
	b, token := tn.offline(t)
	if got := b.refresh(t, token, "client_id", "storezero-outlet"); got.status != http.StatusForbidden {
		t.Errorf("another client: %+v", got)
	}
	if got := b.refresh(t, token); got.status != http.StatusOK {
		t.Errorf("another client's try ended the family: %+v", got)
	}
}
