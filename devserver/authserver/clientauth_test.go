package authserver_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const secret = "s3cret:with/odd+signs"

// confidential adds a client with a secret.
func confidential(method string) func(*authserver.Config) {
	return func(c *authserver.Config) {
		c.Clients = append(c.Clients, authserver.Client{
			ID: "back office", Secret: secret, AuthMethod: method, Callbacks: []string{app + "/office"},
			GrantTypes: []string{"authorization_code", "refresh_token", "client_credentials"},
			Grants:     []authserver.ClientGrant{{Audience: authserver.StorefrontAudience, Scopes: []string{"read:orders"}}},
		})
	}
}

func (b *browser) office(t *testing.T, pairs ...string) url.Values {
	t.Helper()
	return params(append([]string{"client_id", "back office", "redirect_uri", app + "/office"}, pairs...)...)
}

// basic is RFC 6749 section 2.3.1: form encoding under the Basic scheme.
func basic(t *testing.T, user, password string) string {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, app, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(url.QueryEscape(user), url.QueryEscape(password))
	return req.Header.Get("Authorization")
}

func TestClientAuthentication(t *testing.T) {
	for _, tc := range []struct {
		name, method string
		body         url.Values
		header       []string // user and password of Basic
		status       int
		code         string
	}{
		{"post", "client_secret_post", url.Values{"client_id": {"back office"}, "client_secret": {secret}}, nil, 200, ""},
		{"basic", "client_secret_basic", nil, []string{"back office", secret}, 200, ""},
		{"basic, with the same client_id", "client_secret_basic", url.Values{"client_id": {"back office"}}, []string{"back office", secret}, 200, ""},
		{"basic, with another client_id", "client_secret_basic", url.Values{"client_id": {"storezero"}}, []string{"back office", secret}, 400, "invalid_request"},
		{"post instead of basic", "client_secret_basic", url.Values{"client_id": {"back office"}, "client_secret": {secret}}, nil, 401, "invalid_client"},
		{"basic instead of post", "client_secret_post", nil, []string{"back office", secret}, 401, "invalid_client"},
		{"both", "client_secret_post", url.Values{"client_secret": {secret}}, []string{"back office", secret}, 400, "invalid_request"},
		{"wrong secret by post", "client_secret_post", url.Values{"client_id": {"back office"}, "client_secret": {"x"}}, nil, 401, "invalid_client"},
		{"wrong secret by basic", "client_secret_basic", nil, []string{"back office", "x"}, 401, "invalid_client"},
		{"no secret", "client_secret_post", url.Values{"client_id": {"back office"}}, nil, 401, "invalid_client"},
		{"unknown client", "client_secret_post", url.Values{"client_id": {"x"}, "client_secret": {secret}}, nil, 401, "invalid_client"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t, confidential(tc.method))
			b := tn.browser(t)
			v := url.Values{"grant_type": {"client_credentials"}, "audience": {authserver.StorefrontAudience}}
			for name, values := range tc.body {
				v[name] = values
			}
			var headers []string
			if tc.header != nil {
				headers = []string{"Authorization", basic(t, tc.header[0], tc.header[1])}
			}
			resp := b.post(t, "/oauth/token", v, headers...)
			if got := parseToken(t, resp); got.status != tc.status || got.Error != tc.code {
				t.Errorf("answered %+v, want status %d and %q", got, tc.status, tc.code)
			}
			if challenged := resp.Header.Get("WWW-Authenticate") != ""; challenged != (tc.status == 401 && tc.header != nil) {
				t.Errorf("WWW-Authenticate %q", resp.Header.Get("WWW-Authenticate"))
			}
		})
	}
}

func TestClientCredentials(t *testing.T) {
	good := func() url.Values {
		return url.Values{
			"grant_type": {"client_credentials"}, "audience": {authserver.StorefrontAudience},
			"client_id": {"back office"}, "client_secret": {secret},
		}
	}
	for _, tc := range []struct {
		name   string
		change func(url.Values)
		status int
		code   string
	}{
		{"good", func(url.Values) {}, 200, ""},
		{"no audience", set("audience", ""), 403, "access_denied"},
		{"unknown audience", set("audience", "https://other.example/"), 403, "access_denied"},
		{"more scope than granted", set("scope", "read:orders delete:orders"), 400, "invalid_scope"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t, confidential("client_secret_post"))
			b := tn.browser(t)
			v := good()
			tc.change(v)
			got := parseToken(t, b.post(t, "/oauth/token", v))
			if got.status != tc.status || got.Error != tc.code || got.IDToken != "" || got.RefreshToken != "" {
				t.Fatalf("answered %+v, want status %d and %q", got, tc.status, tc.code)
			}
			if tc.status != 200 {
				return
			}
			c := claims(t, got.AccessToken)
			if c["sub"] != "back office@clients" || c["gty"] != "client-credentials" || c["scope"] != "read:orders" {
				t.Errorf("claims %v", c)
			}
			if resp := b.userinfo(t, "Bearer "+got.AccessToken); resp.StatusCode != http.StatusUnauthorized {
				t.Errorf("userinfo of nobody: status %d", resp.StatusCode)
			}
		})
	}
}

func TestClientCredentialsForTheDefaultAudience(t *testing.T) {
	tn := newTenant(t, confidential("client_secret_post"), func(c *authserver.Config) { c.Flags.DefaultAudience = authserver.StorefrontAudience })
	v := url.Values{"grant_type": {"client_credentials"}, "client_id": {"back office"}, "client_secret": {secret}}
	got := parseToken(t, tn.browser(t).post(t, "/oauth/token", v))
	if got.status != http.StatusOK || got.Scope != "read:orders" {
		t.Errorf("answered %+v", got)
	}
}

func TestPublicClientHasNoClientCredentials(t *testing.T) {
	tn := newTenant(t)
	v := url.Values{"grant_type": {"client_credentials"}, "client_id": {"storezero"}, "audience": {authserver.StorefrontAudience}}
	got := parseToken(t, tn.browser(t).post(t, "/oauth/token", v))
	if got.status != http.StatusForbidden || got.Error != "unauthorized_client" {
		t.Errorf("answered %+v", got)
	}
}

// A confidential client may leave PKCE out, but once it has sent a challenge it must keep to it; and a verifier
// without a challenge says that somebody has taken the challenge out (RFC 9700 section 2.1.1).
func TestPKCEOfConfidentialClient(t *testing.T) {
	for _, tc := range []struct {
		name      string
		challenge bool
		verifier  string
		status    int
	}{
		{"none at all", false, "", 200},
		{"both", true, verifier, 200},
		{"challenge alone", true, "", 403},
		{"verifier alone", false, verifier, 403},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t, confidential("client_secret_post"))
			b := tn.browser(t)
			v := b.office(t)
			if !tc.challenge {
				v = b.office(t, "code_challenge", "", "code_challenge_method", "")
			}
			got := b.exchange(t, b.logIn(t, v).Get("code"), "client_id", "back office", "redirect_uri", app+"/office",
				"client_secret", secret, "code_verifier", tc.verifier)
			if got.status != tc.status {
				t.Errorf("answered %+v, want status %d", got, tc.status)
			}
		})
	}
}

func TestSecretInJSON(t *testing.T) {
	tn := newTenant(t, confidential("client_secret_post"))
	raw, err := json.Marshal(map[string]string{
		"grant_type": "client_credentials", "client_id": "back office", "client_secret": secret, "audience": authserver.StorefrontAudience,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := tn.browser(t).postBody(t, "application/json", string(raw)); got.status != http.StatusOK {
		t.Errorf("answered %+v", got)
	}
}
