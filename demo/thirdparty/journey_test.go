package thirdparty_test

import (
	"testing"

	"github.com/pquerna/otp/totp"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// clients are the two, with a page each that has the same buttons.
var clients = []struct {
	name  string
	files func(*testing.T) map[string]string
}{
	{"auth0-spa-js", spa},
	{"auth0-react", react},
}

// A visit is one tab at the site.
type visit struct {
	*site
	tab *browser.Tab
	t   *testing.T
}

func visitTo(t *testing.T, s *site) visit {
	t.Helper()
	v := visit{s, s.NewTab(t), t}
	v.tab.Open(s.origin + "/")
	v.wantUser("nobody")
	return v
}

func (v visit) wantUser(email string) {
	v.t.Helper()
	v.tab.WaitFor(`email => document.querySelector('#user')?.value === email`, email)
}

// press waits for the outcome of a button.
func (v visit) press(button, result string) {
	v.t.Helper()
	v.tab.Click(`button:text("` + button + `")`)
	v.wantResult(button, result)
}

func (v visit) wantResult(button, result string) {
	v.t.Helper()
	v.tab.WaitFor(`text => document.querySelector('#result')?.value === text`, button+": "+result)
}

// logIn goes to the authorization server and back over the callback.
func (v visit) logIn() {
	v.t.Helper()
	v.tab.Click(`button:text("Log in")`)
	v.LogIn(v.tab, v.Ada())
	v.wantUser(v.Ada().Email)
	if path := v.tab.URL().Path; path != "/shop" {
		v.t.Errorf("after the callback at %s, want /shop of appState", path)
	}
}

// logOut ends the session everywhere: whoever asks silently afterwards hears login_required.
func (v visit) logOut() {
	v.t.Helper()
	v.tab.Click(`button:text("Log out")`)
	v.tab.WaitFor(`origin => location.href === origin + '/'`, v.origin)
	v.wantUser("nobody")
	sessions, err := v.Server.Sessions()
	if err != nil || len(sessions) != 0 {
		v.t.Errorf("%d sessions after the logout, %v", len(sessions), err)
	}
}

func (v visit) silent() int {
	return len(v.Requests("GET /authorize", browser.Having("prompt", "none"), browser.Having("response_mode", "web_message")))
}

func TestJourney(t *testing.T) {
	for _, client := range clients {
		t.Run(client.name, func(t *testing.T) {
			v := visitTo(t, newSite(t, false, client.files(t)))
			v.logIn()

			before := v.silent()
			v.press("Renew 30 times", "30 tokens")
			if asked := v.silent() - before; asked != 30 {
				t.Errorf("%d silent requests, want 30", asked)
			}

			before = v.silent()
			v.tab.Reload() // and with it checkSession, as tokens are in memory alone
			v.wantUser(v.Ada().Email)
			if asked := v.silent() - before; asked != 1 {
				t.Errorf("%d silent requests by a reload, want 1", asked)
			}

			v.tab.Click(`button:text("Step up")`)
			popup := v.tab.Popup()
			popup.Wait("#code")
			code, err := totp.GenerateCode(totpSecret, v.Now())
			if err != nil {
				t.Fatal(err)
			}
			popup.Type("#code", code)
			popup.Click(`button:text("Continue")`)
			v.wantResult("Step up", "mfa")
			v.press("Renew", "done")

			v.logOut()
			v.press("Renew", "login_required")
			wantClean(t, v.tab)
		})
	}
}

func TestPopupLogin(t *testing.T) {
	for _, client := range clients {
		t.Run(client.name, func(t *testing.T) {
			v := visitTo(t, newSite(t, false, client.files(t)))
			v.tab.Click(`button:text("Log in by popup")`)
			popup := v.tab.Popup()
			popup.Type("#username", v.Ada().Email)
			popup.Type("#password", v.Ada().Password)
			popup.Click(`button:text("Log in")`)
			v.wantResult("Log in by popup", "done")
			v.wantUser(v.Ada().Email)
			if path := v.tab.URL().Path; path != "/" {
				t.Errorf("the page itself went to %s", path)
			}
			v.logOut()
			wantClean(t, v.tab)
		})
	}
}

// Each refresh token is used once; the one before it would end them all.
func TestRefreshTokens(t *testing.T) {
	for _, client := range clients {
		t.Run(client.name, func(t *testing.T) {
			v := visitTo(t, newSite(t, true, client.files(t)))
			v.logIn()
			v.press("Renew 30 times", "30 tokens")
			used := map[string]bool{}
			for _, request := range v.Requests("POST /oauth/token", browser.Having("grant_type", "refresh_token")) {
				used[request.Values.Get("refresh_token")] = true
			}
			if len(used) != 30 {
				t.Errorf("%d different refresh tokens, want 30", len(used))
			}
			if asked := v.silent(); asked != 0 {
				t.Errorf("%d requests by a frame, want none", asked)
			}
			v.logOut()
			v.press("Renew", "missing_refresh_token")
			wantClean(t, v.tab)
		})
	}
}

// wantClean fails if a script failed. What the network refused is the test's business.
func wantClean(t *testing.T, tab *browser.Tab) {
	t.Helper()
	for _, message := range tab.ConsoleErrors() {
		t.Errorf("the page complained: %s", message)
	}
}
