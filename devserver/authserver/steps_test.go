package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const (
	totpSecret  = "JBSWY3DPEHPK3PXP"
	multiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"
)

// page follows a redirect to one of the server's own pages.
func (b *browser) page(t *testing.T, resp reply, path string) (page reply, interaction string) {
	t.Helper()
	where := resp.Header.Get("Location")
	if !strings.HasPrefix(where, path+"?") {
		t.Fatalf("status %d, Location %q, want %s\n%s", resp.StatusCode, where, path, resp.body)
	}
	page = b.get(t, where)
	return page, hidden(t, page.body, "interaction")
}

func code(t *testing.T, tn *tenant, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, tn.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func withTOTP(c *authserver.Config) { c.Users[0].TOTPSecret = totpSecret }

func mfaForm(interaction, code string) url.Values {
	return url.Values{"interaction": {interaction}, "action": {"verify"}, "code": {code}}
}

// Step-up: the second factor is asked for once, and remembered in the session until the next login.
func TestStepUp(t *testing.T) {
	tn := newTenant(t, withTOTP)
	b, _ := tn.loggedIn(t)
	stepUp := []string{"acr_values", multiFactor}
	want := message{Error: "login_required", Description: "Multifactor authentication required", State: "state-1", Iss: tn.issuer}
	if got := b.silently(t, stepUp...); got != want {
		t.Fatalf("silent: %+v, want %+v", got, want)
	}
	tn.clock.Advance(time.Minute)
	before := b.cookies(t)[0].Value
	_, interaction := b.page(t, b.authorize(t, params(stepUp...)), "/login/mfa")
	got := location(t, b.post(t, "/login/mfa", mfaForm(interaction, code(t, tn, totpSecret))))
	c := claims(t, b.exchange(t, got.Get("code")).IDToken)
	if amr, _ := c["amr"].([]any); c["acr"] != multiFactor || len(amr) != 1 || amr[0] != "mfa" || c["auth_time"] != float64(start.Unix()) {
		t.Errorf("acr %v, amr %v, auth_time %v", c["acr"], c["amr"], c["auth_time"])
	}
	if b.cookies(t)[0].Value == before {
		t.Error("the session was raised under its old id")
	}
	silent := b.silently(t, stepUp...)
	if silent.Code == "" {
		t.Fatalf("the second factor is not remembered: %+v", silent)
	}
	if c := claims(t, b.exchange(t, silent.Code).IDToken); c["amr"] != nil || c["acr"] != nil {
		t.Errorf("a silent answer tells of the second factor: %v", c)
	}
	b.logIn(t, params("prompt", "login"))
	if got := b.silently(t, stepUp...); got != want {
		t.Errorf("after a new login: %+v", got)
	}
}

func TestMFAAlways(t *testing.T) {
	tn := newTenant(t, withTOTP, func(c *authserver.Config) { c.MFA = authserver.Always })
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	_, interaction = b.page(t, b.post(t, "/login", credentials(interaction)), "/login/mfa")
	if got := b.silently(t); got.Description != "Multifactor authentication required" {
		t.Errorf("the password alone: %+v", got)
	}
	if got := location(t, b.post(t, "/login/mfa", mfaForm(interaction, code(t, tn, totpSecret)))); got.Get("code") == "" {
		t.Fatalf("answered %v", got)
	}
	if got := b.silently(t); got.Code == "" {
		t.Errorf("after both factors: %+v", got)
	}
}

func TestMFACodes(t *testing.T) {
	for _, tc := range []struct {
		name string
		code func(*testing.T, *tenant) string
		good bool
	}{
		{"current", func(t *testing.T, tn *tenant) string { return code(t, tn, totpSecret) }, true},
		{"a step late", func(t *testing.T, tn *tenant) string {
			c := code(t, tn, totpSecret)
			tn.clock.Advance(30 * time.Second)
			return c
		}, true},
		{"two steps late", func(t *testing.T, tn *tenant) string {
			c := code(t, tn, totpSecret)
			tn.clock.Advance(60 * time.Second)
			return c
		}, false},
		{"another secret's", func(t *testing.T, tn *tenant) string { return code(t, tn, "KRSXG5CTMVRXEZLU") }, false},
		{"empty", func(*testing.T, *tenant) string { return "" }, false},
		{"words", func(*testing.T, *tenant) string { return "letmein" }, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t, withTOTP)
			b, _ := tn.loggedIn(t)
			_, interaction := b.page(t, b.authorize(t, params("acr_values", multiFactor)), "/login/mfa")
			resp := b.post(t, "/login/mfa", mfaForm(interaction, tc.code(t, tn)))
			if good := resp.StatusCode == http.StatusSeeOther; good != tc.good {
				t.Errorf("status %d\n%s", resp.StatusCode, resp.body)
			}
		})
	}
}

