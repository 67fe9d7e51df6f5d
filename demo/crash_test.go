package demo_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// Every way into Go has its own way out for a crash.
func TestACrashIsHeardWhereverItHappens(t *testing.T) {
	for name, crash := range map[string]string{
		"in a timer":              `setTimeout(__spaSessionHooks.crash)`,
		"in an event":             `addEventListener('poke', __spaSessionHooks.crash); dispatchEvent(new Event('poke'))`,
		"in a promise":            `Promise.resolve().then(__spaSessionHooks.crash)`,
		"in work of its own":      `() => { __spaSessionHooks.crashLater() }`,
		"while Go calls the page": `client.on('change', () => { try { __spaSessionHooks.crash() } catch {} }); client.logout({ openUrl: false }).catch(() => {})`,
	} {
		t.Run(name, func(t *testing.T) {
			world := browser.NewWorld(t, browser.Options{Hooks: true})
			s := shop{World: world, Tab: world.NewTab(t), t: t}
			s.Open(world.Storefront + "/account/orders")
			s.logIn()
			s.Wait(`.order`)
			s.Run(`async () => {
				globalThis.client = (await import('/session/account.js')).session.get().client
				globalThis.crashes = 0
				client.on('crash', () => { crashes++ })
			}`)
			s.Run(crash)
			s.WaitFor(`crashes === 1`)
			want(t, "a later call", browser.Eval[string](s.Tab, `client.getTokenSilently().catch(error => error.code)`), "crashed")
			want(t, "the snapshot's error", browser.Eval[string](s.Tab, `client.getSnapshot().error.code`), "crashed")
			s.Run(`__spaSessionHooks.crash()`) // nothing enters it any more
			want(t, "crashes that were heard", browser.Eval[int](s.Tab, `crashes`), 1)
		})
	}
}
