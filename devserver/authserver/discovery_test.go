package authserver_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// The document of http://localhost:4400/, to the letter.
const discoveryGolden = `{
  "issuer": "ISSUER/",
  "authorization_endpoint": "ISSUER/authorize",
  "token_endpoint": "ISSUER/oauth/token",
  "userinfo_endpoint": "ISSUER/userinfo",
  "jwks_uri": "ISSUER/.well-known/jwks.json",
  "revocation_endpoint": "ISSUER/oauth/revoke",
  "pushed_authorization_request_endpoint": "ISSUER/oauth/par",
  "end_session_endpoint": "ISSUER/oidc/logout",
  "scopes_supported": ["openid", "profile", "email", "offline_access", "online_access"],
  "response_types_supported": ["code"],
  "response_modes_supported": ["query", "fragment", "form_post"],
  "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
  "code_challenge_methods_supported": ["S256"],
  "subject_types_supported": ["public"],
  "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256", "EdDSA"],
  "token_endpoint_auth_methods_supported": ["none", "client_secret_post", "client_secret_basic"],
  "claims_supported": ["acr", "amr", "at_hash", "aud", "auth_time", "email", "email_verified", "exp", "iat", "iss", "name", "nonce", "org_id", "org_name", "sid", "sub"],
  "prompt_values_supported": ["none", "login", "consent", "select_account"],
  "acr_values_supported": ["http://schemas.openid.net/pape/policies/2007/06/multi-factor"],
  "dpop_signing_alg_values_supported": ["ES256", "RS256", "PS256", "EdDSA"],
  "claims_parameter_supported": false,
  "request_parameter_supported": false,
  "request_uri_parameter_supported": false,
  "authorization_response_iss_parameter_supported": true,
  "backchannel_logout_supported": true,
  "backchannel_logout_session_supported": true
}`

func TestDiscoveryGolden(t *testing.T) {
	tn := newTenant(t)
	resp := tn.browser(t).get(t, "/.well-known/openid-configuration")
	want := compact(t, strings.ReplaceAll(discoveryGolden, "ISSUER", tn.url))
	if got := compact(t, resp.body); got != want {
		t.Errorf("discovery\n%s\nwant\n%s", got, want)
	}
}

func TestJWKSHoldsThePublicKeyAlone(t *testing.T) {
	tn := newTenant(t)
	var set struct {
		Keys []map[string]string `json:"keys"`
	}
	resp := tn.browser(t).get(t, "/.well-known/jwks.json")
	if err := json.Unmarshal([]byte(resp.body), &set); err != nil || len(set.Keys) != 1 {
		t.Fatalf("%v: %s", err, resp.body)
	}
	key := set.Keys[0]
	if key["kty"] != "RSA" || key["alg"] != "RS256" || key["use"] != "sig" || key["kid"] == "" || key["n"] == "" {
		t.Errorf("key %v", key)
	}
	for _, private := range []string{"d", "p", "q", "dp", "dq", "qi"} {
		if key[private] != "" {
			t.Errorf("the private part %q is published", private)
		}
	}
}

func compact(t *testing.T, s string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatalf("%v in %s", err, s)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
