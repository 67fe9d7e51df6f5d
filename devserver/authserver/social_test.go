package authserver_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/idp"
)

// withIdP starts a tenant whose users can come from a provider on an origin of its own.
func withIdP(t *testing.T, changes ...func(*authserver.Config)) (*tenant, *idp.Server, string) {
	t.Helper()
	return withIdPOf(t, 0, changes...)
}

// withIdPOf is withIdP of a provider that tells how long its sessions live.
func withIdPOf(t *testing.T, lifetime time.Duration, changes ...func(*authserver.Config)) (*tenant, *idp.Server, string) {
	t.Helper()
	ts := httptest.NewUnstartedServer(nil)
	origin := "http://" + ts.Listener.Addr().String()
	tn := newTenant(t, append(changes, func(c *authserver.Config) {
		c.Connections = []authserver.Connection{{
			Name: "facebook", DisplayName: "Facebook", Issuer: origin + "/", ClientID: "as", ClientSecret: "idp-secret",
		}}
	})...)
	provider, err := idp.New(idp.Config{
		Issuer: origin + "/", Name: "Facebook", Now: tn.clock.Now, SessionLifetime: lifetime,
		Clients: []idp.Client{idp.ClientOf(tn.issuer, "as", "idp-secret")},
		Users:   []idp.User{{ID: "1815", Email: "ada@social.example", Password: "enchantress", Name: "Ada of Facebook"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	ts.Config.Handler = provider
	ts.Start()
	t.Cleanup(ts.Close)
	return tn, provider, origin
}

// follow walks redirects between the two servers until another page, or the application, is reached.
func (b *browser) follow(t *testing.T, resp reply) reply {
	t.Helper()
	for range 10 {
		where := resp.Header.Get("Location")
		if where == "" || strings.HasPrefix(where, app) {
			return resp
		}
		resp = b.get(t, where)
	}
	t.Fatal("the redirects do not end")
	return resp
}

// logInAt fills in the provider's login page.
func (b *browser) logInAt(t *testing.T, origin string, page reply) reply {
	t.Helper()
	_, rest, found := strings.Cut(page.body, `<form method="post" action="`)
	action, _, _ := strings.Cut(rest, `"`)
	if !found {
		t.Fatalf("status %d, want the provider's login page\n%s", page.StatusCode, page.body)
	}
	return b.follow(t, b.post(t, origin+html.UnescapeString(action), url.Values{
		"email": {"ada@social.example"}, "password": {"enchantress"}, "action": {"login"},
	}))
}

func TestSocialLogin(t *testing.T) {
	tn, provider, origin := withIdP(t)
	b := tn.browser(t)
	page := b.follow(t, b.authorize(t, params("connection", "facebook", "login_hint", "ada@social.example")))
	if !strings.Contains(page.body, "Log in to Facebook") || !strings.Contains(page.body, `value="ada@social.example"`) {
		t.Fatalf("not the provider's login page:\n%s", page.body)
	}
	got := location(t, b.logInAt(t, origin, page))
	c := claims(t, b.exchange(t, got.Get("code")).IDToken)
	if c["sub"] != "facebook|1815" || c["email"] != "ada@social.example" || c["name"] != "Ada of Facebook" {
		t.Errorf("ID token %v", c)
	}
	if names := cookieNames(b, t, tn.issuer); len(names) != 2 || names[0] == names[1] {
		t.Errorf("cookies %v, want one of each server", names)
	}
	if got := b.silently(t); got.Code == "" {
		t.Errorf("silent: %+v", got)
	}
	if len(provider.Sessions()) != 1 {
		t.Errorf("sessions at the provider: %v", provider.Sessions())
	}
}

func cookieNames(b *browser, t *testing.T, issuer string) (names []string) {
	t.Helper()
	for _, cookie := range b.Jar.Cookies(mustURL(t, issuer)) {
		names = append(names, cookie.Name)
	}
	return names
}

// socialSession is a browser that is logged in at both servers.
func socialSession(t *testing.T) (*tenant, *idp.Server, *browser) {
	t.Helper()
	tn, provider, origin := withIdP(t)
	b := tn.browser(t)
	b.logInAt(t, origin, b.follow(t, b.authorize(t, params("connection", "facebook"))))
	if got := b.silently(t); got.Code == "" {
		t.Fatalf("not logged in: %+v", got)
	}
	return tn, provider, b
}

// The AS session ends, the provider's lives on: one click on Log in asks for nothing.
func TestLiveIdPSessionAsksNothing(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *tenant, *browser){
		"logged out":    func(t *testing.T, _ *tenant, b *browser) { b.get(t, "/v2/logout?client_id=storezero") },
		"idle too long": func(_ *testing.T, tn *tenant, _ *browser) { tn.clock.Advance(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			tn, _, b := socialSession(t)
			end(t, tn, b)
			if got := b.silently(t); got.Error != "login_required" {
				t.Fatalf("silent: %+v", got)
			}
			got := location(t, b.follow(t, b.authorize(t, params("connection", "facebook"))))
			if got.Get("code") == "" {
				t.Errorf("answered %v", got)
			}
		})
	}
}

func TestFederatedLogoutEndsBothSessions(t *testing.T) {
	for name, logOut := range map[string]func(*testing.T, *browser) reply{
		"/v2/logout": func(t *testing.T, b *browser) reply { return b.get(t, "/v2/logout?federated&client_id=storezero") },
		"/oidc/logout": func(t *testing.T, b *browser) reply {
			idToken := b.exchange(t, b.silently(t).Code).IDToken
			return b.get(t, "/oidc/logout?federated&"+url.Values{"id_token_hint": {idToken}, "client_id": {"storezero"}}.Encode())
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, provider, b := socialSession(t)
			resp := b.follow(t, logOut(t, b))
			if resp.Header.Get("Location") != app+"/signed-out" {
				t.Errorf("status %d, Location %q", resp.StatusCode, resp.Header.Get("Location"))
			}
			if len(provider.Sessions()) != 0 {
				t.Error("the provider's session lives on")
			}
			if page := b.follow(t, b.authorize(t, params("connection", "facebook"))); !strings.Contains(page.body, "Log in to Facebook") {
				t.Errorf("the provider does not ask:\n%s", page.body)
			}
		})
	}
}

// After a plain logout the provider's logout is still on offer, until the next authorization request.
func TestFederatedLogoutAfterTheLogout(t *testing.T) {
	for _, between := range []bool{false, true} {
		_, provider, b := socialSession(t)
		b.get(t, "/v2/logout?client_id=storezero")
		if between {
			b.silently(t)
		}
		resp := b.follow(t, b.get(t, "/v2/logout?federated&client_id=storezero"))
		if resp.Header.Get("Location") != app+"/signed-out" {
			t.Errorf("status %d, Location %q", resp.StatusCode, resp.Header.Get("Location"))
		}
		if lives := len(provider.Sessions()) == 1; lives != between {
			t.Errorf("with a request in between: %v, the provider's session lives: %v", between, lives)
		}
	}
}

func TestLoginPageOffersConnections(t *testing.T) {
	tn, _, _ := withIdP(t)
	b := tn.browser(t)
	page, interaction := b.loginPage(t, params())
	if !strings.Contains(page.body, `href="/login/social/facebook?interaction=`+interaction+`"`) || !strings.Contains(page.body, "Continue with Facebook") {
		t.Errorf("no link:\n%s", page.body)
	}
}

// A code of the attacker's own, slipped to a victim, must not log the victim in as the attacker.
func TestSocialLoginBelongsToItsBrowser(t *testing.T) {
	tn, _, origin := withIdP(t)
	attacker := tn.browser(t)
	page := attacker.follow(t, attacker.authorize(t, params("connection", "facebook")))
	_, rest, _ := strings.Cut(page.body, `action="`)
	action, _, _ := strings.Cut(rest, `"`)
	resp := attacker.post(t, origin+html.UnescapeString(action), url.Values{
		"email": {"ada@social.example"}, "password": {"enchantress"}, "action": {"login"},
	})
	back := resp.Header.Get("Location")
	if !strings.HasPrefix(back, tn.issuer+"login/callback?") {
		t.Fatalf("Location %q", back)
	}
	victim := tn.browser(t)
	victim.loginPage(t, params())
	if resp := victim.get(t, back); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("the victim is let in: status %d, Location %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	if resp := victim.get(t, tn.url+"/login/callback?code=x&state="); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("without a state: status %d", resp.StatusCode)
	}
}

func TestCancelledAtTheIdP(t *testing.T) {
	tn, _, origin := withIdP(t)
	b := tn.browser(t)
	page := b.follow(t, b.authorize(t, params("connection", "facebook")))
	_, rest, _ := strings.Cut(page.body, `action="`)
	action, _, _ := strings.Cut(rest, `"`)
	resp := b.follow(t, b.post(t, origin+html.UnescapeString(action), url.Values{"action": {"cancel"}}))
	if got := location(t, resp); got.Get("error") != "access_denied" || got.Get("state") != "state-1" {
		t.Errorf("answered %v", got)
	}
}

// A provider that is down logs nobody in, and nobody out.
func TestUnreachableIdP(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) {
		c.Connections = []authserver.Connection{{Name: "facebook", Issuer: "http://127.0.0.1:1/", ClientID: "as", ClientSecret: "s"}}
	})
	b, _ := tn.loggedIn(t)
	got := location(t, b.follow(t, b.authorize(t, params("connection", "facebook", "prompt", "login"))))
	if got.Get("error") != "temporarily_unavailable" {
		t.Errorf("answered %v", got)
	}
	if got := b.silently(t); got.Code == "" {
		t.Errorf("the session has ended: %+v", got)
	}
}

// Who comes from a provider cannot come by password, and not by an empty one; and the password of the database's user
// is no business of theirs.
func TestSocialUserHasNoPassword(t *testing.T) {
	tn, _, b := socialSession(t)
	other := tn.browser(t)
	_, interaction := other.loginPage(t, params())
	form := url.Values{"interaction": {interaction}, "action": {"login"}, "username": {"ada@social.example"}, "password": {""}}
	if resp := other.post(t, "/login", form); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("an empty password logs in: status %d", resp.StatusCode)
	}
	if err := tn.ChangeUser("auth0|ada", func(u *authserver.User) { u.Password = "x" }); err != nil {
		t.Fatal(err)
	}
	if got := b.silently(t); got.Code == "" {
		t.Errorf("another user's new password ended the social session: %+v", got)
	}
}
