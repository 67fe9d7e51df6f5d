package authserver_test

import (
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// Each row is one mistake in a good configuration; the error names the field and the way out.
func TestConfigErrors(t *testing.T) {
	type config = authserver.Config
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		change func(*config)
		want   []string
	}{
		{"no issuer", func(c *config) { c.Issuer = "" }, []string{"Issuer", "http://localhost:4400/"}},
		{"issuer without a slash", func(c *config) { c.Issuer = "http://localhost:4400" }, []string{"Issuer", `give "http://localhost:4400/"`}},
		{"issuer with a path without a slash", func(c *config) { c.Issuer = "http://localhost:4400/tenant" }, []string{"Issuer", `give "http://localhost:4400/tenant/"`}},
		{"issuer with a path that is no shortest", func(c *config) { c.Issuer = "http://localhost:4400/a/../b//" }, []string{"Issuer", `give "http://localhost:4400/b/"`}},
		{"issuer with a query", func(c *config) { c.Issuer = "http://localhost:4400/?tenant=a" }, []string{"Issuer", `give "http://localhost:4400/"`}},
		{"issuer with a path that breaks a cookie", func(c *config) { c.Issuer = "http://localhost:4400/a;b/" }, []string{"Issuer", "letters, digits"}},
		{"public URL on plain http", func(c *config) { c.PublicURL = "http://as.example/" }, []string{"PublicURL", "use https"}},
		{"public URL without a slash", func(c *config) { c.PublicURL = "https://as.example/auth" }, []string{"PublicURL", `give "https://as.example/auth/"`}},
		{"issuer with a default port", func(c *config) { c.Issuer = "https://as.example:443/" }, []string{"Issuer", `give "https://as.example/"`}},
		{"issuer on plain http", func(c *config) { c.Issuer = "http://as.example/" }, []string{"Issuer", "use https"}},
		{"issuer of another scheme", func(c *config) { c.Issuer = "ftp://localhost/" }, []string{"Issuer"}},
		{"instance with a space", func(c *config) { c.Instance = "a b" }, []string{"Instance", "letters, digits"}},
		{"idle too short", func(c *config) { c.Sessions.Idle = time.Millisecond }, []string{"Sessions.Idle", "1 s or more"}},
		{"absolute negative", func(c *config) { c.Sessions.Absolute = -time.Hour }, []string{"Sessions.Absolute"}},
		{"ID token negative", func(c *config) { c.IDTokenLifetime = -1 }, []string{"IDTokenLifetime"}},
		{"access token negative", func(c *config) { c.AccessTokenLifetime = -1 }, []string{"AccessTokenLifetime"}},
		{"code negative", func(c *config) { c.CodeLifetime = -1 }, []string{"CodeLifetime"}},
		{"small key", func(c *config) { c.Key = small }, []string{"Key", "2048"}},
		{"no clients", func(c *config) { c.Clients = nil }, []string{"Clients", "Defaults"}},
		{"client without an id", func(c *config) { c.Clients[1].ID = "" }, []string{"Clients[1].ID"}},
		{"client twice", func(c *config) { c.Clients[1].ID = "storezero" }, []string{"Clients[1].ID", "taken"}},
		{"client without callbacks", func(c *config) { c.Clients[0].Callbacks = nil }, []string{"Clients[0].Callbacks"}},
		{"wildcard beside the leftmost label", func(c *config) { c.Clients[0].Callbacks[0] = "https://app.*.example.com/" }, []string{"Clients[0].Callbacks[0]", "leftmost label"}},
		{"wildcard for a whole domain", func(c *config) { c.Clients[0].WebOrigins[0] = "https://*.com" }, []string{"Clients[0].WebOrigins[0]", "leftmost label"}},
		{"two wildcards", func(c *config) { c.Clients[0].AllowedLogoutURLs[0] = "https://*-*.example.com/" }, []string{"Clients[0].AllowedLogoutURLs[0]", "one *"}},
		{"wildcard in a path", func(c *config) { c.Clients[0].Callbacks[0] = "https://app.example.com/*" }, []string{"Clients[0].Callbacks[0]", "leftmost label"}},
		{"placeholder beside the host", func(c *config) { c.Clients[0].Callbacks[0] = "https://app.example.com/{organization_name}*" }, []string{"Clients[0].Callbacks[0]"}},
		{"back-channel URL without a host", func(c *config) { c.Clients[0].BackchannelLogoutURLs = []string{"https://:80"} }, []string{"BackchannelLogoutURLs[0]"}},
		{"unknown initiator", func(c *config) { c.Clients[0].BackchannelLogoutInitiators = []authserver.Initiator{"boredom"} }, []string{"BackchannelLogoutInitiators", "rp-logout"}},
		{"unknown quirk", func(c *config) { c.Quirks.LocalhostConsent = "often" }, []string{"Quirks.LocalhostConsent", "legacy"}},
		{"limits over the cap", func(c *config) { c.Quirks.RejectOverCap, c.Sessions.Idle = true, 80*time.Hour }, []string{"Sessions", "RejectOverCap"}},
		{"too many URLs", func(c *config) { c.Clients[0].AllowedOrigins = make([]string, 101) }, []string{"AllowedOrigins", "100"}},
		{"fragment", func(c *config) { c.Clients[0].Callbacks[0] = app + "/#a" }, []string{"Clients[0].Callbacks[0]", "fragment"}},
		{"relative", func(c *config) { c.Clients[0].Callbacks[0] = "/callback" }, []string{"Clients[0].Callbacks[0]", "absolute"}},
		{"script", func(c *config) { c.Clients[0].Callbacks[0] = "javascript:alert(1)" }, []string{"Clients[0].Callbacks[0]"}},
		{"user in a URL", func(c *config) { c.Clients[0].Callbacks[0] = "http://a:b@localhost/" }, []string{"Clients[0].Callbacks[0]", "user"}},
		{"host that breaks a policy", func(c *config) { c.Clients[0].Callbacks[0] = "http://a;b/" }, []string{"Clients[0].Callbacks[0]", "Content-Security-Policy"}},
		{"IPv6 host", func(c *config) { c.Clients[0].Callbacks[0] = "http://[::1]:4300/" }, []string{"Clients[0].Callbacks[0]", "use a host name"}},
		{"logout URL", func(c *config) { c.Clients[0].AllowedLogoutURLs[0] = "nowhere" }, []string{"Clients[0].AllowedLogoutURLs[0]"}},
		{"tenant's logout URL", func(c *config) { c.AllowedLogoutURLs = []string{"nowhere"} }, []string{"AllowedLogoutURLs[0]"}},
		{"origin with a slash", func(c *config) { c.Clients[0].WebOrigins[0] = app + "/" }, []string{"Clients[0].WebOrigins[0]", "alone"}},
		{"user without a password", func(c *config) { c.Users[0].Password = "" }, []string{"Users[0]", "Password"}},
		{"user without a sub", func(c *config) { c.Users[0].Sub = "" }, []string{"Users[0].Sub"}},
		{"email twice", func(c *config) { c.Users[1].Email = "ADA@storezero.example" }, []string{"Users[1]", "shares"}},
		{"API without an audience", func(c *config) { c.APIs[0].Audience = "" }, []string{"APIs[0].Audience"}},
		{"unknown plan", func(c *config) { c.Plan = "gold" }, []string{"Plan", "self-service"}},
		{"unknown cookie mode", func(c *config) { c.Cookies = "chewy" }, []string{"Cookies", "non-persistent"}},
		{"unknown MFA policy", func(c *config) { c.MFA = "never" }, []string{"MFA", "step-up"}},
		{"secret with method none", func(c *config) { c.Clients[0].Secret, c.Clients[0].AuthMethod = "s", "none" }, []string{"Clients[0].AuthMethod", "client_secret_basic"}},
		{"public client with client_credentials", func(c *config) { c.Clients[0].GrantTypes = []string{"client_credentials"} }, []string{"Clients[0].GrantTypes", "Secret"}},
		{"unknown grant type", func(c *config) { c.Clients[0].GrantTypes = []string{"password"} }, []string{"Clients[0].GrantTypes", "password"}},
		{"unknown algorithm", func(c *config) { c.Clients[0].IDTokenAlg = "none" }, []string{"Clients[0].IDTokenAlg", "ES256"}},
		{"API with an unknown algorithm", func(c *config) { c.APIs[0].SigningAlg = "HS256" }, []string{"APIs[0].SigningAlg", "ES256"}},
		{"negative leeway", func(c *config) { c.Clients[0].Refresh.Leeway = -1 }, []string{"Clients[0].Refresh", "Unlimited"}},
		{"connection without a secret", func(c *config) { c.Connections = []authserver.Connection{{Name: "facebook", ClientID: "as"}} }, []string{"Connections[0]", "ClientSecret"}},
		{"connection named as the database", func(c *config) { c.Connections = []authserver.Connection{{Name: "auth0"}} }, []string{"Connections[0].Name"}},
		{"API twice", func(c *config) { c.APIs = append(c.APIs, c.APIs[0]) }, []string{"APIs[1].Audience"}},
		{"API with a negative lifetime", func(c *config) { c.APIs[0].AccessTokenLifetime = -1 }, []string{"APIs[0].AccessTokenLifetime"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cfg := authserver.Defaults(app)
			cfg.Issuer = "http://localhost:4400/"
			cfg.Key = signingKey()
			tc.change(&cfg)
			_, err := authserver.New(cfg)
			if err == nil {
				t.Fatal("accepted")
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
		})
	}
}

func TestDefaultsAreValid(t *testing.T) {
	for _, issuer := range []string{"http://localhost:4400/", "http://127.0.0.1:4400/", "http://[::1]:4400/", "http://auth.acme.localhost/", "https://as.example/", "https://as.example/auth/v1.0/"} {
		cfg := authserver.Defaults(app)
		cfg.Issuer = issuer
		cfg.Key = signingKey()
		if _, err := authserver.New(cfg); err != nil {
			t.Errorf("issuer %s: %v", issuer, err)
		}
	}
}
