package demo_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// client makes an arrow function of an expression in which client is the
// storefront's own.
func withClient(expression string) string {
	return `async () => {
		const { client } = (await import('/session/account.js')).session.get()
		return ` + expression + `
	}`
}

func TestAWrongIDTokenIsRefused(t *testing.T) {
	for _, row := range tokenFaults {
		t.Run(row.name, func(t *testing.T) {
			s := openStorefront(t, "/account/orders", 10*time.Minute)
			s.Fault(row.fault(s.key))
			s.logIn()
			s.WaitFor(`code => document.querySelector('main')?.innerText.includes(code)`, row.code)
			s.waitStatus("signedOut")
			want(t, "isAuthenticated", browser.Eval[bool](s.Tab, withClient(`client.isAuthenticated()`)), false)
			want(t, "what is kept in this tab", browser.Eval[string](s.Tab,
				`Object.keys(sessionStorage).filter(key => key.startsWith('spa-session')).join()`), "")
			want(t, "a hint of a session", browser.Eval[int](s.Tab,
				`Object.keys(localStorage).filter(key => key.startsWith('spa-session')).length`), 0)
		})
	}
}

func TestWrongOptionsAreRefusedByName(t *testing.T) {
	s := openStorefront(t, "/", 5*time.Minute)
	s.waitStatus("signedOut")
	for _, row := range []struct{ options, name string }{
		{`{ domain, clientId: 'x' }`, "session"},
		{`{ domain, session: false }`, "clientId"},
		{`{ clientId: 'x', session: false }`, "issuer"},
		{`{ domain, issuer: domain, clientId: 'x', session: false }`, "domain"},
		{`{ issuer: 'http://as.example/', clientId: 'x', session: false }`, "issuer"},
		{`{ domain, clientId: 'x', session: { idleTimeout: 100 } }`, "session.idleTimeout"},
		{`{ domain, clientId: 'x', session: { idleTimeout: '300' } }`, "session.idleTimeout"},
		{`{ domain, clientId: 'x', session: { idleTimeout: NaN } }`, "session.idleTimeout"},
		{`{ domain, clientId: 'x', session: { idleTimeout: 300, warningTime: 19 } }`, "session.warningTime"},
		{`{ domain, clientId: 'x', session: { idleTimeout: 300, landingUrl: 'https://evil.example/' } }`, "session.landingUrl"},
		{`{ domain, clientId: 'x', session: { idelTimeout: 300 } }`, "session.idelTimeout"},
		{`{ domain, clientId: 'x', session: { idleTimeout: 300, onIdle: 'logout' } }`, "session.onIdle"},
		{`{ domain, clientId: 'x', session: false, silent: { mode: 'fragment' } }`, "silent.mode"},
		{`{ domain, clientId: 'x', session: false, authorizationParams: { redirect_uri: 'https://evil.example/' } }`, "authorizationParams.redirect_uri"},
		{`{ domain, clientId: 'x', session: false, fallbackUrl: 'javascript:alert(1)' }`, "fallbackUrl"},
		{`{ domain, clientId: 'x', session: false, modal: { strings: { titel: 'Hello' } } }`, "modal.strings.titel"},
	} {
		got := browser.Eval[string](s.Tab, `async domain => {
			const { createSessionClient } = await import('/spa-session/spa-session.js')
			return createSessionClient(`+row.options+`).then(() => 'accepted', error => error.code + ' ' + error.message)
		}`, s.AS)
		if !strings.HasPrefix(got, "invalid_option ") || !hasName(got, row.name) {
			t.Errorf("%s: %q, want invalid_option of %s", row.options, got, row.name)
		}
	}
}

func TestThePageOpensWhileTheServerIsDown(t *testing.T) {
	s := signedIn(t, 10*time.Minute)
	s.StopAS()
	s.Open(s.Storefront + "/")
	s.WaitFor(`document.querySelectorAll('.card__price').length === 9`)
	s.WaitFor(`document.querySelector('.notice')?.innerText.includes('as_unreachable')`)
	s.waitStatus("loading")
	s.StartAS()
	s.Advance(6 * time.Second)
	s.waitStatus("active")
}

func TestThePageOpensWhereWebAssemblyIsBlocked(t *testing.T) {
	world := browser.NewWorld(t, browser.Options{})
	world.FaultStorefront(withPolicy(withoutWasm))
	s := shop{World: world, Tab: world.NewTab(t), t: t}
	s.Open(world.Storefront + "/")
	s.WaitFor(`document.querySelectorAll('.card__price').length === 9`)
	s.WaitFor(`document.querySelector('.notice')?.innerText.includes('wasm-unsafe-eval')`)
	s.Click(`[aria-label="Add to cart: Stoneware mug"]`)
	want(t, "the cart", s.Text("#cart-count"), "1")
}
