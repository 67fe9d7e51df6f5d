package authserver_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// A listener is an application that is told of logouts.
type listener struct {
	url    string
	tokens chan string
	status int
}

func newListener(t *testing.T) *listener {
	t.Helper()
	l := &listener{tokens: make(chan string, 10), status: http.StatusOK}
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.Header.Get("Cookie") == "" {
			l.tokens <- r.PostFormValue("logout_token")
		}
		w.WriteHeader(l.status)
	}))
	t.Cleanup(ts.Close)
	l.url = ts.URL + "/backchannel"
	return l
}

func (l *listener) next(t *testing.T) string {
	t.Helper()
	select {
	case token := <-l.tokens:
		return token
	case <-t.Context().Done():
		t.Fatal("no logout token came")
		return ""
	}
}

// none waits until all that was to be delivered has been.
func (l *listener) none(t *testing.T, tn *tenant) {
	t.Helper()
	tn.Shutdown(t.Context())
	select {
	case token := <-l.tokens:
		t.Errorf("told of an end: %v", claims(t, token))
	default:
	}
}

func told(l *listener, initiators ...authserver.Initiator) func(*authserver.Config) {
	return func(c *authserver.Config) {
		c.Clients[0].BackchannelLogoutURLs, c.Clients[0].BackchannelLogoutInitiators = []string{l.url}, initiators
	}
}

// Every end of a session is told, once, to the applications that took part, with its sid.
func TestBackchannelLogout(t *testing.T) {
	for _, tc := range []struct {
		initiator authserver.Initiator
		name      string
		end       func(*testing.T, *tenant, *browser, string)
	}{
		{authserver.RPLogout, "/v2/logout", func(t *testing.T, _ *tenant, b *browser, _ string) { b.get(t, "/v2/logout") }},
		{authserver.RPLogout, "/oidc/logout", func(t *testing.T, _ *tenant, b *browser, sid string) {
			b.get(t, "/oidc/logout?client_id=storezero&logout_hint="+sid)
		}},
		{authserver.SessionRevoked, "an administrator", func(t *testing.T, tn *tenant, _ *browser, sid string) {
			if err := tn.EndSession(sid); err != nil {
				t.Fatal(err)
			}
		}},
		{authserver.SessionRevoked, "another user in the same browser", func(t *testing.T, _ *tenant, b *browser, _ string) {
			_, interaction := b.loginPage(t, params("prompt", "login"))
			form := credentials(interaction)
			form.Set("username", "grace@storezero.example")
			form.Set("password", "nanosecond")
			b.post(t, "/login", form)
		}},
		{authserver.PasswordChanged, "a new password", func(t *testing.T, tn *tenant, _ *browser, _ string) {
			change(t, tn, func(u *authserver.User) { u.Password = "x" })
		}},
		{authserver.EmailIdentifierChanged, "a new email", func(t *testing.T, tn *tenant, _ *browser, _ string) {
			change(t, tn, func(u *authserver.User) { u.Email = "lovelace@storezero.example" })
		}},
		{authserver.SessionRevoked, "a new phone number", func(t *testing.T, tn *tenant, _ *browser, _ string) {
			change(t, tn, func(u *authserver.User) { u.Phone = "+44 20 7946 0000" })
		}},
		{authserver.AccountDeleted, "the user is deleted", func(t *testing.T, tn *tenant, _ *browser, _ string) {
			if err := tn.DeleteUser("auth0|ada"); err != nil {
				t.Fatal(err)
			}
		}},
		{authserver.SessionExpired, "the idle limit, seen by a stranger's request", func(t *testing.T, tn *tenant, _ *browser, _ string) {
			tn.clock.Advance(300 * time.Second)
			tn.browser(t).get(t, "/.well-known/openid-configuration")
		}},
		{authserver.SessionExpired, "a limit lowered, seen by the next interaction", func(t *testing.T, tn *tenant, b *browser, _ string) {
			tn.clock.Advance(100 * time.Second)
			tn.setLimits(t, time.Minute, time.Hour)
			b.silently(t)
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, another, deaf := newListener(t), newListener(t), newListener(t)
			tn := newTenant(t, told(l, tc.initiator), func(c *authserver.Config) {
				c.Clients[1].BackchannelLogoutURLs = []string{another.url}
			})
			b, sid := tn.loggedIn(t)
			tc.end(t, tn, b, sid)
			token := l.next(t)
			checkLogoutToken(t, tn, token, sid)
			tn.browser(t).get(t, "/.well-known/openid-configuration") // tells of nothing again
			l.none(t, tn)
			another.none(t, tn) // it took no part

			tn = newTenant(t, told(deaf, "rp-logout", "session-expired", "session-revoked", "password-changed", "email-identifier-changed", "account-deleted"), func(c *authserver.Config) {
				all := c.Clients[0].BackchannelLogoutInitiators
				c.Clients[0].BackchannelLogoutInitiators = nil
				for _, initiator := range all {
					if initiator != tc.initiator {
						c.Clients[0].BackchannelLogoutInitiators = append(c.Clients[0].BackchannelLogoutInitiators, initiator)
					}
				}
			})
			b, sid = tn.loggedIn(t)
			tc.end(t, tn, b, sid)
			deaf.none(t, tn) // it hears of all but this
		})
	}
}

