package demo_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// otherSite is the storefront by another of its names: to a browser 127.0.0.1 and
// localhost, where the server is, are two sites.
func otherSite(origin string) string { return strings.Replace(origin, "localhost", "127.0.0.1", 1) }

// onOtherSite is the storefront there, after a login.
func onOtherSite(t *testing.T, options browser.Options) shop {
	t.Helper()
	options.Tenant = func(c *authserver.Config) {
		c.Sessions.Idle = 5 * time.Minute
		flows(c)
	}
	world := browser.NewWorld(t, options)
	s := shop{World: world, Tab: world.NewTab(t), t: t}
	s.Open(otherSite(world.Storefront) + "/account/orders")
	s.logIn()
	s.Wait(`.order`)
	return s
}

// A browser's setting decides whether cookies with SameSite=None go to a frame on another site; with SameSite=Lax, as
// over plain http, they never do. The cause is named, nobody is signed out, and silent.fallback says what Continue does.
func TestAServerOnAnotherSite(t *testing.T) {
	refreshing := browser.Having("grant_type", "refresh_token")
	for name, row := range map[string]struct {
		tls             bool
		options, button string
		leaves          bool   // Continue leaves the page
		prompt          string // of the last request to /authorize
		refreshes       int
	}{
		"refresh":                {tls: true, options: `{ useRefreshTokens: true, silent: { fallback: 'refresh' } }`, button: continueButton, prompt: "none", refreshes: 2},
		"popup":                  {tls: true, options: `{ silent: { fallback: 'popup' } }`, button: continueButton, prompt: "none"},
		"redirect":               {tls: true, options: `{ silent: { fallback: 'redirect' } }`, button: continueButton, leaves: true, prompt: "none"},
		"none":                   {tls: true, options: `{ silent: { fallback: 'none' } }`, button: logInButton, leaves: true, prompt: ""},
		"the default, over http": {options: `{}`, button: continueButton, leaves: true, prompt: "none"},
	} {
		t.Run(name, func(t *testing.T) {
			s := onOtherSite(t, browser.Options{TLS: row.tls})
			want(t, "a token", browser.Eval[string](s.Tab, withClient(`client.getTokenSilently({ cacheMode: 'off', passive: false }).catch(error => error.code)`)), "cookies_blocked")
			s.waitStatus("active")
			s.remake(row.options)
			s.wantStatus("signedOut")
			want(t, "the cause", browser.Eval[string](s.Tab, `c.getSnapshot().error.code`), "cookies_blocked")
			want(t, "silent requests", s.asked(), 1)
			want(t, "sessions at the server", s.sessionCount(), 1)

			s.press(popup)
			s.await("done")
			s.press(forced)
			s.await("cookies_blocked") // the frame that finds it out anew after a login
			s.wantStatus("active")
			want(t, "silent requests", s.asked(), 2)
			s.press(forced)
			s.await(map[bool]string{true: "done", false: "cookies_blocked"}[row.refreshes > 0])
			want(t, "silent requests", s.asked(), 2)

			before, local := s.idleDeadline(), s.localDeadline()
			s.Advance(4*time.Minute + time.Second)
			s.wantStatus("warning")
			s.WaitFor(dialogOpen)
			s.mark()
			s.Click(row.button)
			if row.leaves { // the page has been to the server and back
				s.WaitFor(`!globalThis.marked && document.querySelector('.panel')?.dataset.status === 'active'`)
			} else {
				s.wantStatus("active")
				if s.localDeadline() <= local {
					t.Error("the page's deadline was not moved")
				}
			}
			// A refresh touches no session at the server, and keeps the user in all the same.
			want(t, "the server's session was extended", s.idleDeadline().After(before), row.refreshes == 0)
			asked := s.Requests("GET /authorize")
			want(t, "the prompt of the last request", asked[len(asked)-1].Values.Get("prompt"), row.prompt)
			want(t, "refreshes", len(s.Requests("POST /oauth/token", refreshing)), row.refreshes)
		})
	}
}

// localDeadline is when the page takes the server's session to end, in milliseconds since 1970.
func (s shop) localDeadline() float64 {
	s.t.Helper()
	return browser.Eval[float64](s.Tab, `c.getSnapshot().idleDeadline`)
}

func TestAServerOnAnotherSiteWhoseCookiesReachTheFrame(t *testing.T) {
	s := onOtherSite(t, browser.Options{TLS: true, ThirdPartyCookies: true})
	before := s.idleDeadline()
	s.Advance(time.Minute)
	want(t, "the answer", browser.Eval[string](s.Tab, withClient(`client.continueSession().then(() => 'done', error => error.code)`)), "done")
	if !s.idleDeadline().After(before) {
		t.Error("the server's session was not extended")
	}
	s.Reload()
	s.Wait(`.order`)
	s.waitStatus("active")
	want(t, "silent requests of Continue and of the reload", s.asked(), 2)
	wantClean(t, s.Tab)
}
