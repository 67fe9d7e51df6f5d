package demo_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// chooseOnIdle turns the switch of the session panel.
func (s shop) chooseOnIdle(value string) {
	s.t.Helper()
	s.Run(`value => {
		globalThis.__reloading = true
		const select = document.querySelector('#on-idle')
		select.value = value
		select.dispatchEvent(new Event('change'))
	}`, value)
	s.WaitFor(`!globalThis.__reloading && document.readyState === 'complete'`)
	s.waitStatus("active")
	want(s.t, "the switch after the reload", browser.Eval[string](s.Tab, `document.querySelector('#on-idle').value`), value)
}

// passIdle lets the deadline pass; the server's session lives an hour.
func (s shop) passIdle() {
	s.t.Helper()
	s.Run(`async () => { await (await import('/session/account.js')).session.get().client.updateSession({ idleTimeout: 120 }) }`)
	s.Advance(121 * time.Second)
}

func TestOnIdleRecheckOnFocus(t *testing.T) {
	s := signedIn(t, time.Hour)
	s.chooseOnIdle("recheckOnFocus")
	s.passIdle()
	s.waitDialog("idle")
	before := s.asked()
	// An element's focus is not the window's.
	s.Run(`() => document.querySelector('spa-session-dialog').shadowRoot.querySelector('button').focus()`)
	s.Hide()
	s.waitStatus("idle")
	want(t, "silent requests before the return", s.asked(), before)
	s.Show()
	s.BringToFront()
	s.waitStatus("active")
	want(t, "silent requests of the return", s.asked(), before+1)
}

func TestOnIdleShowLogin(t *testing.T) {
	s := signedIn(t, time.Hour)
	s.chooseOnIdle("showLogin")
	s.passIdle()
	s.waitDialog("idle")
	before := s.asked()
	s.Click(notNowButton)
	s.waitNoDialog()
	s.Click(`h1`)
	s.Press(browser.TabKey)
	s.waitStatus("idle")
	want(t, "silent requests of presses", s.asked(), before)
	s.mark()
	s.Click(logInButton)
	s.WaitFor(`() => !globalThis.marked && !!document.querySelector(".order")`) // the server's session stands
	s.waitStatus("active")
}

func TestOnIdleRedirect(t *testing.T) {
	s := signedIn(t, time.Hour)
	s.chooseOnIdle("redirect")
	s.passIdle()
	s.WaitFor(`() => location.pathname === '/signed-out'`)
}

func TestAHiddenPageIsRedirectedWhenItIsSeen(t *testing.T) {
	s := signedIn(t, time.Hour)
	s.chooseOnIdle("redirect")
	s.Hide()
	s.passIdle()
	s.waitStatus("idle")
	want(t, "the hidden page", s.URL().Path, "/account/orders")
	s.Show()
	s.WaitFor(`() => location.pathname === '/signed-out'`)
}
