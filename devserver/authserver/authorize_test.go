package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// Without a client and a redirect URI that can be trusted there is nobody to redirect to.
func TestUntrustedRequestIsShownNotRedirected(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(url.Values)
		status int
		text   string
	}{
		{"unknown client", set("client_id", "nobody"), 400, "invalid_request: Unknown client: nobody"},
		{"no client", set("client_id", ""), 400, "invalid_request: Missing required parameter: client_id"},
		{"two clients", add("client_id", "storezero-outlet"), 400, "invalid_request: Duplicate parameter: client_id"},
		{"no redirect URI", set("redirect_uri", ""), 400, "invalid_request: Missing required parameter: redirect_uri"},
		{"two redirect URIs", add("redirect_uri", callback), 400, "invalid_request: Duplicate parameter: redirect_uri"},
		{"unregistered redirect URI", set("redirect_uri", "https://evil.example/"), 403,
			"Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs."},
		{"another path", set("redirect_uri", callback+"/x"), 403, "Callback URL mismatch."},
		{"a trailing slash more", set("redirect_uri", callback+"/"), 403, "Callback URL mismatch."},
		{"a query more", set("redirect_uri", callback+"?x=1"), 403, "Callback URL mismatch."},
		{"another case", set("redirect_uri", strings.ToUpper(callback)), 403, "Callback URL mismatch."},
		{"another client's redirect URI", set("redirect_uri", app+"/outlet"), 403, "Callback URL mismatch."},
		{"a script", set("redirect_uri", "javascript:alert(1)"), 403, "Callback URL mismatch."},
		{"too much to remember", set("state", strings.Repeat("x", 9000)), 400, "The parameters are longer than 8192 bytes"},
	} {
		for _, mode := range []string{"query", "web_message"} {
			t.Run(tc.name+" by "+mode, func(t *testing.T) {
				tn := newTenant(t)
				v := params("response_mode", mode)
				tc.change(v)
				resp := tn.browser(t).authorize(t, v)
				if resp.StatusCode != tc.status || !strings.Contains(resp.body, tc.text) {
					t.Errorf("status %d, want %d and %q in\n%s", resp.StatusCode, tc.status, tc.text, resp.body)
				}
				if resp.Header.Get("Location") != "" || strings.Contains(resp.body, "postMessage") {
					t.Error("the refusal was sent to the redirect URI")
				}
				checkPageHeaders(t, resp, "form-action 'self'")
				if !strings.Contains(tn.log.String(), "cure=") {
					t.Errorf("the log does not say how to mend it:\n%s", tn.log)
				}
			})
		}
	}
}

// With both trusted, the application is told, in the mode it asked for, with state and iss.
func TestTrustedRequestIsRefusedToTheApplication(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(url.Values)
		code   string
		text   string
	}{
		{"no response type", set("response_type", ""), "invalid_request", "Missing required parameter: response_type"},
		{"implicit flow", set("response_type", "token"), "unsupported_response_type", "Unsupported response type: token"},
		{"hybrid flow", set("response_type", "code id_token"), "unsupported_response_type", "Unsupported response type: code id_token"},
		{"no PKCE", set("code_challenge", ""), "invalid_request", "Code challenge required"},
		{"plain PKCE", set("code_challenge_method", "plain"), "invalid_request", "Transform algorithm not supported"},
		{"PKCE without a method, which means plain", set("code_challenge_method", ""), "invalid_request", "Transform algorithm not supported"},
		{"challenge of another length", set("code_challenge", "abc"), "invalid_request", "Invalid code challenge"},
		{"request object", set("request", "e30."), "request_not_supported", "The request parameter is not supported"},
		{"request by reference", set("request_uri", "https://evil.example/r"), "request_uri_not_supported", "The request_uri parameter is not supported"},
		{"unknown prompt", set("prompt", "create"), "invalid_request", "Unsupported prompt: create"},
		{"none with another prompt", set("prompt", "none login"), "invalid_request", "prompt=none cannot be combined with another prompt"},
		{"max_age in words", set("max_age", "soon"), "invalid_request", "Invalid max_age"},
		{"max_age negative", set("max_age", "-1"), "invalid_request", "Invalid max_age"},
		{"unknown audience", set("audience", "https://other.example/"), "access_denied", "Service not found: https://other.example/"},
		{"unknown connection", set("connection", "myspace"), "invalid_request", "the connection was not found"},
		{"unknown organization", set("organization", "org_none"), "invalid_request", "organization org_none does not exist"},
		{"DPoP key that is no thumbprint", set("dpop_jkt", "abc"), "invalid_request", "Invalid dpop_jkt"},
		{"two scopes", add("scope", "email"), "invalid_request", "Duplicate parameter: scope"},
		{"two nonces", add("nonce", "other"), "invalid_request", "Duplicate parameter: nonce"},
		{"two prompts", func(v url.Values) { v["prompt"] = []string{"none", "login"} }, "invalid_request", "Duplicate parameter: prompt"},
	} {
		for _, mode := range []string{"query", "web_message"} {
			t.Run(tc.name+" by "+mode, func(t *testing.T) {
				tn := newTenant(t)
				v := params("response_mode", mode)
				tc.change(v)
				resp := tn.browser(t).authorize(t, v)
				var got message
				if mode == "query" {
					q := location(t, resp)
					got = message{Error: q.Get("error"), Description: q.Get("error_description"), State: q.Get("state"), Iss: q.Get("iss")}
				} else {
					got, _ = posted(t, resp)
				}
				if want := (message{Error: tc.code, Description: tc.text, State: "state-1", Iss: tn.issuer}); got != want {
					t.Errorf("answered %+v, want %+v", got, want)
				}
				if !strings.Contains(tn.log.String(), "cure=") {
					t.Errorf("the log does not say how to mend it:\n%s", tn.log)
				}
			})
		}
	}
}

