package demo_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// documentedPolicy is the Content Security Policy that the README tells apps to have, for this server.
func documentedPolicy(t *testing.T, as string) string {
	t.Helper()
	found := regexp.MustCompile("(?s)```\\n(default-src.*?)```").FindStringSubmatch(readme(t))
	if found == nil || !strings.Contains(found[1], "require-trusted-types-for 'script'") {
		t.Fatal("README.md names no policy with Trusted Types")
	}
	return strings.ReplaceAll(strings.Join(strings.Fields(found[1]), " "), "https://AUTHORIZATION-SERVER", as)
}

// A page that has nothing but createSessionClient works under that policy and no wider one: login, frame, dialog, popup,
// and the worker with refresh tokens and a key to bind them to.
func TestTheDocumentedPolicyIsEnough(t *testing.T) {
	s := ownPage(t, "en")
	policy := documentedPolicy(t, s.AS)
	s.FaultStorefront(withPolicy(func(string) string { return policy }))
	s.Open(s.Storefront + "/")
	s.enter(`useRefreshTokens: true, useDpop: true, session: { idleTimeout, guard: 'main' }, modal: { locale: 'ja' }`)
	want(t, "the policy", browser.Eval[string](s.Tab, `fetch('/').then(response => response.headers.get('Content-Security-Policy'))`), policy)
	want(t, "a renewal", browser.Eval[string](s.Tab, `client.getTokenSilently({ cacheMode: 'off', passive: false }).then(() => 'done', error => error.code)`), "done")
	want(t, "one without the user", browser.Eval[string](s.Tab, `client.getTokenSilently({ cacheMode: 'off' }).then(() => 'done', error => error.code)`), "done")
	s.Advance(61 * time.Second)
	s.waitDialog("idle-warning")
	s.Click(continueButton)
	s.waitSnapshot("active")
	s.Advance(121 * time.Second)
	s.waitDialog("idle")
	s.Click(notNowButton)
	s.waitNoDialog()
	s.Click(`h1`)
	s.waitDialog("ended")
	s.Click(notNowButton)
	s.waitNoDialog()
	s.Run(`globalThis.c = client`)
	s.press(`c.loginWithPopup({}, { timeoutInSeconds: 20 })`)
	login := s
	login.Tab = s.Popup()
	login.typePassword()
	s.await("done")
	s.waitSnapshot("active")
	s.Run(`client.logout({ openUrl: false })`)
	s.waitSnapshot("signedOut")
	wantClean(t, s.Tab)
	s.Run(`() => { try { document.createElement('script').src = '/own.js' } catch {} }`)
	want(t, "a breach is heard", len(s.Violations()) > 0, true)
}
