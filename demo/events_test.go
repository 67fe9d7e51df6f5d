package demo_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// costly counts what the module does that a page could feel: snapshots, databases that are opened, messages to other tabs
// and requests.
const costly = `() => {
	globalThis.count = { changes: 0, databases: 0, messages: 0, requests: 0 }
	const counting = (of, method, name) => {
		const original = of[method]
		of[method] = function (...args) { count[name]++; return original.apply(this, args) }
	}
	counting(IDBFactory.prototype, 'open', 'databases')
	counting(BroadcastChannel.prototype, 'postMessage', 'messages')
	counting(globalThis, 'fetch', 'requests')
	globalThis.events = 0
	for (const type of ['pointermove', 'keydown']) addEventListener(type, () => { events++ }, { passive: true })
	return import('/session/account.js').then(({ session }) => session.get().client.subscribe(() => { count.changes++ }))
}`

// A burst of input is one write to the record and one message for the other tabs in ten seconds, and no snapshot: no page
// renders for it.
func TestWhatABurstOfInputCosts(t *testing.T) {
	s := signedIn(t, 10*time.Minute)
	s.Advance(11 * time.Second) // the login has told of its user
	s.Run(costly)
	for range 50 {
		s.MoveMouse()
		s.Press("x")
	}
	s.WaitFor(`events >= 100`)
	s.WaitFor(`count.messages > 0`) // the write has come to its end
	got := browser.Eval[struct{ Changes, Databases, Messages, Requests int }](s.Tab, `count`)
	if got.Changes > 0 || got.Requests > 0 {
		t.Errorf("%+v: a snapshot or a request for input of an active user", got)
	}
	// The watch reads once in thirty seconds, too; a slow machine takes more than ten for the burst.
	if got.Databases > 10 || got.Messages > 5 {
		t.Errorf("%+v for %d events", got, browser.Eval[int](s.Tab, `events`))
	}
}

// No listener of the module holds up what the browser does with an event: scrolling, above all.
func TestListenersArePassive(t *testing.T) {
	s := openStorefront(t, "/signed-out", 5*time.Minute) // no module yet
	s.Run(`() => {
		globalThis.blocking = []
		globalThis.heard = 0
		const add = EventTarget.prototype.addEventListener
		EventTarget.prototype.addEventListener = function (type, listener, options) {
			if (this === window || this === document) {
				heard++
				if (/^(touch|wheel|pointer|mouse|scroll|key|input|focus|blur)/.test(type) && options?.passive !== true) blocking.push(type)
			}
			return add.call(this, type, listener, options)
		}
	}`)
	s.Run(`async () => { await (await import('/session/account.js')).ensureSession() }`)
	s.waitStatus("signedOut")
	if heard := browser.Eval[int](s.Tab, `heard`); heard < 10 {
		t.Fatalf("only %d listeners were added: this tests nothing", heard)
	}
	want(t, "listeners that may hold up the browser", browser.Eval[string](s.Tab, `blocking.join()`), "")
}

// BenchmarkInputEvent measures what one event costs the main thread while the session is active: the processor's time in
// scripts over a burst of trusted events, less what the page does in as much time without any.
func BenchmarkInputEvent(b *testing.B) {
	for event, send := range map[string]func(*browser.Tab){
		"pointermove": (*browser.Tab).MoveMouse,
		"keydown":     func(tab *browser.Tab) { tab.Press("x") },
		"wheel":       func(tab *browser.Tab) { tab.Wheel(100, 100, 1) },
	} {
		b.Run(event, func(b *testing.B) {
			world := browser.NewWorld(b, browser.Options{})
			tab := world.NewTab(b)
			tab.Open(world.Storefront + "/account")
			tab.Click(`main button:text("Log in")`)
			world.LogIn(tab, world.Ada())
			tab.Wait(`.profile`)
			tab.Open(world.Storefront + "/signed-out") // the one page that starts no session by itself
			tab.Run(`async type => {
				await (await import('/session/account.js')).ensureSession()
				globalThis.heard = 0
				addEventListener(type, () => { heard++ }, { passive: true })
			}`, event)
			tab.WaitFor(`document.querySelector('.panel').dataset.status === 'active'`)
			began, before := time.Now(), tab.ScriptTime()
			for range max(b.N, 400) {
				send(tab)
			}
			tab.WaitFor(`heard >= 200`)
			took, busy := time.Since(began), tab.ScriptTime()-before
			tab.Run(`globalThis.quietSince = performance.now()`)
			before = tab.ScriptTime()
			tab.WaitFor(`took => performance.now() - quietSince >= took`, took.Milliseconds())
			busy -= tab.ScriptTime() - before
			b.ReportMetric(busy/browser.Eval[float64](tab, `heard`)*1e6, "µs/event")
		})
	}
}
