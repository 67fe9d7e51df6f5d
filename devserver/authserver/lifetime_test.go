package authserver_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const day = 24 * time.Hour

func limits(idle, absolute time.Duration) authserver.SessionLimits {
	return authserver.SessionLimits{Idle: idle, Absolute: absolute}
}

func (tn *tenant) setLimits(t *testing.T, idle, absolute time.Duration) {
	t.Helper()
	if err := tn.ChangeSettings(func(s *authserver.Settings) { s.Sessions = limits(idle, absolute) }); err != nil {
		t.Fatal(err)
	}
}

// What exceeds the plan's cap is superseded by it, in both cookie modes.
func TestPlanCaps(t *testing.T) {
	for _, tc := range []struct {
		name      string
		plan      authserver.Plan
		set, want authserver.SessionLimits
	}{
		{"self-service at the caps", authserver.SelfService, limits(3*day, 30*day), limits(3*day, 30*day)},
		{"self-service over the caps", authserver.SelfService, limits(4*day, 31*day), limits(3*day, 30*day)},
		{"the default is self-service", "", limits(4*day, 31*day), limits(3*day, 30*day)},
		{"one of them over", authserver.SelfService, limits(4*day, 20*day), limits(3*day, 20*day)},
		{"enterprise below the caps", authserver.Enterprise, limits(4*day, 31*day), limits(4*day, 31*day)},
		{"enterprise over the caps", authserver.Enterprise, limits(101*day, 366*day), limits(100*day, 365*day)},
	} {
		for _, mode := range []authserver.CookieMode{authserver.Persistent, authserver.NonPersistent} {
			t.Run(tc.name+", "+string(mode), func(t *testing.T) {
				tn := newTenant(t, func(c *authserver.Config) { c.Plan, c.Sessions, c.Cookies = tc.plan, tc.set, mode })
				_, sid := tn.loggedIn(t)
				session := mustSession(t, tn, sid)
				got := limits(session.IdleExpiresAt.Sub(start), session.ExpiresAt.Sub(start))
				if got != tc.want {
					t.Errorf("limits %v, want %v", got, tc.want)
				}
				tn.clock.Advance(tc.want.Idle - time.Second)
				b, _ := tn.loggedIn(t)
				tn.clock.Advance(tc.want.Idle - time.Second)
				if got := b.silently(t); got.Code == "" {
					t.Fatalf("a second before the cap: %+v", got)
				}
				tn.clock.Advance(tc.want.Idle)
				if got := b.silently(t); got.Error != "login_required" {
					t.Errorf("at the cap: %+v", got)
				}
			})
		}
	}
}

// The worked example of the documentation: 3 days idle, 30 days absolute, active every other day.
func TestActivityExtendsUntilTheAbsoluteLimit(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Sessions = limits(3*day, 30*day) })
	b, _ := tn.loggedIn(t)
	for i := range 14 {
		tn.clock.Advance(2 * day)
		if got := b.silently(t); got.Code == "" {
			t.Fatalf("day %d: %+v", 2*(i+1), got)
		}
	}
	tn.clock.Advance(2*day - time.Second)
	if got := b.silently(t); got.Code == "" {
		t.Fatalf("a second before day 30: %+v", got)
	}
	tn.clock.Advance(time.Second)
	if got := b.silently(t); got.Error != "login_required" {
		t.Errorf("day 30: %+v", got)
	}
}

// Single sign-on by a second application extends the session as the first one's requests do.
func TestSSOIsATouch(t *testing.T) {
	tn := newTenant(t)
	b, sid := tn.loggedIn(t)
	tn.clock.Advance(200 * time.Second)
	b.silently(t, "client_id", "storezero-outlet", "redirect_uri", app+"/outlet")
	if got := mustSession(t, tn, sid).IdleExpiresAt; !got.Equal(start.Add(500 * time.Second)) {
		t.Errorf("idle limit at %v", got)
	}
}

func TestRaisedLimitsAreForLaterSessions(t *testing.T) {
	tn := newTenant(t)
	b, sid := tn.loggedIn(t)
	tn.setLimits(t, time.Hour, 24*time.Hour)
	b.silently(t)
	if got := mustSession(t, tn, sid); got.IdleExpiresAt.Sub(start) != 300*time.Second || got.ExpiresAt.Sub(start) != 12*time.Hour {
		t.Errorf("the living session has limits %v and %v", got.IdleExpiresAt, got.ExpiresAt)
	}
	_, later := tn.loggedIn(t)
	if got := mustSession(t, tn, later); got.IdleExpiresAt.Sub(start) != time.Hour || got.ExpiresAt.Sub(start) != 24*time.Hour {
		t.Errorf("a later session has limits %v and %v", got.IdleExpiresAt, got.ExpiresAt)
	}
	// A new login resets the session, to the new limits.
	tokens := b.exchange(t, b.logIn(t, params("prompt", "login")).Get("code"))
	again, _ := claims(t, tokens.IDToken)["sid"].(string)
	if got := mustSession(t, tn, again); got.IdleExpiresAt.Sub(start) != time.Hour {
		t.Errorf("after a new login the idle limit is %v", got.IdleExpiresAt)
	}
}