func change(t *testing.T, tn *tenant, edit func(*authserver.User)) {
	t.Helper()
	if err := tn.ChangeUser("auth0|ada", edit); err != nil {
		t.Fatal(err)
	}
}

func header(t *testing.T, token string) (fields map[string]any) {
	t.Helper()
	first, _, _ := strings.Cut(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		t.Fatal(err)
	}
	return fields
}

// checkLogoutToken verifies as section 2.6 says, by a library that knows nothing of this server.
func checkLogoutToken(t *testing.T, tn *tenant, token, sid string) {
	t.Helper()
	provider, err := oidc.NewProvider(context.Background(), tn.issuer)
	if err != nil {
		t.Fatal(err)
	}
	verified, err := provider.Verifier(&oidc.Config{ClientID: "storezero", Now: tn.clock.Now}).Verify(context.Background(), token)
	if err != nil {
		t.Fatalf("the logout token: %v", err)
	}
	got := claims(t, token)
	events, _ := got["events"].(map[string]any)
	event, _ := events["http://schemas.openid.net/event/backchannel-logout"].(map[string]any)
	if got["sid"] != sid || got["jti"] == "" || event == nil || len(event) != 0 || got["nonce"] != nil || verified.Subject != "auth0|ada" {
		t.Errorf("claims %v, want sid %s", got, sid)
	}
	if lifetime := verified.Expiry.Sub(verified.IssuedAt); lifetime != 120*time.Second {
		t.Errorf("it lives for %v", lifetime)
	}
	if typ := header(t, token)["typ"]; typ != "logout+jwt" {
		t.Errorf("typ %v", typ)
	}
}

// The user is logged out whatever the applications do, and does not wait for them; the developer hears of it.
func TestBackchannelNeverBlocksTheUser(t *testing.T) {
	release := make(chan struct{})
	hangs := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(hangs.Close)
	refuses := newListener(t)
	refuses.status = http.StatusFound // a redirect is not followed
	tn := newTenant(t, func(c *authserver.Config) {
		c.Clients[0].BackchannelLogoutURLs = []string{hangs.URL, refuses.url, "http://127.0.0.1:1/"}
	})
	b, _ := tn.loggedIn(t)
	b.get(t, "/v2/logout") // returns, though one application never answers
	if got := b.silently(t); got.Error != "login_required" {
		t.Errorf("answered %+v", got)
	}
	close(release)
	tn.Shutdown(t.Context())
	said := ""
	for _, d := range tn.Diagnostics() {
		said += d.Cause + "\n"
	}
	for _, want := range []string{refuses.url + ": it answered with status 302", "http://127.0.0.1:1/: "} {
		if !strings.Contains(said, want) {
			t.Errorf("the diagnostics lack %q:\n%s", want, said)
		}
	}
	if strings.Contains(tn.log.String(), "eyJ") {
		t.Error("a logout token is in the log")
	}
}

// With Auth0's typ a logout token could pass for an ID token: it does not.
func TestLogoutTokenIsNoHint(t *testing.T) {
	for _, quirk := range []bool{false, true} {
		l := newListener(t)
		tn := newTenant(t, told(l), func(c *authserver.Config) { c.Quirks.LogoutTokenJWT = quirk })
		b, _ := tn.loggedIn(t)
		b.get(t, "/v2/logout")
		token := l.next(t)
		if got := header(t, token)["typ"] == "JWT"; got != quirk {
			t.Errorf("quirk %v: typ %v", quirk, header(t, token)["typ"])
		}
		if got := b.get(t, "/oidc/logout?id_token_hint="+token); got.StatusCode != http.StatusBadRequest {
			t.Errorf("quirk %v: status %d", quirk, got.StatusCode)
		}
	}
}
