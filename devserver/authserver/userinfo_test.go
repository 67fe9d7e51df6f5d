package authserver_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

func TestUserinfoGolden(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	token := b.exchange(t, b.logIn(t, params()).Get("code")).AccessToken
	const want = `{"sub":"auth0|ada","name":"Ada Lovelace","email":"ada@storezero.example","email_verified":true}` + "\n"
	if got := b.userinfo(t, "Bearer "+token); got.StatusCode != http.StatusOK || got.body != want {
		t.Errorf("status %d, body %s, want %s", got.StatusCode, got.body, want)
	}
	// Auth0 answers as long as the token lives, whatever became of the session.
	b.get(t, "/v2/logout")
	if got := b.userinfo(t, "Bearer "+token); got.StatusCode != http.StatusOK {
		t.Errorf("after the logout: status %d", got.StatusCode)
	}
}

func TestUserinfoRefusals(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	tokens := b.exchange(t, b.logIn(t, params()).Get("code"))
	apiOnly := b.exchange(t, b.authorizeCode(t, "scope", "read:orders")).AccessToken
	good := claims(t, tokens.AccessToken)
	for _, tc := range []struct {
		name, header, challenge string
		status                  int
	}{
		{"no token", "", `Bearer realm="userinfo"`, 401},
		{"another scheme", "Basic abc", `error="invalid_request"`, 400},
		{"no JWT", "Bearer abc", `error="invalid_token"`, 401},
		{"an ID token", "Bearer " + tokens.IDToken, `error="invalid_token"`, 401},
		{"a token for the API alone", "Bearer " + apiOnly, `error="invalid_token", error_description="The access token is not meant for this endpoint"`, 401},
		{"another issuer", "Bearer " + sign(t, good, "iss", "https://other.example/"), `error_description="The access token is of another issuer"`, 401},
		{"an unknown user", "Bearer " + sign(t, good, "sub", "auth0|nobody"), `error_description="The user is unknown"`, 401},
		{"a token of yesterday", "Bearer " + sign(t, good, "exp", start.Unix()), `error_description="The access token has expired"`, 401},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := b.userinfo(t, tc.header)
			if got.StatusCode != tc.status || !strings.Contains(got.Header.Get("WWW-Authenticate"), tc.challenge) {
				t.Errorf("status %d, WWW-Authenticate %q, want %d and %q",
					got.StatusCode, got.Header.Get("WWW-Authenticate"), tc.status, tc.challenge)
			}
			if tc.header == "" && strings.Contains(got.Header.Get("WWW-Authenticate"), "error") {
				t.Errorf("a request without a token is told an error (RFC 6750 section 3.1): %q", got.Header.Get("WWW-Authenticate"))
			}
		})
	}
}

func TestUserinfoByPost(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	token := b.exchange(t, b.logIn(t, params()).Get("code")).AccessToken
	tn.clock.Advance(24*time.Hour - time.Second)
	if got := b.post(t, "/userinfo", nil, "Authorization", "Bearer "+token); got.StatusCode != http.StatusOK {
		t.Errorf("status %d", got.StatusCode)
	}
	tn.clock.Advance(time.Second)
	if got := b.post(t, "/userinfo", nil, "Authorization", "Bearer "+token); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("at exp: status %d", got.StatusCode)
	}
}

// sign makes an access token with the server's own key and one claim changed.
func sign(t *testing.T, good map[string]any, name string, value any) string {
	t.Helper()
	changed := map[string]any{}
	for k, v := range good {
		if seconds, ok := v.(float64); ok {
			v = int64(seconds) // else it would be written as 1.7e+09
		}
		changed[k] = v
	}
	changed[name] = value
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: signingKey()},
		(&jose.SignerOptions{}).WithType("at+jwt"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(changed).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (b *browser) userinfo(t *testing.T, header string) reply {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.tn.url+"/userinfo", nil)
	if err != nil {
		t.Fatal(err)
	}
	if header != "" {
		req.Header.Set("Authorization", header)
	}
	return b.do(t, req)
}

func (b *browser) authorizeCode(t *testing.T, pairs ...string) string {
	t.Helper()
	return location(t, b.authorize(t, params(pairs...))).Get("code")
}
