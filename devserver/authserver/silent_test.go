package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

func TestSilentSuccess(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	resp := b.authorize(t, silent("state", "s-2"))
	got, target := posted(t, resp)
	if got.Code == "" || got.State != "s-2" || got.Iss != tn.issuer || got.Error != "" {
		t.Errorf("posted %+v, want a code with state and iss", got)
	}
	if target != app {
		t.Errorf("target origin %q, want %q", target, app)
	}
	if tokens := b.exchange(t, got.Code); tokens.status != http.StatusOK {
		t.Errorf("the code cannot be exchanged: %+v", tokens)
	}
}

func TestSilentLoginRequired(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	got, target := posted(t, b.authorize(t, silent()))
	want := message{Error: "login_required", Description: "Login required", State: "state-1", Iss: tn.issuer}
	if got != want || target != app {
		t.Errorf("posted %+v to %q, want %+v to %q", got, target, want, app)
	}
	if len(b.cookies(t)) != 0 {
		t.Error("a silent request of a stranger made a session")
	}
	inQuery := location(t, b.authorize(t, params("prompt", "none")))
	if inQuery.Get("error") != "login_required" || inQuery.Get("state") != "state-1" || inQuery.Get("iss") != tn.issuer {
		t.Errorf("response_mode=query: %v", inQuery)
	}
}

// The page may be framed by the registered origin alone, and runs one script, which the policy names by its hash.
func TestWebMessagePageHeaders(t *testing.T) {
	tn := newTenant(t)
	resp := tn.browser(t).authorize(t, silent())
	policy := resp.Header.Get("Content-Security-Policy")
	if !strings.HasSuffix(policy, "frame-ancestors "+app) || !strings.Contains(policy, "script-src 'sha256-") {
		t.Errorf("Content-Security-Policy: %s", policy)
	}
	if resp.Header.Get("X-Frame-Options") != "" {
		t.Error("X-Frame-Options would keep the page out of its frame")
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
	} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestWebMessageNeedsRegisteredOrigin(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].WebOrigins = nil })
	b := tn.browser(t)
	resp := b.authorize(t, silent())
	want := "invalid_request: The specified redirect_uri &#39;" + callback + "&#39; does not have a registered origin."
	if resp.StatusCode != http.StatusBadRequest || !strings.Contains(resp.body, want) {
		t.Errorf("status %d, want 400 and %q in\n%s", resp.StatusCode, want, resp.body)
	}
	if strings.Contains(resp.body, "<script") {
		t.Error("the page posts a message")
	}
	if !strings.Contains(tn.log.String(), `is not in web_origins of client`) {
		t.Errorf("the log does not say what is missing:\n%s", tn.log)
	}
}

// Whatever an application, or whoever forged its link, puts into state stays data.
func TestHostileStateStaysData(t *testing.T) {
	tn := newTenant(t)
	hostile := "</script><script>alert(1)</script><!--\u2028'\"&{{.}}"
	resp := tn.browser(t).authorize(t, silent("state", hostile))
	got, _ := posted(t, resp)
	if got.State != hostile {
		t.Errorf("state came back as %q", got.State)
	}
	if n := strings.Count(resp.body, "<script"); n != 3 {
		t.Errorf("%d script elements, want 3:\n%s", n, resp.body)
	}
	if strings.Contains(resp.body, "alert(1)</script>") || strings.Contains(resp.body, "<!--") {
		t.Errorf("state broke out:\n%s", resp.body)
	}
}

// A popup may show the login page and gets its answer by message, too.
func TestWebMessageAfterLogin(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params("response_mode", "web_message"))
	got, target := posted(t, b.post(t, "/login", credentials(interaction)))
	if got.Code == "" || target != app {
		t.Errorf("posted %+v to %q", got, target)
	}
}

// prompt=none never shows a page, whatever is asked besides (zitadel/zitadel#12165 is what happens otherwise).
func TestSilentNeverShowsAPage(t *testing.T) {
	for _, tc := range []struct {
		name  string
		extra []string
	}{
		{"max_age passed", []string{"max_age", "0"}},
		{"login_hint of another user", []string{"login_hint", "grace@storezero.example", "max_age", "0"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, _ := tn.loggedIn(t)
			if got := b.silently(t, tc.extra...); got.Error != "login_required" {
				t.Errorf("posted %+v, want login_required", got)
			}
		})
	}
}

func TestQueryOfRedirectURIIsKept(t *testing.T) {
	uri := app + "/callback?shop=1"
	tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].Callbacks = []string{uri} })
	resp := tn.browser(t).authorize(t, params("redirect_uri", uri, "prompt", "none"))
	u, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || u.Query().Get("shop") != "1" || u.Query().Get("error") != "login_required" {
		t.Errorf("Location %q lost a parameter", resp.Header.Get("Location"))
	}
}
