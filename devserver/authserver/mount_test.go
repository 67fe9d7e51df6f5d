package authserver_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// behindProxy puts a tenant behind an https proxy that keeps the path and sends its own Host on, or not.
func behindProxy(t *testing.T, path string, keepHost bool, changes ...func(*authserver.Config)) (*tenant, *http.Client) {
	t.Helper()
	var upstream *url.URL
	proxy := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(upstream)
		if keepHost {
			r.Out.Host = r.In.Host
		}
	}})
	t.Cleanup(proxy.Close)
	issuer := proxy.URL + path
	tn := newTenant(t, append(changes, func(c *authserver.Config) { c.Issuer = issuer })...)
	upstream = parseURL(t, tn.url)
	tn.url, tn.issuer = proxy.URL, issuer
	return tn, proxy.Client()
}

func parseURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// A library that knows nothing of this server, and a browser that follows what the pages say, need only the issuer.
func TestWholeFlowBelowAPathBehindAProxy(t *testing.T) {
	for name, keepHost := range map[string]bool{"the proxy's Host": true, "another Host": false} {
		t.Run(name, func(t *testing.T) {
			tn, trusting := behindProxy(t, "/auth/", keepHost)
			b := tn.browser(t)
			b.Transport = trusting.Transport
			ctx := oidc.ClientContext(context.Background(), trusting)
			provider, err := oidc.NewProvider(ctx, tn.issuer)
			if err != nil {
				t.Fatal(err)
			}
			client := oauth2.Config{ClientID: "storezero", RedirectURL: callback, Endpoint: provider.Endpoint(), Scopes: []string{oidc.ScopeOpenID}}
			verifier := oauth2.GenerateVerifier()
			resp := b.get(t, client.AuthCodeURL("s-1", oauth2.S256ChallengeOption(verifier)))
			if where := resp.Header.Get("Location"); !strings.HasPrefix(where, "/auth/login?") {
				t.Fatalf("Location %q, want the login page below the path", where)
			}
			page := b.get(t, resp.Header.Get("Location"))
			for _, want := range []string{`action="/auth/login"`, `href="/auth/style.css"`} {
				if !strings.Contains(page.body, want) {
					t.Errorf("the login page lacks %s:\n%s", want, page.body)
				}
			}
			if style := b.get(t, "/auth/style.css"); style.StatusCode != http.StatusOK {
				t.Errorf("style sheet: status %d", style.StatusCode)
			}
			resp = b.post(t, "/auth/login", credentials(hidden(t, page.body, "interaction")), "Origin", tn.url)
			cookie := resp.Header.Get("Set-Cookie")
			for _, want := range []string{"__Secure-as-session_", "Path=/auth/;", "Secure", "SameSite=None", "HttpOnly"} {
				if !strings.Contains(cookie, want) {
					t.Errorf("Set-Cookie %q lacks %s", cookie, want)
				}
			}
			got := location(t, resp)
			if got.Get("iss") != tn.issuer {
				t.Errorf("iss %q, want %q", got.Get("iss"), tn.issuer)
			}
			token, err := client.Exchange(ctx, got.Get("code"), oauth2.VerifierOption(verifier))
			if err != nil {
				t.Fatal(err)
			}
			raw, _ := token.Extra("id_token").(string)
			if _, err := provider.Verifier(&oidc.Config{ClientID: "storezero", Now: tn.clock.Now}).Verify(ctx, raw); err != nil {
				t.Error(err)
			}
			if _, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token)); err != nil {
				t.Error(err)
			}
			silently := b.get(t, client.AuthCodeURL("s-2", oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("prompt", "none")))
			if location(t, silently).Get("code") == "" {
				t.Errorf("silent: %s", silently.Header.Get("Location"))
			}
		})
	}
}

// The issuer names the server; the public URL is where it is found.
func TestPublicURLBesideTheIssuer(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) {
		c.Issuer, c.PublicURL = "https://as.example/", "http://localhost:9000/auth/"
	})
	got := tn.browser(t).get(t, "/auth/.well-known/openid-configuration").body
	for _, want := range []string{`"issuer":"https://as.example/"`, `"token_endpoint":"http://localhost:9000/auth/oauth/token"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the metadata lacks %s:\n%s", want, got)
		}
	}
}

// A proxy that strips the path gets a sentence, not a riddle.
func TestPathOutsideTheMount(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Issuer = "https://as.example/auth/" })
	for _, path := range []string{"/", "/auth", "/authorize", "/authentic/authorize", "/.well-known/openid-configuration"} {
		got := tn.browser(t).get(t, path)
		if got.StatusCode != http.StatusNotFound || !strings.Contains(got.body, "https://as.example/auth/...") {
			t.Errorf("%s: status %d\n%s", path, got.StatusCode, got.body)
		}
	}
}

// What is cleaned of a path stays below the mount.
func TestDoubledSlashBelowTheMount(t *testing.T) {
	for _, issuer := range []string{"https://as.example/", "https://as.example/auth/"} {
		tn := newTenant(t, func(c *authserver.Config) { c.Issuer = issuer })
		path := strings.TrimPrefix(issuer, "https://as.example") + "/authorize"
		got := tn.browser(t).get(t, path)
		if got.StatusCode != http.StatusNotFound || got.Header.Get("Location") != "" {
			t.Errorf("%s: status %d, Location %q", path, got.StatusCode, got.Header.Get("Location"))
		}
	}
}

// A public mock says what it is, and is no stronger than it says.
func TestPublicServer(t *testing.T) {
	const banner = "any password works here"
	tn := newTenant(t, func(c *authserver.Config) { c.Issuer, c.Public = "http://as.example/", true })
	b := tn.browser(t)
	page, interaction := b.loginPage(t, params())
	if !strings.Contains(page.body, banner) {
		t.Errorf("the login page lacks the banner:\n%s", page.body)
	}
	form := credentials(interaction)
	form.Set("password", "something else")
	if code := location(t, b.post(t, "/login", form)).Get("code"); code == "" {
		t.Error("another password does not work")
	}
	if refused := b.get(t, "/nowhere"); !strings.Contains(refused.body, banner) {
		t.Errorf("the error page lacks the banner:\n%s", refused.body)
	}
	own := newTenant(t).browser(t)
	if page, _ := own.loginPage(t, params()); strings.Contains(page.body, banner) {
		t.Error("a server on loopback shows the banner")
	}
}
