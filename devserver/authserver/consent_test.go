package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

func thirdParty(c *authserver.Config) { c.Clients[0].ThirdParty = true }

// Consent is asked for once per user and client, and again for more scope; the session lives on whatever the answer.
func TestConsent(t *testing.T) {
	tn := newTenant(t, thirdParty)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params("scope", "openid"))
	page, interaction := b.page(t, b.post(t, "/login", credentials(interaction)), "/login/consent")
	want := message{Error: "consent_required", Description: "Consent required", State: "state-1", Iss: tn.issuer}
	if got := b.silently(t, "scope", "openid"); got != want {
		t.Errorf("silent: %+v, want %+v", got, want)
	}
	form := url.Values{"interaction": {interaction}, "session": {hidden(t, page.body, "session")}, "action": {"accept"}}
	if got := location(t, b.post(t, "/login/consent", form)); got.Get("code") == "" {
		t.Fatalf("answered %v", got)
	}
	if got := b.silently(t, "scope", "openid"); got.Code == "" {
		t.Errorf("the consent is not remembered: %+v", got)
	}
	if got := b.silently(t, "scope", "openid read:orders"); got != want {
		t.Errorf("more scope: %+v", got)
	}
	if got := b.silently(t, "scope", "openid", "client_id", "storezero-outlet", "redirect_uri", app+"/outlet"); got.Code == "" {
		t.Errorf("a first-party client: %+v", got)
	}
	again := tn.browser(t)
	if got := again.logIn(t, params("scope", "openid")); got.Get("code") == "" {
		t.Errorf("another browser of the same user: %v", got)
	}
}

func TestConsentDeclined(t *testing.T) {
	tn := newTenant(t, thirdParty)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	page, interaction := b.page(t, b.post(t, "/login", credentials(interaction)), "/login/consent")
	form := url.Values{"interaction": {interaction}, "session": {hidden(t, page.body, "session")}, "action": {"decline"}}
	if got := location(t, b.post(t, "/login/consent", form)); got.Get("error") != "access_denied" {
		t.Errorf("answered %v", got)
	}
	if got := b.silently(t); got.Error != "consent_required" {
		t.Errorf("the session did not outlive the refusal: %+v", got)
	}
}

// The page named Ada; meanwhile Grace has logged in in another tab. Ada's click must not speak for Grace.
func TestConsentIsForTheUserOnThePage(t *testing.T) {
	tn := newTenant(t, thirdParty)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	_, other := b.loginPage(t, params())
	page, interaction := b.page(t, b.post(t, "/login", credentials(interaction)), "/login/consent")
	sid := hidden(t, page.body, "session")
	grace := credentials(other)
	grace.Set("username", "grace@storezero.example")
	grace.Set("password", "nanosecond")
	b.post(t, "/login", grace)
	resp := b.post(t, "/login/consent", url.Values{"interaction": {interaction}, "session": {sid}, "action": {"accept"}})
	if resp.StatusCode != http.StatusOK || !strings.Contains(resp.body, "grace@storezero.example") {
		t.Errorf("status %d, want the question for Grace\n%s", resp.StatusCode, resp.body)
	}
	if got := b.silently(t); got.Error != "consent_required" {
		t.Errorf("Grace has consented by Ada's click: %+v", got)
	}
}

func TestPromptConsentAlwaysAsks(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	for range 2 {
		page, interaction := b.page(t, b.authorize(t, params("prompt", "consent")), "/login/consent")
		form := url.Values{"interaction": {interaction}, "session": {hidden(t, page.body, "session")}, "action": {"accept"}}
		if got := location(t, b.post(t, "/login/consent", form)); got.Get("code") == "" {
			t.Fatalf("answered %v", got)
		}
	}
}

func TestAPIThatAsksForConsent(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.APIs[0].AskConsent = true })
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	b.page(t, b.post(t, "/login", credentials(interaction)), "/login/consent")
	if got := b.silently(t, "audience", ""); got.Code == "" {
		t.Errorf("without that API: %+v", got)
	}
}
