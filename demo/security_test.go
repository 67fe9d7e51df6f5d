package demo_test

import (
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// gate holds the answers to silent requests back until it is opened.
type gate struct{ open chan struct{} }

func newGate() *gate { return &gate{open: make(chan struct{})} }

func (g *gate) hold(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/authorize" && r.URL.Query().Get("prompt") == "none" {
			select {
			case <-g.open:
			case <-r.Context().Done():
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func TestAClosedClientLeavesNothingBehind(t *testing.T) {
	world := browser.NewWorld(t, browser.Options{Hooks: true})
	s := shop{World: world, Tab: world.NewTab(t), t: t}
	s.Open(world.Storefront + "/account/orders")
	s.logIn()
	s.Wait(`.order`)
	s.waitDialogMade() // which has listeners of its own
	// What a renewal and the dialog leave to be released a moment later is over.
	s.WaitFor(`(() => {
		const live = __spaSessionHooks.live()
		globalThis.same = live === globalThis.seen ? globalThis.same + 1 : 0
		globalThis.seen = live
		return same > 20
	})()`)
	s.Run(`async domain => {
		globalThis.before = __spaSessionHooks.live()
		const { createSessionClient } = await import('/spa-session/spa-session.js')
		const other = await createSessionClient({ domain, clientId: 'storezero-outlet', session: { idleTimeout: 300 } })
		globalThis.between = __spaSessionHooks.live()
		other.close()
	}`, s.AS)
	s.WaitFor(`between > before && __spaSessionHooks.live() === before`)
}

func TestTheShippedModuleHasNoHooks(t *testing.T) {
	s := openStorefront(t, "/", 5*time.Minute)
	s.waitStatus("signedOut")
	want(t, "typeof __spaSessionHooks", browser.Eval[string](s.Tab, `typeof __spaSessionHooks`), "undefined")
	want(t, "hooks that the storefront serves", browser.Eval[int](s.Tab,
		`fetch('/spa-session/hooks/spa-session.js').then(response => response.status)`), 404)
	hooks := browser.Eval[[]string](s.Tab, `async () => {
		const { name } = performance.getEntriesByType('resource').find(({ name }) => /spa-session\.\w+\.wasm$/.test(name))
		return WebAssembly.Module.exports(await WebAssembly.compileStreaming(fetch(name))).map(({ name }) => name).filter((name) => /InUse|Deepest/.test(name))
	}`)
	want(t, "hooks that the module exports", len(hooks), 0)
}

func TestAPanicIsHeard(t *testing.T) {
	world := browser.NewWorld(t, browser.Options{Hooks: true, Tenant: nil})
	s := shop{World: world, Tab: world.NewTab(t), t: t}
	s.Open(world.Storefront + "/account/orders")
	s.logIn()
	s.Wait(`.order`)
	s.Advance(4*time.Minute + time.Second)
	s.waitDialog("idle-warning")
	g := newGate()
	s.Fault(g.hold)
	s.Run(`async () => {
		const { client } = (await import('/session/account.js')).session.get()
		globalThis.client = client
		globalThis.crashed = false
		client.on('crash', () => { crashed = true })
		globalThis.pending = client.continueSession().catch(error => error.code)
	}`)
	s.WaitFor(`document.querySelector('iframe[src*="prompt=none"]') !== null`)
	s.Run(`try { __spaSessionHooks.crash() } catch {}`)
	s.WaitFor(`crashed`)
	want(t, "the pending call", browser.Eval[string](s.Tab, `pending`), "crashed")
	want(t, "a later call", browser.Eval[string](s.Tab, `client.getTokenSilently().catch(error => error.code)`), "crashed")
	want(t, "the snapshot's error", browser.Eval[string](s.Tab, `client.getSnapshot().error.code`), "crashed")
	want(t, "dialogs of ours", browser.Eval[int](s.Tab, `document.querySelectorAll('spa-session-dialog').length`), 0)
	close(g.open)
	s.mark()
	s.Click(`spa-session-crash >>> button:text("Reload")`)
	s.WaitFor(`globalThis.marked !== true`)
	s.Wait(`.order`)
}

// A page whose own functions call the client in turn, without end, hears of it, and loses nothing else. (In the build by
// stock Go it is the browser's stack that ends, and the module crashes, of which the page hears, too.)
func TestEndlessCallsEnd(t *testing.T) {
	if os.Getenv("SPA_SESSION_BUILD") != "release" {
		t.Skip("stock Go has no such bound")
	}
	s := signedIn(t, 5*time.Minute)
	s.remake(`{ now: () => {
		if (globalThis.endless) c.reportActivity()
		return Date.now()
	} }`)
	s.wantStatus("active")
	s.Run(`() => {
		globalThis.heard = []
		addEventListener('error', (event) => { heard.push(event.message); event.preventDefault() })
		globalThis.endless = true
		c.reportActivity()
		globalThis.endless = false
	}`)
	want(t, "errors that the page heard", browser.Eval[int](s.Tab, `heard.length`), 1)
	want(t, "a token", browser.Eval[string](s.Tab, `c.getTokenSilently({ cacheMode: 'off', passive: false }).then(() => 'is there', error => error.code)`), "is there")
	s.wantStatus("active")
}
