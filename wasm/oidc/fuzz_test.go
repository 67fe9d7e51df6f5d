package oidc_test

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spa-session/spa-session/wasm/oidc"
)

// Each target states what must hold of whatever anybody sends. The seeds run
// with the ordinary tests; `go test -fuzz=FuzzParseMessage ./wasm/oidc` looks for more.

func FuzzParseParams(f *testing.F) {
	for _, seed := range []string{"", "?", "a=1&b=2", "#a=%20+%2B", "a=%zz", "a=1&a=2", "=&&=", "a=%C3%A9", "%", "?a=b=c&d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		params, err := oidc.ParseParams(query)
		if err != nil {
			return
		}
		again, err := oidc.ParseParams(params.Encode())
		if err != nil || !slices.Equal(again, params) {
			t.Errorf("%q is %v, written and read again %v (%v)", query, params, again, err)
		}
	})
}

func FuzzEncode(f *testing.F) {
	f.Add("redirect_uri", "https://shop.example/cb?x=1#y")
	f.Add("", "")
	f.Add("a b", "é&=+%;\x00")
	f.Fuzz(func(t *testing.T, name, value string) {
		if !utf8.ValidString(name) || !utf8.ValidString(value) {
			return
		}
		params := oidc.Params{{"first", "1"}, {name, value}}
		got, err := oidc.ParseParams(params.Encode())
		if err != nil || !slices.Equal(got, params) {
			t.Errorf("%v became %v (%v)", params, got, err)
		}
	})
}

// wantEither wants a response to carry a state, and a code or an error.
func wantEither(t *testing.T, response oidc.AuthorizationResponse) {
	t.Helper()
	if response.State == "" || (response.Code != "") == (response.Error != nil) {
		t.Errorf("accepted %+v", response)
	}
	if refused := response.Error; refused != nil && (refused.OAuth == "" || strings.ContainsAny(refused.Error(), "\r\n\x00\u202e")) {
		t.Errorf("accepted the error %q", refused.Error())
	}
}

func FuzzParseCallback(f *testing.F) {
	for _, seed := range []string{
		"?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz", "?error=login_required&error_description=Login+required&state=xyz",
		"?code=a&error=b&state=c", "?code=a&code=b&state=c", "?code=&state=c", "#code=a&state=b&iss=https%3A%2F%2Fas.example",
		"?error=%0a&state=c", "?error=a&error_description=%e2%80%ae&state=c",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		response, err := oidc.ParseCallback(query)
		if err != nil {
			wantError(t, err, oidc.InvalidCallback)
			return
		}
		wantEither(t, response)
		params, err := oidc.ParseParams(query)
		if err != nil || response.State != params.Get("state") || response.Code != params.Get("code") || response.Issuer != params.Get("iss") {
			t.Errorf("%q was read as %+v", query, response)
		}
	})
}

func FuzzParseMessage(f *testing.F) {
	f.Add(messageOrigin, true, goodMessage)
	f.Add(messageOrigin, true, errorMessage)
	f.Add(messageOrigin, false, goodMessage)
	f.Add("https://evil.example", true, errorMessage)
	f.Add("null", true, goodMessage)
	f.Add(messageOrigin, true, `{"type": "authorization_response", "response": {"code": {}, "state": ["af0ifjsldkj"]}}`)
	f.Add(messageOrigin, true, `{"type": "authorization_response", "response": []}`)
	f.Add(messageOrigin, true, `[5]`)
	f.Fuzz(func(t *testing.T, origin string, fromFrame bool, data string) {
		parsed, err := parseJSON(data)
		if err != nil {
			return
		}
		message := oidc.Message{Origin: origin, FromFrame: fromFrame, Data: parsed}
		response, ours := oidc.ParseMessage(message, messageOrigin, messageState)
		if !ours {
			if response != (oidc.AuthorizationResponse{}) {
				t.Errorf("ignored, yet returned %+v", response)
			}
			return
		}
		if origin != messageOrigin || !fromFrame || response.State != messageState {
			t.Errorf("a message from %q (our frame: %t) counts: %s", origin, fromFrame, data)
		}
		wantEither(t, response)
	})
}

