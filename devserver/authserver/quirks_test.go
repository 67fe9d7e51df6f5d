package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

func quirk(edit func(*authserver.Quirks)) func(*authserver.Config) {
	return func(c *authserver.Config) { edit(&c.Quirks) }
}

func flag(edit func(*authserver.Flags)) func(*authserver.Config) {
	return func(c *authserver.Config) { edit(&c.Flags) }
}

// Until 2026 a first-party client on localhost needed the user's consent, so that prompt=none failed there.
func TestLegacyLocalhostConsent(t *testing.T) {
	tn := newTenant(t, quirk(func(q *authserver.Quirks) { q.LocalhostConsent = authserver.LocalhostLegacy }))
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	page, interaction := b.page(t, b.post(t, "/login", credentials(interaction)), "/login/consent")
	if got := b.silently(t); got.Error != "consent_required" {
		t.Errorf("before: %+v", got)
	}
	form := url.Values{"interaction": {interaction}, "session": {hidden(t, page.body, "session")}, "action": {"accept"}}
	if got := location(t, b.post(t, "/login/consent", form)); got.Get("code") == "" {
		t.Fatalf("after: %v", got)
	}
	if got := b.silently(t); got.Code == "" {
		t.Errorf("it is not remembered: %+v", got)
	}
}

// Since then the user confirms, if there was no other page; prompt=none is not asked.
func TestLocalhostConfirmation(t *testing.T) {
	confirm := quirk(func(q *authserver.Quirks) { q.LocalhostConsent = authserver.LocalhostConfirm })
	tn := newTenant(t, confirm)
	b, _ := tn.loggedIn(t) // the login page was another page
	if got := b.silently(t); got.Code == "" {
		t.Errorf("silent: %+v", got)
	}
	page, interaction := b.page(t, b.authorize(t, params()), "/login")
	if !strings.Contains(page.body, "Choose an account") {
		t.Errorf("the page is\n%s", page.body)
	}
	form := url.Values{"interaction": {interaction}, "session": {hidden(t, page.body, "session")}, "action": {"continue"}}
	if got := location(t, b.post(t, "/login", form)); got.Get("code") == "" {
		t.Errorf("confirmed: %v", got)
	}
	tn = newTenant(t, confirm, func(c *authserver.Config) { c.Clients[0].SkipCallbackConfirmation = true })
	b, _ = tn.loggedIn(t)
	if got := location(t, b.authorize(t, params())); got.Get("code") == "" {
		t.Errorf("skipped: %v", got)
	}
}

func TestHintWithoutClientID(t *testing.T) {
	for target, tenantLevel := range map[string]bool{app + "/signed-out": false, app + "/tenant-out": true} {
		tn := newTenant(t, quirk(func(q *authserver.Quirks) { q.HintIsTenantLevel = tenantLevel }))
		b, _, idToken := tn.loggedInWithIDToken(t)
		resp := b.endSession(t, "GET", url.Values{"id_token_hint": {idToken}, "post_logout_redirect_uri": {target}})
		if resp.Header.Get("Location") != target {
			t.Errorf("tenant level %v: status %d, Location %q", tenantLevel, resp.StatusCode, resp.Header.Get("Location"))
		}
	}
}

func TestRejectOverCap(t *testing.T) {
	tn := newTenant(t, quirk(func(q *authserver.Quirks) { q.RejectOverCap = true }))
	err := tn.ChangeSettings(func(s *authserver.Settings) { s.Sessions = limits(4*day, 20*day) })
	if err == nil || !strings.Contains(err.Error(), "RejectOverCap") || tn.Settings().Sessions.Idle != 300*time.Second {
		t.Errorf("error %v, settings %v", err, tn.Settings().Sessions)
	}
}

// What the metadata tells of changes with the switches; RFC 8414's path serves the same document.
func TestMetadataSwitches(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	const path, alias = "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"
	if first, second := b.get(t, path), b.get(t, alias); first.body != second.body || second.StatusCode != http.StatusOK || second.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%s: status %d\n%s", alias, second.StatusCode, second.body)
	}
	if err := tn.ChangeSettings(func(s *authserver.Settings) { s.Flags.HideEndSessionEndpoint, s.Quirks.DiscoveryOfAuth0 = true, true }); err != nil {
		t.Fatal(err)
	}
	got := b.get(t, path).body
	if strings.Contains(got, "end_session_endpoint") || !strings.Contains(got, `"plain"`) || !strings.Contains(got, `"code id_token"`) {
		t.Errorf("with the switches:\n%s", got)
	}
	if refused := location(t, b.authorize(t, params("code_challenge_method", "plain"))); refused.Get("error") != "invalid_request" {
		t.Errorf("what is announced is not done: %v", refused)
	}
}