func TestUnsupportedResponseModeIsAnsweredByQuery(t *testing.T) {
	tn := newTenant(t)
	for _, mode := range []string{"jwt", "FRAGMENT"} {
		got := location(t, tn.browser(t).authorize(t, params("response_mode", mode)))
		if got.Get("error") != "invalid_request" || got.Get("error_description") != "Unsupported response mode: "+mode {
			t.Errorf("%s: %v", mode, got)
		}
	}
}

// Two states could each be believed by somebody: neither is echoed.
func TestDuplicateStateIsNotEchoed(t *testing.T) {
	tn := newTenant(t)
	v := params()
	v.Add("state", "other")
	got := location(t, tn.browser(t).authorize(t, v))
	if got.Get("error") != "invalid_request" || got.Has("state") {
		t.Errorf("answered %v, want invalid_request without a state", got)
	}
}

func TestErrorDescriptionKeepsToItsCharacters(t *testing.T) {
	tn := newTenant(t)
	got := location(t, tn.browser(t).authorize(t, params("response_type", "to\"k\\e\nn\u00e9"+strings.Repeat("x", 500))))
	text := got.Get("error_description")
	if !strings.HasPrefix(text, "Unsupported response type: tokenxxx") || len(text) > 310 {
		t.Errorf("error_description %q (RFC 6749 section 4.1.2.1)", text)
	}
}

func TestUnknownParametersAreIgnored(t *testing.T) {
	tn := newTenant(t)
	v := params("auth0Client", "eyJuYW1lIjoiYXV0aDAtc3BhLWpzIn0=")
	v["resource"] = []string{"a", "b"}
	tn.browser(t).loginPage(t, v)
}

func TestPromptAndMaxAge(t *testing.T) {
	for _, tc := range []struct {
		name    string
		extra   []string
		advance time.Duration
		page    bool
	}{
		{"plain request", nil, time.Minute, false},
		{"prompt=login", []string{"prompt", "login"}, time.Minute, true},
		{"prompt=select_account", []string{"prompt", "select_account"}, time.Minute, true},
		{"max_age=0", []string{"max_age", "0"}, 0, true},
		{"max_age not passed", []string{"max_age", "60"}, 60 * time.Second, false},
		{"max_age passed", []string{"max_age", "60"}, 61 * time.Second, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, _ := tn.loggedIn(t)
			tn.clock.Advance(tc.advance)
			resp := b.authorize(t, params(tc.extra...))
			if page := strings.HasPrefix(resp.Header.Get("Location"), "/login?"); page != tc.page {
				t.Errorf("login page: %v, want %v (Location %q)", page, tc.page, resp.Header.Get("Location"))
			}
		})
	}
}

func TestRoutesThatAreNot(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	if resp := b.get(t, "/nowhere"); resp.StatusCode != http.StatusNotFound || !strings.Contains(resp.body, "/.well-known/openid-configuration") {
		t.Errorf("status %d:\n%s", resp.StatusCode, resp.body)
	}
	resp := b.get(t, "/oauth/token")
	if resp.StatusCode != http.StatusMethodNotAllowed || resp.Header.Get("Allow") != "POST, OPTIONS" {
		t.Errorf("status %d, Allow %q", resp.StatusCode, resp.Header.Get("Allow"))
	}
}

func set(name, value string) func(url.Values) {
	return func(v url.Values) {
		if value == "" {
			v.Del(name)
			return
		}
		v.Set(name, value)
	}
}

func add(name, value string) func(url.Values) {
	return func(v url.Values) { v.Add(name, value) }
}

func mustURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func mustSession(t *testing.T, tn *tenant, sid string) authserver.Session {
	t.Helper()
	session, err := tn.Session(sid)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

// checkPageHeaders is what every page for a person has: nobody frames it, nothing but our style loads.
func checkPageHeaders(t *testing.T, resp reply, formAction string) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Frame-Options":        "DENY",
		"X-Content-Type-Options": "nosniff",
		"Cache-Control":          "no-store",
		"Referrer-Policy":        "same-origin",
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; " +
			formAction,
	} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
