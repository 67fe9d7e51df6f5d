package demo_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/idp"
)

// signedInByProvider is a storefront on the account page, after a login by the identity provider.
func signedInByProvider(t *testing.T) shop {
	t.Helper()
	world := browser.NewWorld(t, browser.Options{Social: true})
	s := shop{World: world, Tab: world.NewTab(t), t: t}
	s.Open(world.Storefront + "/account")
	s.Click(`main button:text("Log in")`)
	s.Click(`a:text("Continue with Facebook")`)
	s.typeAtProvider()
	s.Wait(`.profile`)
	return s
}

func (s shop) typeAtProvider() {
	s.t.Helper()
	user := idp.Defaults().Users[0]
	s.WaitFor(`idp => location.origin === idp`, s.IdP)
	s.Type(`input[name=email]`, user.Email)
	s.Type(`input[name=password]`, user.Password)
	s.Click(`button:text("Log in")`)
}

const stillLives = "Your session at Facebook still lives"

// After a logout the page says that the provider's session lives, asks nobody, and one click on Log in signs in again
// without a password.
func TestLoggedOutButNotAtTheProvider(t *testing.T) {
	s := signedInByProvider(t)
	s.Click(`main button:text("Log out")`)
	s.Wait(`h1:text("You are signed out")`)
	if told := s.Text("main"); !strings.Contains(told, stillLives) {
		t.Errorf("the page does not say so: %q", told)
	}
	before := len(s.Requests("GET /authorize"))
	s.Reload()
	s.Wait(`a:text("Log out there too")`)
	want(t, "requests to /authorize of the page", len(s.Requests("GET /authorize")), before)
	wantClean(t, s.Tab)

	s.Click(`main button:text("Log in")`)
	s.Wait(`.profile`)
	want(t, "the page after the login", s.URL().Path, "/account")
	want(t, "requests to /authorize", len(s.Requests("GET /authorize", browser.Having("connection", "facebook"))), 1)
	want(t, "passwords typed at the authorization server", len(s.Requests("POST /login")), 0)
}

// Log out there too ends the provider's session: the next login asks for a password there.
func TestLogOutThereToo(t *testing.T) {
	s := signedInByProvider(t)
	s.Click(`main button:text("Log out")`)
	s.Click(`a:text("Log out there too")`)
	s.Wait(`h1:text("You are signed out everywhere")`)
	if told := s.Text("main"); strings.Contains(told, stillLives) {
		t.Errorf("the page still says: %q", told)
	}
	federated := s.Requests("GET /v2/logout", func(v url.Values) bool { return v.Has("federated") })
	want(t, "federated logouts", len(federated), 1)
	s.Click(`main a:text("My Account")`)
	s.Click(`main button:text("Log in")`)
	s.Click(`a:text("Continue with Facebook")`)
	s.typeAtProvider() // it asks
	s.Wait(`.profile`)
	wantClean(t, s.Tab)
}

// Who logged in with a password of the authorization server is logged in nowhere else, whoever was there before.
func TestNoProviderAfterAPassword(t *testing.T) {
	s := signedInByProvider(t)
	s.Click(`main button:text("Log out")`)
	s.Click(`main a:text("My Account")`)
	s.Click(`main button:text("Log in")`)
	s.LogIn(s.Tab, s.Ada())
	s.Wait(`.profile`)
	s.Click(`main button:text("Log out")`)
	s.Wait(`h1:text("You are signed out")`)
	if told := s.Text("main"); strings.Contains(told, "Facebook") {
		t.Errorf("the page says %q", told)
	}
}