func TestLoweredLimits(t *testing.T) {
	for _, tc := range []struct {
		name  string
		steps func(*testing.T, *tenant, *browser)
		last  time.Duration // before the final request
		lives bool
	}{
		{"hold at the next interaction", func(t *testing.T, tn *tenant, _ *browser) { tn.setLimits(t, time.Minute, time.Hour) }, time.Minute, false},
		{"which may be in time", func(t *testing.T, tn *tenant, _ *browser) { tn.setLimits(t, time.Minute, time.Hour) }, 59 * time.Second, true},
		{"lower, raise: nobody has seen it", func(t *testing.T, tn *tenant, _ *browser) {
			tn.setLimits(t, time.Minute, time.Hour)
			tn.setLimits(t, 300*time.Second, 12*time.Hour)
		}, 299 * time.Second, true},
		{"lower, interact, raise: stays lowered", func(t *testing.T, tn *tenant, b *browser) {
			tn.setLimits(t, time.Minute, time.Hour)
			b.silently(t)
			tn.setLimits(t, 300*time.Second, 12*time.Hour)
		}, time.Minute, false},
		{"lower, interact too late, raise: stays dead", func(t *testing.T, tn *tenant, b *browser) {
			tn.setLimits(t, time.Minute, time.Hour)
			tn.clock.Advance(61 * time.Second)
			b.silently(t)
			tn.setLimits(t, 300*time.Second, 12*time.Hour)
		}, 0, false},
		{"lower, interact, raise the absolute limit: stays lowered", func(t *testing.T, tn *tenant, b *browser) {
			tn.setLimits(t, 300*time.Second, 200*time.Second)
			b.silently(t)
			tn.setLimits(t, 300*time.Second, 12*time.Hour)
		}, 200 * time.Second, false},
		{"and not a second less", func(t *testing.T, tn *tenant, b *browser) {
			tn.setLimits(t, 300*time.Second, 200*time.Second)
			b.silently(t)
			tn.setLimits(t, 300*time.Second, 12*time.Hour)
		}, 199 * time.Second, true},
		{"lower by another application's interaction, raise: stays lowered", func(t *testing.T, tn *tenant, b *browser) {
			tn.setLimits(t, time.Minute, time.Hour)
			b.silently(t, "client_id", "storezero-outlet", "redirect_uri", app+"/outlet")
			tn.setLimits(t, 300*time.Second, 12*time.Hour)
		}, time.Minute, false},
		{"lower, interact, raise, log in again: raised", func(t *testing.T, tn *tenant, b *browser) {
			tn.setLimits(t, time.Minute, time.Hour)
			b.silently(t)
			tn.setLimits(t, 300*time.Second, 12*time.Hour)
			b.logIn(t, params("prompt", "login"))
		}, 299 * time.Second, true},
		{"the absolute limit, too", func(t *testing.T, tn *tenant, b *browser) {
			tn.clock.Advance(200 * time.Second)
			b.silently(t)
			tn.setLimits(t, 300*time.Second, 250*time.Second)
		}, 50 * time.Second, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, _ := tn.loggedIn(t)
			tc.steps(t, tn, b)
			tn.clock.Advance(tc.last)
			if got := b.silently(t); (got.Code != "") != tc.lives {
				t.Errorf("answered %+v, want a session that lives: %v", got, tc.lives)
			}
		})
	}
}

// A cheaper plan lowers by its caps.
func TestCheaperPlanLowers(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Plan, c.Sessions = authserver.Enterprise, limits(10*day, 100*day) })
	b, sid := tn.loggedIn(t)
	if err := tn.ChangeSettings(func(s *authserver.Settings) { s.Plan = authserver.SelfService }); err != nil {
		t.Fatal(err)
	}
	b.silently(t)
	if got := mustSession(t, tn, sid); !got.IdleExpiresAt.Equal(start.Add(3*day)) || !got.ExpiresAt.Equal(start.Add(30*day)) {
		t.Errorf("limits at %v and %v", got.IdleExpiresAt, got.ExpiresAt)
	}
}

