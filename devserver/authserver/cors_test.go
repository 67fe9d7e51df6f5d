package authserver_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestCORS(t *testing.T) {
	for _, tc := range []struct {
		name, method, path, origin string
		status                     int
		allowed                    string // Access-Control-Allow-Origin
	}{
		{"preflight of a registered origin", "OPTIONS", "/oauth/token", app, 204, app},
		{"preflight of another origin", "OPTIONS", "/oauth/token", "https://evil.example", 403, ""},
		{"preflight of an opaque origin", "OPTIONS", "/oauth/token", "null", 403, ""},
		{"preflight of another port", "OPTIONS", "/oauth/token", "http://localhost:4301", 403, ""},
		{"token for a registered origin", "POST", "/oauth/token", app, 400, app},
		{"token for another origin", "POST", "/oauth/token", "https://evil.example", 400, ""},
		{"token for a command line", "POST", "/oauth/token", "", 400, ""},
		{"userinfo for a registered origin", "GET", "/userinfo", app, 401, app},
		{"userinfo for another origin", "GET", "/userinfo", "https://evil.example", 401, ""},
		{"preflight of userinfo", "OPTIONS", "/userinfo", app, 204, app},
		{"discovery for anybody", "GET", "/.well-known/openid-configuration", "https://evil.example", 200, "*"},
		{"keys for anybody", "GET", "/.well-known/jwks.json", "https://evil.example", 200, "*"},
		{"preflight of discovery", "OPTIONS", "/.well-known/openid-configuration", "https://evil.example", 204, "*"},
		{"authorize is for navigation", "GET", "/authorize", app, 400, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			req, err := http.NewRequest(tc.method, tn.url+tc.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tc.origin != "" {
				req.Header.Set("Origin", tc.origin)
			}
			resp := tn.browser(t).do(t, req)
			if got := resp.Header.Get("Access-Control-Allow-Origin"); resp.StatusCode != tc.status || got != tc.allowed {
				t.Errorf("status %d, Access-Control-Allow-Origin %q, want %d and %q", resp.StatusCode, got, tc.status, tc.allowed)
			}
			if resp.Header.Get("Access-Control-Allow-Credentials") != "" {
				t.Error("cookies have no business here")
			}
			if tc.allowed == app && resp.Header.Get("Vary") != "Origin" {
				t.Errorf("Vary: %q", resp.Header.Get("Vary"))
			}
			if tc.allowed == "" && tc.origin != "" && tc.path != "/authorize" && !strings.Contains(tn.log.String(), "add the origin to web_origins") {
				t.Errorf("the log does not say why the page gets no answer:\n%s", tn.log)
			}
		})
	}
}

// The headers that auth0-spa-js sends must pass its preflight.
func TestPreflightAllowsWhatClientsSend(t *testing.T) {
	tn := newTenant(t)
	req, err := http.NewRequest(http.MethodOptions, tn.url+"/oauth/token", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", app)
	resp := tn.browser(t).do(t, req)
	for _, header := range []string{"Content-Type", "Auth0-Client"} {
		if !strings.Contains(resp.Header.Get("Access-Control-Allow-Headers"), header) {
			t.Errorf("Access-Control-Allow-Headers %q lacks %s", resp.Header.Get("Access-Control-Allow-Headers"), header)
		}
	}
}
