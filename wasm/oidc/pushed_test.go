package oidc_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

// The endpoint is pushed to only where the server requires it.
func TestPushEndpoint(t *testing.T) {
	for requirement, want := range map[string]string{
		`{}`: "",
		`{"require_pushed_authorization_requests": false}`: "",
		`{"require_pushed_authorization_requests": true}`:  "https://as.example/par",
	} {
		document := object(t, goodMetadata, `{"pushed_authorization_request_endpoint": "https://as.example/par"}`)
		got, err := oidc.ParseMetadata("https://as.example", merge(document, tree(t, requirement)), parseURL)
		wantError(t, err, "")
		if got.PushEndpoint != want {
			t.Errorf("%s: %q, want %q", requirement, got.PushEndpoint, want)
		}
	}
}

// The good answer is the example of https://www.rfc-editor.org/rfc/rfc9126#section-2.2,
// the first refusal that of section 2.3.
func TestParsePushed(t *testing.T) {
	const good = `{"request_uri": "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c", "expires_in": 60}`
	for _, test := range []struct {
		name   string
		status int
		body   string
		uri    string
		code   oidc.Code
		words  []string
	}{
		{"RFC 9126 2.2", 201, good, "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c", "", nil},
		{"RFC 9126 2.3", 400, `{"error": "invalid_request", "error_description": "The redirect_uri is not valid for the given client"}`, "",
			oidc.AuthorizationError, []string{"400", `"invalid_request"`, "The redirect_uri is not valid"}},
		{"accepted with another status", 200, good, "", oidc.AuthorizationError, []string{"200"}},
		{"too many requests", 429, `null`, "", oidc.AuthorizationError, []string{"429"}},
		{"an error that would end a session", 400, `{"error": "login_required"}`, "", oidc.AuthorizationError, []string{`"login_required"`}},
		{"an error that would end a grant", 400, `{"error": "invalid_grant"}`, "", oidc.AuthorizationError, []string{`"invalid_grant"`}},
		{"an error that is no text", 400, `{"error": 5}`, "", oidc.AuthorizationError, []string{"400"}},
		{"no JSON", 201, `null`, "", oidc.InvalidResponse, []string{"request_uri"}},
		{"no reference", 201, `{"expires_in": 60}`, "", oidc.InvalidResponse, []string{"request_uri"}},
		{"an empty reference", 201, `{"request_uri": ""}`, "", oidc.InvalidResponse, []string{"request_uri"}},
		{"a reference that is no text", 201, `{"request_uri": ["urn:a"]}`, "", oidc.InvalidResponse, []string{"request_uri"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.ParsePushed(test.status, tree(t, test.body))
			wantError(t, err, test.code, test.words...)
			if got != test.uri {
				t.Errorf("the reference is %q", got)
			}
		})
	}
}

// https://www.rfc-editor.org/rfc/rfc9126#section-4
func TestPushedURL(t *testing.T) {
	got := oidc.PushedURL("https://as.example/authorize", "s6BhdRkqt3", "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c")
	want := "https://as.example/authorize?client_id=s6BhdRkqt3&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc_11ACC5bwc014ltc14eY22c"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	// Whatever it holds, it stays one parameter.
	if got := oidc.PushedURL("https://as.example/authorize?tenant=1", "a&b", "x&prompt=none#"); got != "https://as.example/authorize?tenant=1&client_id=a%26b&request_uri=x%26prompt%3Dnone%23" {
		t.Error(got)
	}
}
