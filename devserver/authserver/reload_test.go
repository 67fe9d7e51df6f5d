package authserver_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// reload gives the tenant a configuration that differs from the one it started with.
func (tn *tenant) reload(t *testing.T, change func(*authserver.Config)) error {
	t.Helper()
	cfg := authserver.Defaults(app)
	cfg.Issuer, cfg.Key = tn.issuer, signingKey()
	cfg.AllowedLogoutURLs = []string{"http://localhost:4300/tenant-out"}
	change(&cfg)
	return tn.Reload(cfg)
}

// The session lives on through a reload, under the new rules.
func TestReloadKeepsSessions(t *testing.T) {
	tn := newTenant(t)
	b, sid := tn.loggedIn(t)
	err := tn.reload(t, func(c *authserver.Config) {
		c.Sessions.Idle = time.Minute
		c.IDTokenLifetime = 30 * time.Second
		c.Clients = append(c.Clients, authserver.Client{ID: "third", Callbacks: []string{app + "/third"}, WebOrigins: []string{app}, IDTokenAlg: "ES256"})
		c.Users = append(c.Users, authserver.User{Email: "new@storezero.example", Password: "p", Sub: "auth0|new"})
		c.APIs = append(c.APIs, authserver.API{Audience: "https://new.example/"})
		c.Organizations = []authserver.Organization{{ID: "org_1", Name: "acme"}}
	})
	if err != nil {
		t.Fatal(err)
	}
	got := location(t, b.authorize(t, silent("client_id", "third", "redirect_uri", app+"/third", "audience", "https://new.example/", "response_mode", "query")))
	if got.Get("code") == "" {
		t.Fatalf("the new client of a living session: %v", got)
	}
	code := location(t, b.authorize(t, params("prompt", "none"))).Get("code")
	id := claims(t, b.exchange(t, code).IDToken)
	if id["sid"] != sid || id["exp"].(float64)-id["iat"].(float64) != 30 {
		t.Errorf("ID token %v, want sid %s and 30 s to live", id, sid)
	}
	tn.clock.Advance(61 * time.Second)
	if got := location(t, b.authorize(t, params("prompt", "none"))); got.Get("error") != "login_required" {
		t.Errorf("after the new idle time: %v", got)
	}
}

// Who is gone, or has another password, is signed out; nobody else is.
func TestReloadOfUsers(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*authserver.Config)
		ends   bool
	}{
		"nothing":           {func(*authserver.Config) {}, false},
		"another name":      {func(c *authserver.Config) { c.Users[0].Name = "Ada King" }, false},
		"another user":      {func(c *authserver.Config) { c.Users[1].Password = "q" }, false},
		"another user gone": {func(c *authserver.Config) { c.Users = c.Users[:1] }, false},
		"another password":  {func(c *authserver.Config) { c.Users[0].Password = "q" }, true},
		"gone":              {func(c *authserver.Config) { c.Users = c.Users[1:] }, true},
	} {
		t.Run(name, func(t *testing.T) {
			tn := newTenant(t)
			b, _ := tn.loggedIn(t)
			if err := tn.reload(t, tc.change); err != nil {
				t.Fatal(err)
			}
			got := location(t, b.authorize(t, params("prompt", "none")))
			if (got.Get("error") == "login_required") != tc.ends {
				t.Errorf("silent: %v, want it to end %v", got, tc.ends)
			}
		})
	}
}

// What was changed at run time stays, as long as the file says the same of it as before.
func TestReloadTakesOverWhatHasChanged(t *testing.T) {
	tn := newTenant(t)
	if err := tn.ChangeSettings(func(s *authserver.Settings) { s.Sessions.Idle = 7 * time.Second; s.MFA = authserver.Always }); err != nil {
		t.Fatal(err)
	}
	if err := tn.AddUser(authserver.User{Email: "run@time.example", Password: "p", Sub: "auth0|run"}); err != nil {
		t.Fatal(err)
	}
	outlet, err := tn.Client("storezero-outlet")
	if err != nil {
		t.Fatal(err)
	}
	outlet.Name = "renamed"
	if err := tn.SetClient(outlet); err != nil {
		t.Fatal(err)
	}
	if err := tn.reload(t, func(c *authserver.Config) {
		c.Cookies, c.Sessions.Absolute, c.Clients[0].Name = authserver.NonPersistent, time.Hour, "shop"
	}); err != nil {
		t.Fatal(err)
	}
	got := tn.Settings()
	if got.Sessions.Idle != 7*time.Second || got.Sessions.Absolute != time.Hour || got.MFA != authserver.Always || got.Cookies != authserver.NonPersistent {
		t.Errorf("settings %+v, want those of run time and the file's new cookie mode", got)
	}
	names := []string{}
	for _, client := range tn.Clients() {
		names = append(names, client.Name)
	}
	if !slices.Equal(names, []string{"shop", "renamed"}) || len(tn.Users()) != 3 {
		t.Errorf("clients %v, %d users", names, len(tn.Users()))
	}
	if err := tn.reload(t, func(c *authserver.Config) { c.Clients = c.Clients[1:] }); err != nil {
		t.Fatal(err)
	}
	if _, err := tn.Client("storezero"); err == nil {
		t.Error("the client that the file has no longer is still there")
	}
	if err := tn.Reset(); err != nil {
		t.Fatal(err)
	}
	if got := tn.Settings(); got.Sessions.Idle != 300*time.Second || got.Cookies != authserver.Persistent || len(tn.Users()) != 2 || len(tn.Clients()) != 1 {
		t.Errorf("after a reset: %+v, %d users, %d clients, want the file's", got, len(tn.Users()), len(tn.Clients()))
	}
}

func TestBrokenReloadChangesNothing(t *testing.T) {
	tn := newTenant(t)
	if err := tn.AddUser(authserver.User{Email: "run@time.example", Password: "p", Sub: "auth0|run"}); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*authserver.Config){
		"Clients[0].Callbacks": func(c *authserver.Config) { c.Clients[0].Callbacks = nil; c.Sessions.Idle = time.Second },
		"shares Email or Sub": func(c *authserver.Config) {
			c.Users = append(c.Users, authserver.User{Email: "run@time.example", Password: "q", Sub: "auth0|file"})
			c.Sessions.Idle = time.Second
		},
	} {
		if err := tn.reload(t, change); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want %s", err, name)
		}
	}
	if got := tn.Settings().Sessions.Idle; got != 300*time.Second || len(tn.Users()) != 3 {
		t.Errorf("idle %v, %d users", got, len(tn.Users()))
	}
}

// A limit that was taken at run time may be one that the new configuration forbids.
func TestReloadThatForbidsWhatWasChanged(t *testing.T) {
	tn := newTenant(t)
	if err := tn.ChangeSettings(func(s *authserver.Settings) { s.Sessions.Idle = 10 * 24 * time.Hour }); err != nil {
		t.Fatal(err)
	}
	err := tn.reload(t, func(c *authserver.Config) { c.Quirks.RejectOverCap = true })
	if err == nil || !strings.Contains(err.Error(), "Sessions") || tn.Settings().Quirks.RejectOverCap {
		t.Errorf("error %v, quirks %+v, want it refused and nothing changed", err, tn.Settings().Quirks)
	}
}
