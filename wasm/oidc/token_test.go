package oidc_test

import (
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestCodeExchange(t *testing.T) {
	got := oidc.CodeExchange("storezero", "https://shop.example/callback", "SplxlOBeZQQYbYS6WxSbIA",
		"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").Encode()
	want := "grant_type=authorization_code&client_id=storezero&redirect_uri=https%3A%2F%2Fshop.example%2Fcallback" +
		"&code=SplxlOBeZQQYbYS6WxSbIA&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse
func TestParseTokenResponseOfOIDCCore(t *testing.T) {
	got, err := oidc.ParseTokenResponse(200, tree(t, testdata(t, "core-token-response.json")))
	wantError(t, err, "")
	wantError(t, got.RequireIDToken(), "")
	if !strings.HasPrefix(got.IDToken, "eyJhbGciOiJSUzI1NiIsImtpZCI6IjFlOWdkazcifQ.") {
		t.Errorf("id_token %q", got.IDToken)
	}
	got.IDToken = ""
	want := oidc.TokenResponse{AccessToken: "SlAV32hkKG", TokenType: "Bearer", RefreshToken: "8xLOxBtZp8", ExpiresIn: 3600}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

const goodTokens = `{"access_token": "at", "token_type": "Bearer", "expires_in": 600, "id_token": "h.p.s", "scope": "openid profile"}`

func TestParseTokenResponse(t *testing.T) {
	good := oidc.TokenResponse{AccessToken: "at", TokenType: "Bearer", ExpiresIn: 600, IDToken: "h.p.s", Scope: "openid profile"}
	for _, test := range []struct {
		name, deviation string
		change          func(*oidc.TokenResponse)
	}{
		{"good", `{}`, func(*oidc.TokenResponse) {}},
		{"bearer in small letters", `{"token_type": "bearer"}`, func(*oidc.TokenResponse) {}},
		{"bearer in capitals", `{"token_type": "BEARER"}`, func(*oidc.TokenResponse) {}},
		{"DPoP", `{"token_type": "DPoP"}`, func(r *oidc.TokenResponse) { r.TokenType = oidc.DPoP }},
		{"DPoP in small letters", `{"token_type": "dpop"}`, func(r *oidc.TokenResponse) { r.TokenType = oidc.DPoP }},
		{"unknown members", `{"ext_expires_in": 7200, "foo": {"bar": []}}`, func(*oidc.TokenResponse) {}},
		{"no lifetime", `{"expires_in": null}`, func(r *oidc.TokenResponse) { r.ExpiresIn = oidc.DefaultExpiresIn }},
		{"fraction of a second", `{"expires_in": 599.9}`, func(r *oidc.TokenResponse) { r.ExpiresIn = 599 }},
		{"one second", `{"expires_in": 1}`, func(r *oidc.TokenResponse) { r.ExpiresIn = 1 }},
		{"no scope", `{"scope": null}`, func(r *oidc.TokenResponse) { r.Scope = "" }},
		{"refresh token", `{"refresh_token": "rt"}`, func(r *oidc.TokenResponse) { r.RefreshToken = "rt" }},
		{"no ID token", `{"id_token": null}`, func(r *oidc.TokenResponse) { r.IDToken = "" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.ParseTokenResponse(200, object(t, goodTokens, test.deviation))
			wantError(t, err, "")
			want := good
			test.change(&want)
			if got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestParseTokenResponseWithNulls(t *testing.T) {
	got, err := oidc.ParseTokenResponse(200, tree(t, `{"access_token": "at", "token_type": "Bearer",
		"expires_in": null, "refresh_token": null, "scope": null, "error": null}`))
	wantError(t, err, "")
	if want := (oidc.TokenResponse{AccessToken: "at", TokenType: "Bearer", ExpiresIn: oidc.DefaultExpiresIn}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	wantError(t, got.RequireIDToken(), oidc.InvalidResponse, "id_token is missing", "openid")
}

func TestParseTokenResponseRefuses(t *testing.T) {
	for _, test := range []struct{ name, deviation, words string }{
		{"no access token", `{"access_token": null}`, "access_token is missing"},
		{"empty access token", `{"access_token": ""}`, "access_token is missing"},
		{"access token a number", `{"access_token": 5}`, "access_token is not a string"},
		{"no token type", `{"token_type": null}`, `token_type is ""`},
		{"another word of six letters", `{"token_type": "Bearex"}`, `token_type is "Bearex"`},
		{"mac", `{"token_type": "mac"}`, `token_type is "mac"`},
		{"token type a list", `{"token_type": ["Bearer"]}`, "token_type is not a string"},
		{"lifetime 0", `{"expires_in": 0}`, "expires_in"},
		{"lifetime below one second", `{"expires_in": 0.5}`, "expires_in"},
		{"lifetime negative", `{"expires_in": -600}`, "expires_in"},
		{"lifetime as text", `{"expires_in": "600"}`, "expires_in"},
		{"lifetime an instant in milliseconds", `{"expires_in": 1790000000000}`, "expires_in"},
		{"lifetime beyond all numbers", `{"expires_in": 1e300}`, "expires_in"},
		{"ID token an object", `{"id_token": {}}`, "id_token is not a string"},
		{"refresh token a flag", `{"refresh_token": true}`, "refresh_token is not a string"},
		{"scope a list", `{"scope": ["openid"]}`, "scope is not a string"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.ParseTokenResponse(200, object(t, goodTokens, test.deviation))
			wantError(t, err, oidc.InvalidResponse, test.words)
			if got != (oidc.TokenResponse{}) {
				t.Errorf("refused, yet returned %+v", got)
			}
		})
	}
}

func TestParseTokenResponseRefusesOtherJSON(t *testing.T) {
	for _, body := range []any{nil, []any{}, "access_token=at", 5.0} {
		_, err := oidc.ParseTokenResponse(200, body)
		wantError(t, err, oidc.InvalidResponse, "JSON object")
	}
}

func TestParseTokenResponseErrors(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		body   string
		want   oidc.Error
	}{
		// https://www.rfc-editor.org/rfc/rfc6749#section-5.2
		{"RFC 6749", 400, `{"error": "invalid_request"}`,
			oidc.Error{Code: oidc.TokenError, OAuth: "invalid_request", Message: `the token endpoint answered 400 "invalid_request"`}},
		{"invalid_grant", 400, `{"error": "invalid_grant", "error_description": "Code expired"}`,
			oidc.Error{Code: oidc.InvalidGrant, OAuth: "invalid_grant", Description: "Code expired",
				Message: `the token endpoint answered 400 "invalid_grant"`}},
		{"invalid_grant of Auth0", 403, `{"error": "invalid_grant", "error_description": "Unknown or invalid refresh token."}`,
			oidc.Error{Code: oidc.InvalidGrant, OAuth: "invalid_grant", Description: "Unknown or invalid refresh token.",
				Message: `the token endpoint answered 403 "invalid_grant"`}},
		{"an error in a success", 200, `{"error": "invalid_client", "access_token": "at", "token_type": "Bearer"}`,
			oidc.Error{Code: oidc.TokenError, OAuth: "invalid_client", Message: `the token endpoint answered 200 "invalid_client"`}},
		{"a success with another status", 202, goodTokens,
			oidc.Error{Code: oidc.TokenError, Message: "the token endpoint answered 202"}},
		{"rate limit", 429, `{"error": "too_many_requests"}`,
			oidc.Error{Code: oidc.TokenError, OAuth: "too_many_requests", Message: `the token endpoint answered 429 "too_many_requests"`}},
		{"a server that is down ends no session", 503, `{"error": "invalid_grant"}`,
			oidc.Error{Code: oidc.TokenError, OAuth: "invalid_grant", Message: `the token endpoint answered 503 "invalid_grant"`}},
		{"the first such status", 500, `{"error": "invalid_grant"}`,
			oidc.Error{Code: oidc.TokenError, OAuth: "invalid_grant", Message: `the token endpoint answered 500 "invalid_grant"`}},
		{"no body", 502, `null`,
			oidc.Error{Code: oidc.TokenError, Message: "the token endpoint answered 502"}},
		{"error not text", 400, `{"error": {"code": "invalid_grant"}}`,
			oidc.Error{Code: oidc.TokenError, Message: "the token endpoint answered 400"}},
		{"description not text", 400, `{"error": "invalid_grant", "error_description": ["a"]}`,
			oidc.Error{Code: oidc.InvalidGrant, OAuth: "invalid_grant", Message: `the token endpoint answered 400 "invalid_grant"`}},
		{"a description that forges a log line", 400, `{"error": "invalid_client", "error_description": "a\nb"}`,
			oidc.Error{Code: oidc.TokenError, OAuth: "invalid_client", Description: "a b",
				Message: `the token endpoint answered 400 "invalid_client"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := oidc.ParseTokenResponse(test.status, tree(t, test.body))
			got, ok := err.(*oidc.Error)
			if !ok {
				t.Fatalf("error is %v", err)
			}
			if *got != test.want {
				t.Errorf("got  %+v\nwant %+v", *got, test.want)
			}
		})
	}
}

func TestRequireType(t *testing.T) {
	for _, test := range []struct {
		of, want string
		code     oidc.Code
	}{
		{oidc.Bearer, oidc.Bearer, ""},
		{oidc.DPoP, oidc.DPoP, ""},
		{oidc.Bearer, oidc.DPoP, oidc.InvalidResponse},
		{oidc.DPoP, oidc.Bearer, oidc.InvalidResponse},
	} {
		wantError(t, oidc.TokenResponse{TokenType: test.of}.RequireType(test.want), test.code)
	}
}

func TestRefreshingAndRevocation(t *testing.T) {
	for _, test := range []struct {
		form oidc.Params
		want string
	}{
		{oidc.Refreshing("shop", ""), "grant_type=refresh_token&client_id=shop"},
		{oidc.Refreshing("shop", "openid read:orders"), "grant_type=refresh_token&client_id=shop&scope=openid+read%3Aorders"},
		{oidc.Revocation("shop"), "client_id=shop&token_type_hint=refresh_token"},
	} {
		if got := test.form.Encode(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
