package client_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

const (
	acme   = "org_acme"
	globex = "org_globex"
)

func organizations(c *authserver.Config) {
	c.Organizations = []authserver.Organization{{ID: acme, Name: "acme"}, {ID: globex, Name: "globex"}}
	for i := range c.Users {
		c.Users[i].Organizations = []string{acme, globex}
	}
}

func in(organization string) client.Authorization {
	return client.Authorization{Extra: oidc.Params{{Name: "organization", Value: organization}}}
}

// logInTo is a login to an organization, of which the client's options know nothing.
func (w *world) logInTo(organization string, alter ...func(*client.Config)) *page {
	w.t.Helper()
	first := w.open(w.browser.Open(shop+"/"), alter...)
	if err := first.LoginWithRedirect(w.t.Context(), client.LoginOptions{Authorization: in(organization)}); err != nil {
		w.t.Fatal(err)
	}
	return w.comeBack(first, alter...)
}

func (p *page) wantOrganization(when, want string) {
	p.w.t.Helper()
	if got := p.GetIDTokenClaims().String("org_id"); got != want {
		p.w.t.Errorf("%s: org_id is %q, want %q", when, got, want)
	}
}

// The organization of a login is that of every renewal, in all tabs and after
// reloads: the server would take a request that names none for one of none.
func TestTheOrganizationOfTheLoginStays(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logInTo(acme, hour)
		p.wantOrganization("login", acme)
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.wantOrganization("Continue", acme)
		p = w.open(p.tab.Reload(shop+"/"), hour)
		p.wantOrganization("a reload", acme)
		if _, failed := p.token(client.TokenOptions{CacheMode: client.CacheOff, Active: true}); failed != "" {
			t.Error(failed)
		}
		p.wantOrganization("a token", acme)
		other := w.second(hour)
		other.wantOrganization("another tab", acme)
		if err := other.LogInHere(t.Context()); err != nil || query(t, other.tab.Left()).Get("organization") != acme {
			t.Errorf("the dialog's Log in: %v, %s", err, other.tab.Left())
		}
	}, organizations)
}

// A login whose token request fails is made up for by a silent one: to the same organization.
func TestTheOrganizationOfALoginThatFailsHalfwayStays(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		first := w.open(w.browser.Open(shop+"/"), hour)
		if err := first.LoginWithRedirect(t.Context(), client.LoginOptions{Authorization: in(acme)}); err != nil {
			t.Fatal(err)
		}
		callback, err := w.browser.LogIn(first.tab.Left(), email, password)
		if err != nil {
			t.Fatal(err)
		}
		w.fault(answerAt("/oauth/token", http.StatusServiceUnavailable))
		p := w.open(first.tab.Reload(callback), hour)
		p.want(deadline.Loading)
		w.fault(nil)
		w.pass(6 * time.Second)
		p.want(deadline.Active)
		p.wantOrganization("made up for", acme)
	}, organizations)
}

func TestARefreshIsHeldToTheOrganization(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logInTo(acme, withRefresh)
		if _, failed := p.token(client.TokenOptions{CacheMode: client.CacheOff}); failed != "" || w.refreshes() != 1 {
			t.Fatalf("%q, %d refreshes", failed, w.refreshes())
		}
		p.wantOrganization("a refresh", acme)
		w.fault(retoken(set("org_id", globex)))
		if _, failed := p.token(client.TokenOptions{CacheMode: client.CacheOff}); failed != oidc.IDTokenOrganization {
			t.Errorf("another organization's token: %q", failed)
		}
	}, organizations)
}

// It is that of the last login, until the logout.
func TestAnotherLoginIsToItsOwnOrganization(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logInTo(acme, hour)
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{Authorization: in(globex)}); err != nil {
			t.Fatal(err)
		}
		p = w.comeBack(p, hour)
		p = w.open(p.tab.Reload(shop+"/"), hour)
		p.wantOrganization("the second", globex)
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
			t.Fatal(err)
		}
		p = w.comeBack(p, hour)
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.wantOrganization("one to none", "")
		p = w.logInTo(acme, hour)
		if err := p.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		if err := p.CheckSession(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		p.want(deadline.Active)
		p.wantOrganization("after a logout", "")
	}, organizations)
}

// A renewal that comes from elsewhere is refused; that the server has no session ends it, as ever.
func TestARenewalIsHeldToTheOrganization(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logInTo(acme, hour)
		if err := p.ContinueSession(t.Context()); err != nil { // cookies are known to reach frames
			t.Fatal(err)
		}
		w.fault(retoken(set("org_id", globex)))
		if err := p.ContinueSession(t.Context()); code(err) != oidc.IDTokenOrganization {
			t.Errorf("another organization's token: %v", err)
		}
		p.want(deadline.Active)
		w.fault(nil)
		if err := w.server.EndSession(p.GetIDTokenClaims().String("sid")); err != nil {
			t.Fatal(err)
		}
		if err := p.ContinueSession(t.Context()); code(err) != oidc.LoginRequired {
			t.Error(err)
		}
		p.want(deadline.Ended)
	}, organizations)
}

// What lies in storage may be anything.
func TestADamagedHintIsAHintAllTheSame(t *testing.T) {
	for _, hint := range []string{"", "{}", "null", "[1]", "not JSON", `{"organization":5}`, `{"organization":null}`, `{"since":1,"organization":""}`} {
		t.Run(hint, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn(hour)
				w.browser.Put("spa-session.hint."+issuer+".storezero", hint)
				p = w.open(p.tab.Reload(shop+"/"), hour)
				p.want(deadline.Active)
				p.wantOrganization("a reload", "")
			}, organizations)
		})
	}
}