// A switch for the commonest mistake: the application hears of it at once.
func TestPostToUnregisteredOrigin(t *testing.T) {
	tn := newTenant(t, quirk(func(q *authserver.Quirks) { q.PostToUnregisteredOrigin = true }), func(c *authserver.Config) {
		c.Clients[0].WebOrigins = nil
	})
	b, _ := tn.loggedInBy(t, params())
	got, target := posted(t, b.authorize(t, silent()))
	if got.Error != "invalid_request" || got.Code != "" || target != app {
		t.Errorf("posted %+v to %q", got, target)
	}
	if got := b.authorize(t, silent("redirect_uri", "https://evil.example/")); got.StatusCode != http.StatusForbidden || strings.Contains(got.body, "evil.example\"") {
		t.Errorf("a foreign redirect URI: status %d\n%s", got.StatusCode, got.body)
	}
}

func TestNoLogoutPrompt(t *testing.T) {
	tn := newTenant(t, flag(func(f *authserver.Flags) { f.NoLogoutPrompt = true }))
	b, _ := tn.loggedIn(t)
	b.endSession(t, "GET", url.Values{"client_id": {"storezero"}})
	if got := b.silently(t); got.Error != "login_required" {
		t.Errorf("answered %+v", got)
	}
}

func TestAudienceOfRequestsThatNameNone(t *testing.T) {
	audience := func(tn *tenant, pairs ...string) any {
		t.Helper()
		token := tn.browser(t).logInFor(t, params(append([]string{"audience", ""}, pairs...)...)).AccessToken
		return claims(t, token)["aud"].([]any)[0]
	}
	if got := audience(newTenant(t)); got == authserver.StorefrontAudience {
		t.Errorf("audience %v", got)
	}
	byDefault := newTenant(t, flag(func(f *authserver.Flags) { f.DefaultAudience = authserver.StorefrontAudience }))
	if got := audience(byDefault); got != authserver.StorefrontAudience {
		t.Errorf("by default: %v", got)
	}
	resource := newTenant(t, flag(func(f *authserver.Flags) { f.ResourceParameter = true }))
	if got := audience(resource, "resource", authserver.StorefrontAudience); got != authserver.StorefrontAudience {
		t.Errorf("by resource: %v", got)
	}
	if got := audience(newTenant(t), "resource", authserver.StorefrontAudience); got == authserver.StorefrontAudience {
		t.Errorf("by resource, without the switch: %v", got)
	}
}

func (b *browser) logInFor(t *testing.T, v url.Values) tokenReply {
	t.Helper()
	return b.exchange(t, b.logIn(t, v).Get("code"))
}

// loggedInBy needs no web origin.
func (tn *tenant) loggedInBy(t *testing.T, v url.Values) (*browser, url.Values) {
	t.Helper()
	b := tn.browser(t)
	return b, b.logIn(t, v)
}

func TestNoClickjackProtection(t *testing.T) {
	tn := newTenant(t, flag(func(f *authserver.Flags) { f.NoClickjackProtection = true }))
	page, _ := tn.browser(t).loginPage(t, params())
	if h := page.Header; h.Get("X-Frame-Options") != "" || strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors") || !strings.Contains(h.Get("Content-Security-Policy"), "form-action") {
		t.Errorf("headers %v", h)
	}
}

// One revocation ends all that the user gave the client, or the one family alone.
func TestRevokeGrant(t *testing.T) {
	for _, whole := range []bool{false, true} {
		tn := newTenant(t, flag(func(f *authserver.Flags) { f.RevokeGrant = whole }))
		_, first := tn.offline(t)
		b, second := tn.offline(t)
		if got := b.post(t, "/oauth/revoke", url.Values{"client_id": {"storezero"}, "token": {first}}); got.StatusCode != http.StatusOK {
			t.Fatalf("status %d", got.StatusCode)
		}
		if got := b.refresh(t, second); (got.status == http.StatusForbidden) != whole {
			t.Errorf("whole grant %v: %+v", whole, got)
		}
	}
}