// A code that was seen over a shoulder is worth nothing (RFC 6238 section 5.2).
func TestMFACodeWorksOnce(t *testing.T) {
	tn := newTenant(t, withTOTP)
	used := code(t, tn, totpSecret)
	for i, use := range []struct {
		code string
		want int
	}{
		{used, http.StatusSeeOther},
		{used, http.StatusBadRequest},
		{" " + used + "\t", http.StatusBadRequest}, // the same code, as somebody pastes it
	} {
		b, _ := tn.loggedIn(t)
		_, interaction := b.page(t, b.authorize(t, params("acr_values", multiFactor)), "/login/mfa")
		if resp := b.post(t, "/login/mfa", mfaForm(interaction, use.code)); resp.StatusCode != use.want {
			t.Errorf("use %d: status %d, want %d", i+1, resp.StatusCode, use.want)
		}
	}
}

// A user without an authenticator is shown a secret, which counts once its first code is right.
func TestMFAEnrollment(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	page, interaction := b.page(t, b.authorize(t, params("acr_values", multiFactor)), "/login/mfa")
	_, rest, _ := strings.Cut(page.body, `<code id="secret">`)
	secret, _, found := strings.Cut(rest, "</code>")
	if !found || len(secret) != 32 {
		t.Fatalf("no secret on the page:\n%s", page.body)
	}
	b.post(t, "/login/mfa", mfaForm(interaction, "000000"))
	if tn.Users()[0].TOTPSecret != "" {
		t.Fatal("a wrong code enrolled the secret")
	}
	if got := location(t, b.post(t, "/login/mfa", mfaForm(interaction, code(t, tn, secret)))); got.Get("code") == "" {
		t.Fatalf("answered %v", got)
	}
	if tn.Users()[0].TOTPSecret != secret {
		t.Error("the secret was not kept")
	}
}

// To go on as the user of the session is a touch, no login.
func TestSelectAccount(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	tn.clock.Advance(time.Minute)
	page, interaction := b.loginPage(t, params("prompt", "select_account"))
	if !strings.Contains(page.body, "ada@storezero.example") || !strings.Contains(page.body, "Use another account") {
		t.Fatalf("no choice:\n%s", page.body)
	}
	form := url.Values{"interaction": {interaction}, "session": {hidden(t, page.body, "session")}, "action": {"continue"}}
	got := location(t, b.post(t, "/login", form))
	if c := claims(t, b.exchange(t, got.Get("code")).IDToken); c["auth_time"] != float64(start.Unix()) {
		t.Errorf("auth_time %v, want the old login's", c["auth_time"])
	}

	_, interaction = b.loginPage(t, params("prompt", "select_account"))
	other := b.get(t, "/login?account=other&interaction="+interaction)
	if !strings.Contains(other.body, `name="password"`) {
		t.Fatalf("no login form:\n%s", other.body)
	}
	grace := credentials(interaction)
	grace.Set("username", "grace@storezero.example")
	grace.Set("password", "nanosecond")
	got = location(t, b.post(t, "/login", grace))
	if c := claims(t, b.exchange(t, got.Get("code")).IDToken); c["sub"] != "auth0|grace" {
		t.Errorf("sub %v", c["sub"])
	}
}

