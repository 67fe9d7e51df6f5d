package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

func TestLoginPageHeaders(t *testing.T) {
	tn := newTenant(t)
	page, _ := tn.browser(t).loginPage(t, params())
	// Without the application's origin here, browsers block the redirect that answers the form, in silence.
	checkPageHeaders(t, page, "form-action 'self' "+app)
	style := tn.browser(t).get(t, "/style.css")
	if style.StatusCode != http.StatusOK || !strings.HasPrefix(style.Header.Get("Content-Type"), "text/css") {
		t.Errorf("style sheet: status %d, %s", style.StatusCode, style.Header.Get("Content-Type"))
	}
}

func TestLoginHintIsPrefilled(t *testing.T) {
	tn := newTenant(t)
	page, _ := tn.browser(t).loginPage(t, params("login_hint", `grace@storezero.example" onfocus="alert(1)`))
	if !strings.Contains(page.body, `value="grace@storezero.example&#34; onfocus=&#34;alert(1)"`) {
		t.Errorf("the hint is missing, or broke out of its attribute:\n%s", page.body)
	}
}

func TestWrongPassword(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	for _, wrong := range []struct{ username, password string }{
		{"ada@storezero.example", "nanosecond"},
		{"nobody@storezero.example", "difference-engine"},
		{"", ""},
	} {
		form := credentials(interaction)
		form.Set("username", wrong.username)
		form.Set("password", wrong.password)
		resp := b.post(t, "/login", form)
		if resp.StatusCode != http.StatusBadRequest || !strings.Contains(resp.body, "Wrong email or password.") {
			t.Errorf("%v: status %d\n%s", wrong, resp.StatusCode, resp.body)
		}
		if wrong.username != "" && !strings.Contains(resp.body, `value="`+wrong.username+`"`) {
			t.Errorf("%v: the email must be typed again", wrong)
		}
	}
	if got := b.silently(t); got.Error != "login_required" {
		t.Errorf("a wrong password made a session: %+v", got)
	}
	// The page still works.
	if got := location(t, b.post(t, "/login", credentials(interaction))); got.Get("code") == "" {
		t.Errorf("the right password after wrong ones: %v", got)
	}
}

func TestEmailIsNotCaseSensitive(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	form := credentials(interaction)
	form.Set("username", " Ada@Storezero.Example ")
	if got := location(t, b.post(t, "/login", form)); got.Get("code") == "" {
		t.Errorf("answered %v", got)
	}
}

func TestCancelledLogin(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	got := location(t, b.post(t, "/login", url.Values{"interaction": {interaction}, "action": {"cancel"}}))
	if got.Get("error") != "access_denied" || got.Get("state") != "state-1" || got.Get("iss") != tn.issuer {
		t.Errorf("answered %v, want access_denied with state and iss", got)
	}
	if resp := b.post(t, "/login", credentials(interaction)); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("the cancelled page still logs in: status %d", resp.StatusCode)
	}
}

// A login page answers to the browser it was shown in, once, for an hour.
func TestLoginPageBelongsToItsBrowser(t *testing.T) {
	for _, tc := range []struct {
		name string
		post func(*testing.T, *tenant, *browser, string) reply
	}{
		{"another browser without a session", func(t *testing.T, tn *tenant, _ *browser, id string) reply {
			return tn.browser(t).post(t, "/login", credentials(id))
		}},
		{"another browser with a session", func(t *testing.T, tn *tenant, _ *browser, id string) reply {
			other, _ := tn.loggedIn(t)
			return other.post(t, "/login", credentials(id))
		}},
		{"used already", func(t *testing.T, _ *tenant, b *browser, id string) reply {
			b.post(t, "/login", credentials(id))
			return b.post(t, "/login", credentials(id))
		}},
		{"an hour later", func(t *testing.T, tn *tenant, b *browser, id string) reply {
			tn.clock.Advance(time.Hour)
			return b.post(t, "/login", credentials(id))
		}},
		{"no such page", func(t *testing.T, _ *tenant, b *browser, _ string) reply {
			return b.post(t, "/login", credentials("guess"))
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b := tn.browser(t)
			_, interaction := b.loginPage(t, params())
			resp := tc.post(t, tn, b, interaction)
			if resp.StatusCode != http.StatusBadRequest || !strings.Contains(resp.body, "log in from there") {
				t.Errorf("status %d\n%s", resp.StatusCode, resp.body)
			}
		})
	}
}

// Two tabs show a login page each; the login in one of them must not break the other.
func TestLoginInTwoTabs(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, first := b.loginPage(t, params("state", "tab-1"))
	_, second := b.loginPage(t, params("state", "tab-2"))
	for _, tab := range []struct{ interaction, state string }{{first, "tab-1"}, {second, "tab-2"}} {
		if got := location(t, b.post(t, "/login", credentials(tab.interaction))); got.Get("state") != tab.state || got.Get("code") == "" {
			t.Errorf("%s: %v", tab.state, got)
		}
	}
}

// A login page that waited longer than the session it was to renew still logs in.
func TestLoginAfterTheSessionEnded(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	_, interaction := b.loginPage(t, params("prompt", "login"))
	tn.clock.Advance(10 * time.Minute)
	if got := location(t, b.post(t, "/login", credentials(interaction))); got.Get("code") == "" {
		t.Errorf("answered %v", got)
	}
}

func TestLoginFormOfAnotherSite(t *testing.T) {
	for name, headers := range map[string][]string{
		"Sec-Fetch-Site: cross-site": {"Sec-Fetch-Site", "cross-site"},
		"Sec-Fetch-Site: same-site":  {"Sec-Fetch-Site", "same-site"},
		"foreign Origin":             {"Origin", "https://evil.example"},
		"Origin: null":               {"Origin", "null"},
	} {
		t.Run(name, func(t *testing.T) {
			tn := newTenant(t)
			b := tn.browser(t)
			_, interaction := b.loginPage(t, params())
			if resp := b.post(t, "/login", credentials(interaction), headers...); resp.StatusCode != http.StatusForbidden {
				t.Errorf("status %d, want 403", resp.StatusCode)
			}
		})
	}
}

func TestHostileNamesOnPages(t *testing.T) {
	hostile := `<img src=x onerror=alert(1)>`
	tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].Name = hostile })
	b := tn.browser(t)
	login, _ := b.loginPage(t, params())
	unknown := b.authorize(t, params("client_id", hostile))
	missing := b.get(t, "/"+url.PathEscape(hostile))
	for name, page := range map[string]reply{"login": login, "unknown client": unknown, "not found": missing} {
		if strings.Contains(page.body, "<img") {
			t.Errorf("%s: markup came through:\n%s", name, page.body)
		}
		if !strings.Contains(page.body, "&lt;img") {
			t.Errorf("%s: the name is not shown at all:\n%s", name, page.body)
		}
	}
}

func TestOldestPendingPageGivesWay(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, first := b.loginPage(t, params())
	var last string
	for range 5 {
		_, last = b.loginPage(t, params())
	}
	if resp := b.post(t, "/login", credentials(first)); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("the sixth page from the end still waits: status %d", resp.StatusCode)
	}
	if got := location(t, b.post(t, "/login", credentials(last))); got.Get("code") == "" {
		t.Errorf("the last page: %v", got)
	}
}
