package authserver_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// The defaults: idle 300 s, absolute 12 h. Each row makes touches and asks whether the session still lives.
func TestSessionLimitsByMovedClock(t *testing.T) {
	every := func(d time.Duration, n int) []time.Duration {
		steps := make([]time.Duration, n)
		for i := range steps {
			steps[i] = d
		}
		return steps
	}
	for _, tc := range []struct {
		name    string
		touches []time.Duration // clock steps, each followed by a silent touch that succeeds
		last    time.Duration   // the step before the final request
		lives   bool
		cause   string // what the log says of a session that ended
	}{
		{"before the idle limit", nil, 299 * time.Second, true, ""},
		{"at the idle limit", nil, 300 * time.Second, false, "the idle limit of 5m0s was reached 0s ago"},
		{"long after both limits", nil, 24 * time.Hour, false, "the absolute limit of 12h0m0s was reached 12h0m0s ago"},
		{"a touch extends the idle limit", every(200*time.Second, 3), 299 * time.Second, true, ""},
		{"idle after a touch", every(200*time.Second, 1), 300 * time.Second, false, "the idle limit"},
		{"before the absolute limit", every(290*time.Second, 148), 279 * time.Second, true, ""},
		{"a touch does not extend the absolute limit", every(290*time.Second, 148), 280 * time.Second, false, "the absolute limit of 12h0m0s was reached 0s ago"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, _ := tn.loggedIn(t)
			for i, step := range tc.touches {
				tn.clock.Advance(step)
				if got := b.silently(t); got.Code == "" {
					t.Fatalf("touch %d: %+v", i, got)
				}
			}
			tn.clock.Advance(tc.last)
			got := b.silently(t)
			if (got.Code != "") != tc.lives {
				t.Fatalf("posted %+v, want a session that lives: %v", got, tc.lives)
			}
			if !strings.Contains(tn.log.String(), tc.cause) {
				t.Errorf("the log does not say %q:\n%s", tc.cause, tn.log)
			}
		})
	}
}

func TestTouchMovesIdleExpiryAlone(t *testing.T) {
	tn := newTenant(t)
	b, sid := tn.loggedIn(t)
	before := mustSession(t, tn, sid)
	tn.clock.Advance(100 * time.Second)
	b.silently(t)
	after := mustSession(t, tn, sid)
	if moved := after.IdleExpiresAt.Sub(before.IdleExpiresAt); moved != 100*time.Second {
		t.Errorf("the idle limit moved by %v, want 1m40s", moved)
	}
	if !after.ExpiresAt.Equal(before.ExpiresAt) || !after.AuthenticatedAt.Equal(before.AuthenticatedAt) {
		t.Errorf("the absolute limit or the login moved: %+v, was %+v", after, before)
	}
}

// What is not an accepted /authorize is no touch.
func TestNoTouch(t *testing.T) {
	for _, tc := range []struct {
		name string
		act  func(*testing.T, *tenant, *browser, string)
	}{
		{"refused request", func(t *testing.T, _ *tenant, b *browser, _ string) {
			b.authorize(t, silent("code_challenge", ""))
		}},
		{"max_age passed", func(t *testing.T, _ *tenant, b *browser, _ string) { b.authorize(t, silent("max_age", "1")) }},
		{"login page shown", func(t *testing.T, _ *tenant, b *browser, _ string) { b.loginPage(t, params("prompt", "login")) }},
		{"code exchanged", func(t *testing.T, _ *tenant, b *browser, code string) { b.exchange(t, code) }},
		{"session listed", func(t *testing.T, tn *tenant, _ *browser, _ string) {
			if _, err := tn.Sessions(); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, sid := tn.loggedIn(t)
			code := b.silently(t).Code
			before := mustSession(t, tn, sid)
			tn.clock.Advance(10 * time.Second)
			tc.act(t, tn, b, code)
			if after := mustSession(t, tn, sid); !after.IdleExpiresAt.Equal(before.IdleExpiresAt) {
				t.Errorf("the idle limit moved by %v", after.IdleExpiresAt.Sub(before.IdleExpiresAt))
			}
		})
	}
}

// The id that a browser had before the login, perhaps planted by somebody else, is worth nothing after it.
func TestSessionIDIsRenewedAtLogin(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	before := b.cookies(t)
	b.post(t, "/login", credentials(interaction))
	after := b.cookies(t)
	if len(before) != 1 || len(after) != 1 || before[0].Value == after[0].Value {
		t.Fatalf("cookies before %v and after %v the login, want one each with different values", len(before), len(after))
	}
	attacker := tn.browser(t)
	attacker.Jar.SetCookies(mustURL(t, tn.issuer), before)
	if got := attacker.silently(t); got.Error != "login_required" {
		t.Errorf("the id from before the login answers %+v", got)
	}
	if got := b.silently(t); got.Code == "" {
		t.Errorf("the new id answers %+v", got)
	}
}

func TestSessionCookie(t *testing.T) {
	for _, tc := range []struct {
		name, issuer, wantName string
		secure                 bool
		sameSite               http.SameSite
	}{
		{"http on loopback", "http://localhost:4400/", "as-session_localhost-4400", false, http.SameSiteLaxMode},
		{"https", "https://as.example/", "__Host-as-session_as-example", true, http.SameSiteNoneMode},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t, func(c *authserver.Config) { c.Issuer = tc.issuer })
			cookies := tn.browser(t).authorize(t, params()).Cookies()
			if len(cookies) != 1 {
				t.Fatalf("%d cookies, want 1", len(cookies))
			}
			c := cookies[0]
			if c.Name != tc.wantName || c.Secure != tc.secure || c.SameSite != tc.sameSite {
				t.Errorf("cookie %s, Secure %v, SameSite %v", c.Name, c.Secure, c.SameSite)
			}
			if !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.MaxAge != 0 || !c.Expires.IsZero() {
				t.Errorf("cookie %+v, want HttpOnly, Path=/, and no lifetime of its own", c)
			}
		})
	}
}