func TestBadSettingsChangeNothing(t *testing.T) {
	tn := newTenant(t)
	before := tn.Settings().Sessions
	if err := tn.ChangeSettings(func(s *authserver.Settings) { s.Sessions.Idle = 0 }); err == nil {
		t.Error("an idle limit of nothing was accepted")
	}
	if got := tn.Settings().Sessions; got != before {
		t.Errorf("settings %v, want %v", got, before)
	}
}

// A persistent cookie outlives the browser for as long as the session can live; the other has no lifetime of its own.
func TestCookieModes(t *testing.T) {
	for mode, want := range map[authserver.CookieMode]int{"": 12 * 3600, authserver.Persistent: 12 * 3600, authserver.NonPersistent: 0} {
		tn := newTenant(t, func(c *authserver.Config) { c.Cookies = mode })
		b := tn.browser(t)
		_, interaction := b.loginPage(t, params())
		cookies := b.post(t, "/login", credentials(interaction)).Cookies()
		if len(cookies) != 1 || cookies[0].MaxAge != want {
			t.Errorf("mode %q: cookies %v, want one with Max-Age %d", mode, cookies, want)
		}
	}
}

// A non-persistent session dies with the browser, a persistent one does not; the caps are the same (TestPlanCaps).
func TestClosedBrowser(t *testing.T) {
	for mode, lives := range map[authserver.CookieMode]bool{authserver.Persistent: true, authserver.NonPersistent: false} {
		tn := newTenant(t, func(c *authserver.Config) { c.Cookies = mode })
		b := tn.browser(t)
		_, interaction := b.loginPage(t, params())
		reopened := tn.browser(t) // a browser forgets the cookies without a lifetime when it is closed
		var kept []*http.Cookie
		for _, cookie := range b.post(t, "/login", credentials(interaction)).Cookies() {
			if cookie.MaxAge > 0 {
				kept = append(kept, cookie)
			}
		}
		reopened.Jar.SetCookies(mustURL(t, tn.issuer), kept)
		if got := reopened.silently(t); (got.Code != "") != lives {
			t.Errorf("%s: %+v, want a session that lives: %v", mode, got, lives)
		}
	}
}

// What is asked for of a living session touches it, whether a page was shown or not; what is refused does not.
func TestInteractiveAuthorizeIsATouch(t *testing.T) {
	tn := newTenant(t)
	b, sid := tn.loggedIn(t)
	tn.clock.Advance(100 * time.Second)
	if got := location(t, b.authorize(t, params())); got.Get("code") == "" {
		t.Fatalf("answered %v", got)
	}
	if got := mustSession(t, tn, sid).IdleExpiresAt; !got.Equal(start.Add(400 * time.Second)) {
		t.Errorf("idle limit at %v", got)
	}
}

func TestWhatEndsTheUsersSessions(t *testing.T) {
	for _, tc := range []struct {
		name string
		edit func(*authserver.User)
		ends bool
	}{
		{"another password", func(u *authserver.User) { u.Password = "x" }, true},
		{"another email", func(u *authserver.User) { u.Email = "lovelace@storezero.example" }, true},
		{"another phone number", func(u *authserver.User) { u.Phone = "+44 20 7946 0000" }, true},
		{"an email no longer verified", func(u *authserver.User) { u.EmailUnverified = true }, true},
		{"the same email", func(u *authserver.User) { u.Email = "ada@storezero.example" }, false},
		{"another name", func(u *authserver.User) { u.Name = "Countess" }, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, _ := tn.loggedIn(t)
			second, _ := tn.loggedIn(t)
			grace := tn.browser(t)
			_, interaction := grace.loginPage(t, params())
			form := credentials(interaction)
			form.Set("username", "grace@storezero.example")
			form.Set("password", "nanosecond")
			grace.post(t, "/login", form)
			if err := tn.ChangeUser("auth0|ada", tc.edit); err != nil {
				t.Fatal(err)
			}
			for _, b := range []*browser{b, second} {
				if got := b.silently(t); (got.Error == "login_required") != tc.ends {
					t.Errorf("answered %+v, want the session ended: %v", got, tc.ends)
				}
			}
			if got := grace.silently(t); got.Code == "" {
				t.Errorf("another user's session: %+v", got)
			}
		})
	}
}

func TestVerifiedEmailEndsNothing(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Users[0].EmailUnverified = true })
	b, _ := tn.loggedIn(t)
	if err := tn.ChangeUser("auth0|ada", func(u *authserver.User) { u.EmailUnverified = false }); err != nil {
		t.Fatal(err)
	}
	if got := b.silently(t); got.Code == "" {
		t.Errorf("answered %+v", got)
	}
}
