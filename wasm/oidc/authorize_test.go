package oidc_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func goodRequest() oidc.AuthorizationRequest {
	return oidc.AuthorizationRequest{
		ClientID:      "storezero",
		RedirectURI:   "https://shop.example/callback",
		Scope:         "openid profile",
		State:         "af0ifjsldkj",
		Nonce:         "n-0S6_WzA2Mj",
		CodeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
	}
}

// The parameters are pinned as text, then read back by net/url.
const goodRequestURL = "https://as.example/authorize?response_type=code&client_id=storezero" +
	"&redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&scope=openid+profile&state=af0ifjsldkj&nonce=n-0S6_WzA2Mj" +
	"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"

func TestAuthorizationRequestURL(t *testing.T) {
	for _, test := range []struct {
		name    string
		deviate func(*oidc.AuthorizationRequest)
		added   string // to the good request's URL
	}{
		{"good", func(*oidc.AuthorizationRequest) {}, ""},
		{"audience", func(r *oidc.AuthorizationRequest) { r.Audience = "https://api.example" }, "&audience=https%3A%2F%2Fapi.example"},
		{"prompt", func(r *oidc.AuthorizationRequest) { r.Prompt = "none" }, "&prompt=none"},
		{"response_mode", func(r *oidc.AuthorizationRequest) { r.ResponseMode = "web_message" }, "&response_mode=web_message"},
		{"login_hint", func(r *oidc.AuthorizationRequest) { r.LoginHint = "ann@example.com" }, "&login_hint=ann%40example.com"},
		{"max_age", func(r *oidc.AuthorizationRequest) { r.MaxAge = 3600 }, "&max_age=3600"},
		{"dpop_jkt", func(r *oidc.AuthorizationRequest) { r.DPoPKey = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs" },
			"&dpop_jkt=NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"},
		{"extra dpop_jkt beside a key", func(r *oidc.AuthorizationRequest) {
			r.DPoPKey = "ours"
			r.Extra = oidc.Params{{"dpop_jkt", "another"}}
		}, "&dpop_jkt=ours"},
		{"max_age is not asked", func(r *oidc.AuthorizationRequest) { r.MaxAge = 0 }, ""},
		{"extra", extra("acr_values", "mfa"), "&acr_values=mfa"},
		{"extra of an optional name that is not used", extra("login_hint", "ann"), "&login_hint=ann"},
		{"extra names may repeat (RFC 8707 2)", func(r *oidc.AuthorizationRequest) {
			r.Extra = oidc.Params{{"resource", "https://a.example"}, {"resource", "https://b.example"}}
		}, "&resource=https%3A%2F%2Fa.example&resource=https%3A%2F%2Fb.example"},
		{"extra response_type", extra("response_type", "token"), ""},
		{"extra client_id", extra("client_id", "other"), ""},
		{"extra redirect_uri", extra("redirect_uri", "https://evil.example"), ""},
		{"extra scope", extra("scope", "admin"), ""},
		{"extra state", extra("state", "fixed"), ""},
		{"extra nonce", extra("nonce", "fixed"), ""},
		{"extra code_challenge", extra("code_challenge", "fixed"), ""},
		{"extra code_challenge_method", extra("code_challenge_method", "plain"), ""},
		{"extra response_mode", extra("response_mode", "fragment"), ""},
		{"extra request", extra("request", "eyJhbGciOiJub25lIn0.e30."), ""},
		{"extra request_uri", extra("request_uri", "https://evil.example/request"), ""},
		{"extra prompt beside prompt", func(r *oidc.AuthorizationRequest) {
			r.Prompt = "none"
			r.Extra = oidc.Params{{"prompt", "login"}}
		}, "&prompt=none"},
	} {
		t.Run(test.name, func(t *testing.T) {
			request := goodRequest()
			test.deviate(&request)
			if got, want := request.URL("https://as.example/authorize"), goodRequestURL+test.added; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func extra(name, value string) func(*oidc.AuthorizationRequest) {
	return func(r *oidc.AuthorizationRequest) { r.Extra = oidc.Params{{name, value}} }
}

func TestAuthorizationRequestURLIsReadByOthers(t *testing.T) {
	request := goodRequest()
	request.LoginHint = "a&b=c #d é"
	parsed, err := url.Parse(request.URL("https://as.example/authorize?tenant=1"))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"tenant":                {"1"},
		"response_type":         {"code"},
		"client_id":             {request.ClientID},
		"redirect_uri":          {request.RedirectURI},
		"scope":                 {request.Scope},
		"state":                 {request.State},
		"nonce":                 {request.Nonce},
		"code_challenge":        {request.CodeChallenge},
		"code_challenge_method": {"S256"},
		"login_hint":            {request.LoginHint},
	}
	if got := parsed.Query(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestScopes(t *testing.T) {
	for scope, want := range map[string]string{
		"":                              "openid",
		"openid":                        "openid",
		"profile email":                 "openid profile email",
		"openid profile email":          "openid profile email",
		"profile openid":                "profile openid",
		"profile openid profile openid": "profile openid",
		"  profile\t email ":            "openid profile email",
		"OpenID":                        "openid OpenID", // scopes are case-sensitive (RFC 6749 3.3)
		"openid2":                       "openid openid2",
		"read:orders write:orders":      "openid read:orders write:orders",
	} {
		got := oidc.Scopes(scope)
		if got != want {
			t.Errorf("Scopes of %q is %q, want %q", scope, got, want)
		}
		if again := oidc.Scopes(got); again != got {
			t.Errorf("Scopes of its own %q is %q", got, again)
		}
		if strings.Count(" "+got+" ", " openid ") != 1 {
			t.Errorf("openid is not there once: %q", got)
		}
	}
}
