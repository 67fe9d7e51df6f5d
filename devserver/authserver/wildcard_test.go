package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

func wildcards(c *authserver.Config) {
	c.Clients[0].Callbacks = append(c.Clients[0].Callbacks, "https://pr-*.example.com/callback")
	c.Clients[0].WebOrigins = []string{"https://pr-*.example.com"}
	c.Clients[0].AllowedLogoutURLs = []string{"https://pr-*.example.com/signed-out"}
}

// A wildcard stands for a preview's own name in callbacks, web origins and logout URLs, and for nothing else.
func TestWildcardSubdomains(t *testing.T) {
	const preview = "https://pr-17.example.com"
	tn := newTenant(t, wildcards)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params("redirect_uri", preview+"/callback"))
	resp := b.post(t, "/login", credentials(interaction))
	if got := resp.Header.Get("Location"); !strings.HasPrefix(got, preview+"/callback?code=") {
		t.Errorf("the login leads to %q", got)
	}
	got, target := posted(t, b.authorize(t, silent("redirect_uri", preview+"/callback")))
	if got.Code == "" || target != preview {
		t.Errorf("posted %+v to %q", got, target)
	}
	for _, end := range []string{
		"/v2/logout?client_id=storezero&returnTo=" + url.QueryEscape(preview+"/signed-out?x=1"),
		"/oidc/logout?client_id=storezero&post_logout_redirect_uri=" + url.QueryEscape(preview+"/signed-out"),
	} {
		tn := newTenant(t, wildcards)
		if got := tn.browser(t).get(t, end).Header.Get("Location"); !strings.HasPrefix(got, preview+"/signed-out") {
			t.Errorf("%s leads to %q", end, got)
		}
	}
	for _, uri := range []string{"https://pr-.example.com/callback", "https://pr-1.evil.example.com/callback", "https://x.example.com/callback"} {
		if got := b.authorize(t, params("redirect_uri", uri)); got.StatusCode != http.StatusForbidden || got.Header.Get("Location") != "" {
			t.Errorf("%s: status %d, Location %q", uri, got.StatusCode, got.Header.Get("Location"))
		}
	}
}

// A page may read the token endpoint's answer if its origin is in WebOrigins, in AllowedOrigins or in a callback.
func TestCORSOfEachList(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) {
		c.Clients[0].Callbacks = []string{"https://callback.example.com/callback"}
		c.Clients[0].WebOrigins = []string{"https://pr-*.example.com"}
		c.Clients[0].AllowedOrigins = []string{"https://allowed.example.com"}
		c.Clients = c.Clients[:1]
	})
	for origin, want := range map[string]bool{
		"https://callback.example.com": true, "https://pr-1.example.com": true, "https://allowed.example.com": true,
		"https://evil.example.com": false, "null": false, "https://callback.example.com:8443": false,
	} {
		resp := tn.browser(t).post(t, "/oauth/token", url.Values{}, "Origin", origin)
		if got := resp.Header.Get("Access-Control-Allow-Origin") == origin; got != want {
			t.Errorf("%s: allowed %v, want %v", origin, got, want)
		}
	}
}

// A wildcard leads nowhere: a logout that names no target goes to the first URL that does.
func TestFirstLogoutURLIsNoWildcard(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) {
		c.Clients[0].AllowedLogoutURLs = []string{"https://*.example.com/", app + "/signed-out"}
	})
	for _, path := range []string{"/v2/logout", "/oidc/logout"} {
		if got := tn.browser(t).get(t, path+"?client_id=storezero").Header.Get("Location"); got != app+"/signed-out" {
			t.Errorf("%s leads to %q", path, got)
		}
	}
}
