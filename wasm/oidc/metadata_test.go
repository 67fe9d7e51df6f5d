package oidc_test

import (
	"reflect"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestDiscoveryURL(t *testing.T) {
	for issuer, want := range map[string]string{
		"https://tenant.eu.auth0.com/":       "https://tenant.eu.auth0.com/.well-known/openid-configuration",
		"https://as.example":                 "https://as.example/.well-known/openid-configuration",
		"http://localhost:8080/realms/shop":  "http://localhost:8080/realms/shop/.well-known/openid-configuration",
		"http://localhost:8080/realms/shop/": "http://localhost:8080/realms/shop/.well-known/openid-configuration",
	} {
		if got := oidc.DiscoveryURL(issuer); got != want {
			t.Errorf("DiscoveryURL of %s is %s", issuer, got)
		}
	}
}

// Documents of the two commonest servers, as they publish them.
func TestParseMetadataOfRealServers(t *testing.T) {
	for file, want := range map[string]oidc.Metadata{
		"auth0-metadata.json": {
			Issuer:                "https://tenant.eu.auth0.com/",
			AuthorizationEndpoint: "https://tenant.eu.auth0.com/authorize",
			TokenEndpoint:         "https://tenant.eu.auth0.com/oauth/token",
			JWKSURI:               "https://tenant.eu.auth0.com/.well-known/jwks.json",
			EndSessionEndpoint:    "https://tenant.eu.auth0.com/oidc/logout",
			UserinfoEndpoint:      "https://tenant.eu.auth0.com/userinfo",
			RevocationEndpoint:    "https://tenant.eu.auth0.com/oauth/revoke",
			ResponseModes:         []string{"query", "fragment", "form_post"},
			SigningAlgs:           []string{"HS256", "RS256", "PS256"},
		},
		"keycloak-metadata.json": {
			Issuer:                "http://localhost:8080/realms/shop",
			AuthorizationEndpoint: "http://localhost:8080/realms/shop/protocol/openid-connect/auth",
			TokenEndpoint:         "http://localhost:8080/realms/shop/protocol/openid-connect/token",
			JWKSURI:               "http://localhost:8080/realms/shop/protocol/openid-connect/certs",
			EndSessionEndpoint:    "http://localhost:8080/realms/shop/protocol/openid-connect/logout",
			UserinfoEndpoint:      "http://localhost:8080/realms/shop/protocol/openid-connect/userinfo",
			RevocationEndpoint:    "http://localhost:8080/realms/shop/protocol/openid-connect/revoke",
			ResponseModes:         []string{"query", "fragment", "form_post", "query.jwt", "fragment.jwt", "form_post.jwt", "jwt"},
			SigningAlgs: []string{"PS384", "RS384", "EdDSA", "ES384", "HS256", "HS512", "ES256", "RS256",
				"HS384", "ES512", "PS256", "PS512", "RS512"},
			IssParameterSupported: true,
		},
	} {
		t.Run(file, func(t *testing.T) {
			got, err := oidc.ParseMetadata(want.Issuer, tree(t, testdata(t, file)), parseURL)
			wantError(t, err, "")
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

// goodMetadata is the least that a server must publish.
const goodMetadata = `{
	"issuer": "https://as.example",
	"authorization_endpoint": "https://as.example/authorize",
	"token_endpoint": "https://as.example/token",
	"jwks_uri": "https://as.example/keys"
}`

func TestParseMetadata(t *testing.T) {
	for _, test := range []struct {
		name      string
		deviation string
		words     []string // of the error; none means accepted
	}{
		{"the least", `{}`, nil},
		{"unknown fields", `{"mtls_endpoint_aliases": {"token_endpoint": 5}}`, nil},
		{"endpoint of another origin", `{"token_endpoint": "https://login.example/token"}`, nil},
		{"endpoint with a query", `{"authorization_endpoint": "https://as.example/authorize?tenant=1"}`, nil},
		{"http on loopback", `{"jwks_uri": "http://127.0.0.1:4400/keys"}`, nil},

		{"issuer missing", `{"issuer": null}`, []string{"issuer", `""`, `"https://as.example"`}},
		{"issuer of another", `{"issuer": "https://evil.example"}`, []string{"issuer", "https://evil.example", "https://as.example"}},
		{"issuer with a slash more", `{"issuer": "https://as.example/"}`, []string{"issuer", "trailing slash"}},
		{"issuer in capitals", `{"issuer": "https://AS.example"}`, []string{"issuer"}},
		{"issuer not text", `{"issuer": ["https://as.example"]}`, []string{"issuer", "string"}},

		{"authorization_endpoint missing", `{"authorization_endpoint": null}`, []string{"authorization_endpoint is missing"}},
		{"token_endpoint missing", `{"token_endpoint": null}`, []string{"token_endpoint is missing"}},
		{"jwks_uri missing", `{"jwks_uri": null}`, []string{"jwks_uri is missing"}},
		{"endpoint empty", `{"token_endpoint": ""}`, []string{"token_endpoint", "absolute"}},
		{"endpoint relative", `{"token_endpoint": "/token"}`, []string{"token_endpoint", "absolute"}},
		{"endpoint without scheme", `{"token_endpoint": "//as.example/token"}`, []string{"token_endpoint", "absolute"}},
		{"endpoint not text", `{"token_endpoint": 5}`, []string{"token_endpoint", "string"}},
		{"endpoint http", `{"token_endpoint": "http://as.example/token"}`, []string{"token_endpoint", "https"}},
		{"endpoint a script", `{"authorization_endpoint": "javascript://as.example/%0aalert(1)"}`, []string{"authorization_endpoint", "https"}},
		{"endpoint with a fragment", `{"authorization_endpoint": "https://as.example/#/authorize"}`, []string{"authorization_endpoint", "fragment"}},
		{"endpoint with an empty fragment", `{"authorization_endpoint": "https://as.example/#"}`, []string{"authorization_endpoint", "fragment"}},
		{"optional endpoint http", `{"end_session_endpoint": "http://as.example/logout"}`, []string{"end_session_endpoint", "https"}},
		{"optional endpoint not text", `{"userinfo_endpoint": false}`, []string{"userinfo_endpoint", "string"}},
		{"revocation endpoint relative", `{"revocation_endpoint": "revoke"}`, []string{"revocation_endpoint", "absolute"}},

		{"pushed requests offered", `{"pushed_authorization_request_endpoint": "https://as.example/par"}`, nil},
		{"pushed requests required", `{"require_pushed_authorization_requests": true, "pushed_authorization_request_endpoint": "https://as.example/par"}`, nil},
		{"pushed requests required, and nowhere to push them", `{"require_pushed_authorization_requests": true}`, []string{"pushed_authorization_request_endpoint is missing"}},
		{"pushed requests required, to http", `{"require_pushed_authorization_requests": true, "pushed_authorization_request_endpoint": "http://as.example/par"}`,
			[]string{"pushed_authorization_request_endpoint", "https"}},
		{"requirement is text", `{"require_pushed_authorization_requests": "true"}`, []string{"require_pushed_authorization_requests", "true or false"}},

		{"code supported", `{"response_types_supported": ["id_token", "code"]}`, nil},
		{"code not supported", `{"response_types_supported": ["id_token", "code token"]}`, []string{"response_types_supported", "code"}},
		{"S256 not supported", `{"code_challenge_methods_supported": ["plain"]}`, []string{"code_challenge_methods_supported", "S256"}},
		{"nothing supported", `{"code_challenge_methods_supported": []}`, []string{"code_challenge_methods_supported", "S256"}},
		{"one algorithm in common", `{"id_token_signing_alg_values_supported": ["HS256", "EdDSA"]}`, nil},
		{"no algorithm in common", `{"id_token_signing_alg_values_supported": ["HS256", "none"]}`,
			[]string{"id_token_signing_alg_values_supported", "RS256"}},
		{"list is text", `{"response_modes_supported": "query"}`, []string{"response_modes_supported", "list"}},
		{"list of numbers", `{"response_modes_supported": ["query", 5]}`, []string{"response_modes_supported", "list"}},
		{"flag is text", `{"authorization_response_iss_parameter_supported": "false"}`,
			[]string{"authorization_response_iss_parameter_supported", "true or false"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.ParseMetadata("https://as.example", object(t, goodMetadata, test.deviation), parseURL)
			if test.words == nil {
				wantError(t, err, "")
				return
			}
			wantError(t, err, oidc.InvalidMetadata, test.words...)
			if !reflect.DeepEqual(got, oidc.Metadata{}) {
				t.Errorf("refused, yet returned %+v", got)
			}
		})
	}
}

func TestParseMetadataRefusesOtherJSON(t *testing.T) {
	for _, document := range []string{`null`, `[]`, `"https://as.example"`, `5`, `true`} {
		_, err := oidc.ParseMetadata("https://as.example", tree(t, document), parseURL)
		wantError(t, err, oidc.InvalidMetadata, "JSON object")
	}
}

// The issuer is configured by the app; the document agreeing with it does not
// make it sound.
func TestParseMetadataRefusesIssuer(t *testing.T) {
	for issuer, word := range map[string]string{
		"":                          "absolute",
		"as.example":                "absolute",
		"http://as.example":         "https",
		"https://as.example?tenant": "query",
		"https://as.example?":       "query",
		"https://as.example/#a":     "fragment",
	} {
		document := object(t, goodMetadata, `{}`)
		document["issuer"] = issuer
		_, err := oidc.ParseMetadata(issuer, document, parseURL)
		wantError(t, err, oidc.InvalidMetadata, "issuer", word)
	}
}

func TestParseMetadataUsesWhatWasParsed(t *testing.T) {
	// A browser's parser drops line breaks, decodes hosts and resolves dots.
	normalise := func(text string) (oidc.URL, error) {
		return oidc.URL{Href: "https://normalised.example/", Protocol: "https:"}, nil
	}
	got, err := oidc.ParseMetadata("https://as.example", tree(t, goodMetadata), normalise)
	wantError(t, err, "")
	if got.TokenEndpoint != "https://normalised.example/" || got.Issuer != "https://as.example" {
		t.Errorf("endpoints must be the parsed ones, the issuer the text: %+v", got)
	}
}