// Another server on the host can plant a cookie of the same name; then nobody knows whose session it is.
func TestTwoSessionCookiesAreNone(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	real := b.cookies(t)[0]
	req, err := http.NewRequest(http.MethodGet, tn.url+"/authorize?"+silent().Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(real) // first, so that a server which takes the first one is caught
	req.AddCookie(&http.Cookie{Name: real.Name, Value: "planted"})
	if got, _ := posted(t, tn.browser(t).do(t, req)); got.Error != "login_required" {
		t.Errorf("posted %+v, want login_required", got)
	}
}

// A server on another port can plant a cookie for the path of the logout alone. It must not keep anybody logged in.
func TestPlantedCookieDoesNotPreventTheLogout(t *testing.T) {
	for _, path := range []string{"/v2/logout", "/oidc/logout"} {
		tn := newTenant(t)
		b, sid := tn.loggedIn(t)
		b.Jar.SetCookies(mustURL(t, tn.url+path), []*http.Cookie{{Name: b.cookies(t)[0].Name, Value: "planted", Path: path}})
		b.get(t, path)
		if _, err := tn.Session(sid); !errors.Is(err, authserver.ErrNoSession) {
			t.Errorf("%s: the session lives on: %v", path, err)
		}
		if got := b.silently(t); got.Error != "login_required" {
			t.Errorf("%s: still logged in: %+v", path, got)
		}
	}
}

func TestSecondLogin(t *testing.T) {
	for _, tc := range []struct {
		name, username, password string
		advance                  time.Duration
		sameSID                  bool
	}{
		{"the same user confirms a live session", "ada@storezero.example", "difference-engine", time.Minute, true},
		{"the same user after the session ended", "ada@storezero.example", "difference-engine", time.Hour, false},
		{"another user takes over", "grace@storezero.example", "nanosecond", time.Minute, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, sid := tn.loggedIn(t)
			tn.clock.Advance(tc.advance)
			_, interaction := b.loginPage(t, params("prompt", "login"))
			form := credentials(interaction)
			form.Set("username", tc.username)
			form.Set("password", tc.password)
			tokens := b.exchange(t, location(t, b.post(t, "/login", form)).Get("code"))
			got := claims(t, tokens.IDToken)
			if (got["sid"] == sid) != tc.sameSID {
				t.Errorf("sid %v after %v, want the same: %v", got["sid"], sid, tc.sameSID)
			}
			if got["auth_time"] != float64(start.Add(tc.advance).Unix()) {
				t.Errorf("auth_time %v, want the new login's", got["auth_time"])
			}
			if _, err := tn.Session(sid); (err == nil) != tc.sameSID {
				t.Errorf("the old sid: %v", err)
			}
		})
	}
}

func TestAgeSession(t *testing.T) {
	tn := newTenant(t)
	b, sid := tn.loggedIn(t)
	before := mustSession(t, tn, sid)
	if err := tn.AgeSession(sid, 240*time.Second); err != nil {
		t.Fatal(err)
	}
	after := mustSession(t, tn, sid)
	if before.IdleExpiresAt.Sub(after.IdleExpiresAt) != 240*time.Second || before.ExpiresAt.Sub(after.ExpiresAt) != 240*time.Second {
		t.Errorf("limits %v and %v, want both 240 s before %v and %v",
			after.IdleExpiresAt, after.ExpiresAt, before.IdleExpiresAt, before.ExpiresAt)
	}
	got := b.silently(t)
	aged := claims(t, b.exchange(t, got.Code).IDToken)
	if aged["iat"] != float64(start.Unix()) || aged["auth_time"] != float64(start.Unix()-240) {
		t.Errorf("iat %v and auth_time %v, want token time left alone and the login 240 s ago", aged["iat"], aged["auth_time"])
	}
	if err := tn.AgeSession(sid, 300*time.Second); err != nil {
		t.Fatal(err)
	}
	if got := b.silently(t); got.Error != "login_required" {
		t.Errorf("aged beyond its limit, the session answers %+v", got)
	}
	if list, err := tn.Sessions(); err != nil || len(list) != 0 {
		t.Errorf("Sessions lists %v (%v), want no expired one", list, err)
	}
	if err := tn.AgeSession("unknown", time.Second); !errors.Is(err, authserver.ErrNoSession) {
		t.Errorf("unknown sid: %v", err)
	}
	if err := tn.AgeSession(sid, -time.Second); err == nil || errors.Is(err, authserver.ErrNoSession) {
		t.Errorf("negative age: %v", err)
	}
}

func TestEndSession(t *testing.T) {
	tn := newTenant(t)
	b, sid := tn.loggedIn(t)
	list, err := tn.Sessions()
	if err != nil || len(list) != 1 || list[0].SID != sid || list[0].Sub != "auth0|ada" {
		t.Fatalf("Sessions: %+v, %v", list, err)
	}
	if err := tn.EndSession(sid); err != nil {
		t.Fatal(err)
	}
	if got := b.silently(t); got.Error != "login_required" {
		t.Errorf("after its end the session answers %+v", got)
	}
	if err := tn.EndSession(sid); !errors.Is(err, authserver.ErrNoSession) {
		t.Errorf("ended twice: %v", err)
	}
}