// No step can be had before the one ahead of it.
func TestStepsCannotBeSkipped(t *testing.T) {
	tn := newTenant(t, withTOTP, thirdParty, func(c *authserver.Config) { c.MFA = authserver.Always })
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	consent := url.Values{"interaction": {interaction}, "action": {"accept"}}
	for _, path := range []string{"/login/mfa", "/login/consent"} {
		if resp := b.get(t, path+"?interaction="+interaction); resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s before the login: status %d", path, resp.StatusCode)
		}
	}
	if resp := b.post(t, "/login", url.Values{"interaction": {interaction}, "action": {"continue"}}); !strings.HasPrefix(resp.Header.Get("Location"), "/login?") {
		t.Errorf("continue as nobody: status %d, Location %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	b.post(t, "/login", credentials(interaction))
	if resp := b.post(t, "/login/consent", consent); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("consent before the second factor: status %d", resp.StatusCode)
	}
}

func TestOrganization(t *testing.T) {
	org := func(c *authserver.Config) {
		c.Organizations = []authserver.Organization{{ID: "org_1", Name: "acme"}}
		c.Users[0].Organizations = []string{"org_1"}
	}
	tn := newTenant(t, org)
	b := tn.browser(t)
	tokens := b.exchange(t, b.logIn(t, params("organization", "acme")).Get("code"))
	if c := claims(t, tokens.IDToken); c["org_id"] != "org_1" || c["org_name"] != "acme" {
		t.Errorf("ID token of org_id %v, org_name %v", c["org_id"], c["org_name"])
	}
	if c := claims(t, tokens.AccessToken); c["org_id"] != "org_1" {
		t.Errorf("access token of org_id %v", c["org_id"])
	}
	grace := tn.browser(t)
	_, interaction := grace.loginPage(t, params("organization", "org_1"))
	form := credentials(interaction)
	form.Set("username", "grace@storezero.example")
	form.Set("password", "nanosecond")
	if got := location(t, grace.post(t, "/login", form)); got.Get("error") != "access_denied" {
		t.Errorf("not a member: %v", got)
	}
}

// An organization without a name is not that of requests which name none; a silent request for one that the user is
// not in is refused.
func TestOrganizationThatIsNotAskedFor(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) {
		c.Organizations = []authserver.Organization{{ID: "org_1"}, {ID: "org_2", Name: "other"}}
		c.Users[0].Organizations = []string{"org_1"}
	})
	b, _ := tn.loggedIn(t)
	if c := claims(t, b.exchange(t, b.silently(t).Code).IDToken); c["org_id"] != nil {
		t.Errorf("org_id %v", c["org_id"])
	}
	if c := claims(t, b.exchange(t, b.silently(t, "organization", "org_1").Code).IDToken); c["org_id"] != "org_1" {
		t.Errorf("org_id %v, want org_1", c["org_id"])
	}
	if got := b.silently(t, "organization", "other"); got.Error != "access_denied" {
		t.Errorf("another organization: %+v", got)
	}
}

func TestBlockedUser(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	code := b.silently(t).Code
	if err := tn.ChangeUser("auth0|ada", func(u *authserver.User) { u.Blocked = true }); err != nil {
		t.Fatal(err)
	}
	if got := b.silently(t); got.Error != "access_denied" || got.Description != "user is blocked" {
		t.Errorf("answered %+v", got)
	}
	if got := b.exchange(t, code); got.status != http.StatusForbidden || got.Description != "user is blocked" {
		t.Errorf("the code of before: %+v", got)
	}
}

func TestCodeOfAUserWhoIsGone(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	code := b.silently(t, "scope", offline).Code
	if err := tn.DeleteUser("auth0|ada"); err != nil {
		t.Fatal(err)
	}
	if got := b.exchange(t, code); got.status != http.StatusForbidden || got.Error != "invalid_grant" {
		t.Errorf("answered %+v", got)
	}
}