func FuzzParseJWT(f *testing.F) {
	f.Add(rfc7515RS256)
	f.Add(rfc7515ES256)
	f.Add(rfc7515ES256 + "\n")
	f.Add(compact(`{"alg":"none"}`, goodClaims))
	f.Add(compact(`{"alg":"RS256","crit":["exp"]}`, goodClaims))
	f.Add(compact(`{"alg":"RS256","kid":"1"}`, `{"aud":["a",5],"exp":1e300}`))
	f.Add("a.b.c")
	f.Add("..")
	f.Fuzz(func(t *testing.T, token string) {
		jwt, err := oidc.ParseJWT(token, parseJSON)
		if err != nil {
			var refused *oidc.Error
			if !errors.As(err, &refused) {
				t.Errorf("error without a code: %v", err)
			}
			return
		}
		if !oidc.Allowed(jwt.Alg) || jwt.Claims == nil {
			t.Errorf("accepted %+v", jwt)
		}
		// There is one way to write a token: else what was signed is not what is read.
		if written := string(jwt.Signed) + "." + base64.RawURLEncoding.EncodeToString(jwt.Signature); written != token {
			t.Errorf("%q is also written %q", token, written)
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add(goodClaims)
	f.Add(`{}`)
	f.Add(`{"iss":"https://server.example.com","aud":["s6BhdRkqt3","b"],"azp":[],"sub":"s","iat":0,"exp":1,"nonce":null}`)
	f.Add(`{"iss":5,"aud":{},"sub":[],"iat":-1e11,"exp":9e11,"nbf":"x","at_hash":{},"auth_time":1e9}`)
	f.Fuzz(func(t *testing.T, literal string) {
		parsed, err := parseJSON(literal)
		claims, ok := parsed.(map[string]any)
		if err != nil || !ok {
			return
		}
		expect := goodExpectation()
		if (oidc.JWT{Alg: "RS256", Claims: claims}).Check(expect) != nil {
			return
		}
		issuedAt, _ := claims["iat"].(float64)
		expires, _ := claims["exp"].(float64)
		if claims["iss"] != expect.Issuer || claims["nonce"] != expect.Nonce || claims["sub"] == "" || expires <= issuedAt {
			t.Errorf("accepted %s", literal)
		}
	})
}

func FuzzParseJWKS(f *testing.F) {
	f.Add(testdata(f, "core-jwks.json"), "1e9gdk7", "RS256")
	f.Add(testdata(f, "rfc7515-jwks.json"), "", "ES256")
	f.Add(`{"keys":[{"kty":"oct","k":"c2VjcmV0","alg":"HS256"}]}`, "", "HS256")
	f.Add(`{"keys":[{"kty":"RSA","n":5,"use":{},"key_ops":[[]]},null]}`, "", "RS256")
	f.Fuzz(func(t *testing.T, document, keyID, alg string) {
		parsed, err := parseJSON(document)
		if err != nil {
			return
		}
		keys, err := oidc.ParseJWKS(parsed)
		if err != nil {
			wantError(t, err, oidc.InvalidKeys)
			return
		}
		key, found := keys.Find(keyID, alg)
		if !found {
			return
		}
		if !oidc.Allowed(alg) || key["kty"] == "oct" || key["d"] != nil || keyID != "" && key["kid"] != keyID {
			t.Errorf("%v was found for %q %s", key, keyID, alg)
		}
	})
}

func FuzzParseMetadata(f *testing.F) {
	f.Add("https://as.example", goodMetadata)
	f.Add("https://tenant.eu.auth0.com/", testdata(f, "auth0-metadata.json"))
	f.Add("http://localhost:8080/realms/shop", testdata(f, "keycloak-metadata.json"))
	f.Add("http://as.example", strings.ReplaceAll(goodMetadata, "https", "http"))
	f.Add("https://as.example", `{"issuer":"https://as.example","token_endpoint":"javascript:alert(1)"}`)
	f.Fuzz(func(t *testing.T, issuer, document string) {
		parsed, err := parseJSON(document)
		if err != nil {
			return
		}
		metadata, err := oidc.ParseMetadata(issuer, parsed, parseURL)
		if err != nil {
			wantError(t, err, oidc.InvalidMetadata)
			return
		}
		if metadata.Issuer != issuer || metadata.AuthorizationEndpoint == "" || metadata.TokenEndpoint == "" || metadata.JWKSURI == "" {
			t.Errorf("accepted %+v", metadata)
		}
		for _, endpoint := range []string{metadata.Issuer, metadata.AuthorizationEndpoint, metadata.TokenEndpoint, metadata.JWKSURI,
			metadata.EndSessionEndpoint, metadata.UserinfoEndpoint, metadata.RevocationEndpoint} {
			if endpoint == "" {
				continue
			}
			if url, err := parseURL(endpoint); err != nil || !url.Secure() || strings.Contains(endpoint, "#") {
				t.Errorf("accepted the endpoint %q (%v)", endpoint, err)
			}
		}
	})
}

func FuzzParseTokenResponse(f *testing.F) {
	f.Add(200, testdata(f, "core-token-response.json"))
	f.Add(200, goodTokens)
	f.Add(400, `{"error":"invalid_grant"}`)
	f.Add(503, `{"error":"invalid_grant"}`)
	f.Add(200, `{"access_token":[],"token_type":{},"expires_in":"1"}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		parsed, err := parseJSON(body)
		if err != nil {
			parsed = nil
		}
		response, err := oidc.ParseTokenResponse(status, parsed)
		if err != nil {
			var refused *oidc.Error
			if !errors.As(err, &refused) || refused.Code == oidc.InvalidGrant && status >= 500 {
				t.Errorf("%d %s: %v", status, body, err)
			}
			return
		}
		if status != 200 || response.AccessToken == "" || response.TokenType != oidc.Bearer && response.TokenType != oidc.DPoP || response.ExpiresIn <= 0 {
			t.Errorf("accepted %d %s as %+v", status, body, response)
		}
	})
}
