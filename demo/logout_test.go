package demo_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// stored is what the module keeps in this browser, by where it lies.
const stored = `async () => {
	const found = []
	for (const [name, area] of Object.entries({ localStorage, sessionStorage }))
		for (const key of Object.keys(area)) if (key.startsWith('spa-session')) found.push(name + ' ' + key.split('.').slice(0, 2).join('.'))
	for (const { name } of await indexedDB.databases()) found.push('indexedDB ' + name)
	for (const name of await caches.keys()) found.push('caches ' + name)
	if (document.cookie) found.push('cookie')
	return found.sort().join(', ')
}`

// A logout leaves the record alone, in which nothing is left of the user, and the count of attempts that holds off a
// storm of renewals.
func TestWhatIsStoredBeforeAndAfterALogout(t *testing.T) {
	s := signedIn(t, 10*time.Minute, flows)
	s.remake(`{ openUrl: () => {} }`)
	s.wantStatus("active")
	s.Run(`c.loginWithRedirect()`) // given up
	want(t, "before", browser.Eval[string](s.Tab, stored), "indexedDB spa-session, localStorage spa-session.hint, sessionStorage spa-session.attempts, sessionStorage spa-session.login")
	s.Run(`c.logout()`)
	s.wantStatus("signedOut")
	want(t, "after", browser.Eval[string](s.Tab, stored), "indexedDB spa-session, sessionStorage spa-session.attempts")
	wantClean(t, s.Tab)
}

// A logout that the server cannot be told of holds in every tab, and through
// reloads; the next login asks for the password.
func TestALogoutWhileTheServerIsDown(t *testing.T) {
	s := signedIn(t, 10*time.Minute, flows)
	other := shop{World: s.World, Tab: s.World.NewTab(t), t: t}
	other.Open(s.Storefront + "/account/orders")
	other.waitStatus("active")
	s.StopAS()
	want(t, "logout", browser.Eval[string](s.Tab, withClient(`client.logout().then(() => 'done', error => error.code)`)), "as_unreachable")
	s.waitStatus("signedOut")
	other.waitStatus("signedOut")
	s.StartAS()
	s.Open(s.Storefront + "/account/orders")
	s.waitStatus("signedOut")
	s.Run(withClient(`client.checkSession({ sso: true })`))
	s.waitStatus("signedOut")
	for range 1000 { // frames of the screen until the hidden frame has been there
		if s.sessionCount() == 0 {
			break
		}
		s.Run(`new Promise(requestAnimationFrame)`)
	}
	s.WaitFor(`document.querySelectorAll('iframe').length === 0`)
	want(t, "sessions at the server", s.sessionCount(), 0)
	s.logIn()
	s.Wait(`.order`)
	if asked := s.Requests("GET /authorize", browser.Having("prompt", "login")); len(asked) != 1 {
		t.Errorf("%d logins asked for the password", len(asked))
	}
}
