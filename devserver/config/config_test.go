package config

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// printed are configurations whose every field is set in one of them or the other.
func printed(t *testing.T) map[string]Config {
	t.Helper()
	own := Default()
	if err := own.AddClient("mine", "http://localhost:3000"); err != nil {
		t.Fatal(err)
	}
	own.Issuer, own.PublicURL, own.Public = "https://proxy.example/auth/", "https://proxy.example/auth/", true
	own.TLS, own.Hosts, own.CAOut = true, true, "ca.pem"
	own.Control = Control{Origins: []string{"http://localhost:3000"}}
	own.Log = Log{Format: FormatJSON, Requests: true, Secrets: true}
	own.Cookies, own.Plan, own.MFA = authserver.NonPersistent, authserver.Enterprise, authserver.Always
	own.Sessions.Idle = 90*time.Minute + time.Second
	own.Clients[2].Secret, own.Clients[2].Refresh = "yes: 'no' #1", authserver.RefreshPolicy{Lifetime: authserver.Unlimited, Leeway: 5 * time.Second}
	own.Users[0].AppMetadata = map[string]any{"roles": []any{"admin"}, "plan": map[string]any{"name": "gold"}}
	own.Users[0].Password = "1906"
	return map[string]Config{"default": Default(), "own": own}
}

// A printed file is read as what was printed, over whatever stood there before.
func TestPrintedConfigLoadsIdentically(t *testing.T) {
	for name, c := range printed(t) {
		var out strings.Builder
		if err := c.Print(&out); err != nil {
			t.Fatal(err)
		}
		for base, read := range map[string]Config{"nothing": {}, "the defaults": Default()} {
			if _, err := Read("printed.yaml", []byte(out.String()), &read); err != nil {
				t.Fatalf("%s: %v\n%s", name, err, out.String())
			}
			if !reflect.DeepEqual(read, c) {
				t.Errorf("%s over %s:\n got %+v\nwant %+v", name, base, read, c)
			}
		}
		for field := range fieldsOf(configType) {
			if !strings.Contains(out.String(), "\n"+field+":") {
				t.Errorf("%s: %s is not printed", name, field)
			}
		}
	}
}

