package oidc

import (
	"strconv"
	"strings"
)

// AuthorizationRequest asks for a code (OIDC Core 3.1.2.1, RFC 7636 4.3). The
// first six fields after the client are sent always, the others unless empty.
type AuthorizationRequest struct {
	ClientID      string
	RedirectURI   string
	Scope         string // see [Scopes]
	State         string // see [RandomString]
	Nonce         string
	CodeChallenge string // of method S256, see [Challenge]

	Audience     string // which API the access token is for; Auth0's own
	Prompt       string // none, login, consent, select_account
	ResponseMode string // web_message; empty is query (OAuth 2.0 Multiple Response Types 2.1)
	LoginHint    string
	MaxAge       int64 // seconds since the last login at most; 0 does not ask
	// DPoPKey is the thumbprint of the key that the code is bound to (RFC 9449
	// section 10): whoever gets hold of it cannot redeem it without that key.
	DPoPKey string
	// Extra are parameters that this type does not know, such as acr_values or
	// organization. What the request itself sets they cannot override.
	Extra Params
}

// URL is where the browser, a frame or a popup goes.
func (r *AuthorizationRequest) URL(authorizationEndpoint string) string {
	return WithParams(authorizationEndpoint, r.Params())
}

// Params are what the request says. Extra parameters lose against its own. Never
// sent are an extra response_mode, which decides who receives the code, and
// request and request_uri, which replace all other parameters (RFC 9101 section 5).
func (r *AuthorizationRequest) Params() Params {
	params := Params{
		{"response_type", "code"},
		{"client_id", r.ClientID},
		{"redirect_uri", r.RedirectURI},
		{"scope", r.Scope},
		{"state", r.State},
		{"nonce", r.Nonce},
		{"code_challenge", r.CodeChallenge},
		{"code_challenge_method", "S256"},
	}
	params = params.
		with("audience", r.Audience).
		with("prompt", r.Prompt).
		with("response_mode", r.ResponseMode).
		with("login_hint", r.LoginHint).
		with("dpop_jkt", r.DPoPKey)
	if r.MaxAge > 0 {
		params = params.with("max_age", strconv.FormatInt(r.MaxAge, 10))
	}
	return params.extended(r.Extra, "response_mode", "request", "request_uri")
}

// Scopes writes a scope so that equal ones look alike: each value once, in the
// order given, with openid in front where it is missing (without it there is no
// ID token, OIDC Core 3.1.2.1).
func Scopes(scope string) string {
	var all []string
	seen := map[string]bool{}
	for _, value := range Values(scope) {
		if !seen[value] {
			seen[value] = true
			all = append(all, value)
		}
	}
	if !seen["openid"] {
		all = append([]string{"openid"}, all...)
	}
	return strings.Join(all, " ")
}

// Values are those of a list like scope, which spaces separate (RFC 6749 3.3), or
// whatever else is blank in the source of an app. (strings.Fields and ToLower know
// all of Unicode: 3 KB of brotli in the shipped module.)
func Values(list string) (all []string) {
	from := 0
	for i := range len(list) + 1 {
		if i < len(list) && list[i] > ' ' {
			continue
		}
		if i > from {
			all = append(all, list[from:i])
		}
		from = i + 1
	}
	return all
}