func TestDefaultIsValid(t *testing.T) {
	for name, c := range printed(t) {
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a file leaves out stays as it was; a list that it has takes the place of the whole list.
func TestFileOverDefaults(t *testing.T) {
	c := Default()
	if _, err := Read("a.yaml", []byte("# short\nsessions: {idle: 60s}\nusers:\n  - {email: a@b.example, password: p, user_id: auth0|a}\n"), &c); err != nil {
		t.Fatal(err)
	}
	if c.Sessions.Idle != time.Minute || c.Sessions.Absolute != 12*time.Hour || len(c.Users) != 1 || len(c.Clients) != 2 {
		t.Errorf("got %+v", c)
	}
	if again := Default(); len(again.Users) != 2 || again.Users[0].Email == "a@b.example" {
		t.Error("the defaults have changed")
	}
	for _, empty := range []string{"", "\n", "# nothing\n"} {
		c := Default()
		if _, err := Read("a.yaml", []byte(empty), &c); err != nil || !reflect.DeepEqual(c, Default()) {
			t.Errorf("%q: %v", empty, err)
		}
	}
}

// A failed Read leaves the configuration as it was.
func TestBrokenFileChangesNothing(t *testing.T) {
	for _, tc := range wrongShapes {
		c := Default()
		if _, err := Read("a.yaml", []byte(tc.file), &c); err == nil || !reflect.DeepEqual(c, Default()) {
			t.Errorf("error %v, and the configuration has changed:\n%s", err, tc.file)
		}
	}
}

func TestStorefrontIsWrittenOnce(t *testing.T) {
	c := Default()
	c.AllowedLogoutURLs = []string{Storefront + "/out"}
	tenant := c.Tenant(Addresses{Storefront: "http://localhost:9"})
	if tenant.Clients[0].Callbacks[2] != "http://localhost:9/callback" || tenant.Clients[0].WebOrigins[0] != "http://localhost:9" || tenant.AllowedLogoutURLs[0] != "http://localhost:9/out" {
		t.Errorf("%+v", tenant)
	}
	if c.Clients[0].Callbacks[0] != Storefront {
		t.Error("the configuration itself has changed")
	}
}

func TestAddresses(t *testing.T) {
	actual := Ports{80, 4400, 443}
	for _, tc := range []struct {
		name   string
		change func(*Config)
		want   Addresses
	}{
		{"default", func(*Config) {}, Addresses{"http://localhost", "http://localhost:4400/", "http://localhost:4400/", "http://localhost:443/"}},
		{"tls", func(c *Config) { c.TLS = true }, Addresses{"https://localhost:80", "https://localhost:4400/", "https://localhost:4400/", "https://localhost/"}},
		{"hosts", func(c *Config) { c.Hosts = true }, Addresses{"http://app.acme.localhost", "http://auth.acme.localhost:4400/", "http://auth.acme.localhost:4400/", "http://idp.example.localhost:443/"}},
		{"issuer", func(c *Config) { c.Issuer = "https://p.example/auth/" }, Addresses{"http://localhost", "https://p.example/auth/", "https://p.example/auth/", "http://localhost:443/"}},
		{"public URL", func(c *Config) { c.PublicURL = "https://p.example/auth/" }, Addresses{"http://localhost", "https://p.example/auth/", "https://p.example/auth/", "http://localhost:443/"}},
		{"all", func(c *Config) {
			c.Issuer, c.PublicURL, c.StorefrontURL, c.IdentityProvider.Issuer = "https://i.example/", "https://p.example/", "https://s.example", "https://f.example/"
		}, Addresses{"https://s.example", "https://i.example/", "https://p.example/", "https://f.example/"}},
	} {
		c := Default()
		tc.change(&c)
		if got := c.Addresses(actual); got != tc.want {
			t.Errorf("%s: %+v, want %+v", tc.name, got, tc.want)
		}
	}
}

func TestAddClient(t *testing.T) {
	for _, tc := range []struct{ url, origin, callback string }{
		{"http://localhost:3000", "http://localhost:3000", "http://localhost:3000/callback"},
		{"http://LOCALHOST:3000/", "http://localhost:3000", "http://localhost:3000/callback"},
		{"https://app.example/shop/", "https://app.example", "https://app.example/shop/callback"},
	} {
		c := Default()
		if err := c.AddClient("mine", tc.url); err != nil {
			t.Fatal(err)
		}
		got := c.Clients[len(c.Clients)-1]
		if got.WebOrigins[0] != tc.origin || got.Callbacks[2] != tc.callback || got.Secret != "" {
			t.Errorf("%s: %+v", tc.url, got)
		}
		if err := c.Validate(); err != nil {
			t.Error(err)
		}
	}
	c := Default()
	if err := c.AddClient("storezero", "http://localhost:3000"); err != nil || len(c.Clients) != 2 {
		t.Errorf("%v, %d clients, want the one of the same id replaced", err, len(c.Clients))
	}
	for _, wrong := range []string{"", "localhost:3000", "/app", "ftp://localhost", "http://localhost/?a=b", "http://localhost/#a", "http://a:b@localhost/"} {
		if err := c.AddClient("mine", wrong); err == nil || !strings.Contains(err.Error(), "http://localhost:3000") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

// What a tenant can be set to, a file can say: each field of authserver.Config reaches it, but for these.
func TestEveryFieldOfATenantIsInTheFile(t *testing.T) {
	notInAFile := map[string]string{
		"Instance": "made of the public URL, which is", "Now": "the control API moves it", "Random": "for tests in Go",
		"Key": "no key is kept on disk", "Store": "memory", "HTTPClient": "reaches the servers of this process", "Log": "the caller makes one as the file's log says",
		"RecordRequests": "as many as the control API shows",
	}
	tenant := reflect.TypeFor[authserver.Config]()
	for i := range tenant.NumField() {
		name := tenant.Field(i).Name
		f, inFile := configType.FieldByName(name)
		inFile = inFile && f.Type == tenant.Field(i).Type
		if inFile == (notInAFile[name] != "") {
			t.Errorf("authserver.Config.%s: in the file %v, reason to leave it out %q", name, inFile, notInAFile[name])
		}
	}
	full := Default()
	full.AllowedLogoutURLs = []string{"http://localhost/"}
	full.Organizations, full.Connections = []authserver.Organization{{ID: "org_a"}}, []authserver.Connection{{Name: "okta"}}
	full.Public, full.Flags.NoLogoutPrompt, full.Quirks.LogoutTokenJWT = true, true, true
	v := reflect.ValueOf(full.Tenant(full.Addresses(full.Ports)))
	for i := range v.NumField() {
		if name := tenant.Field(i).Name; notInAFile[name] == "" && v.Field(i).IsZero() {
			t.Errorf("%s does not reach the tenant", name)
		}
	}
}

// What a running server takes over is known of every field: a new one must be put on either side.
func TestTakeOver(t *testing.T) {
	restart := []string{
		"issuer", "public_url", "storefront_url", "ports", "tls", "ca_out", "hosts", "public", "dist", "control", "log", "identity_provider",
	}
	for _, name := range names(configType) {
		if slices.Contains(live, name) == slices.Contains(restart, name) {
			t.Errorf("%s: live %v, needs a new start %v", name, slices.Contains(live, name), slices.Contains(restart, name))
		}
	}
	next := Default()
	next.MFA, next.TLS, next.Users = authserver.Always, true, nil
	taken, changed, fixed := Default().TakeOver(next)
	if taken.MFA != authserver.Always || taken.TLS || taken.Users != nil || !slices.Equal(changed, []string{"mfa", "users"}) || !slices.Equal(fixed, []string{"tls"}) {
		t.Errorf("taken %+v, changed %v, fixed %v", taken, changed, fixed)
	}
}
