package demo_test

import (
	"os"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// figures are what must not grow with the number of renewals.
type figures struct{ Live, Held, Memory, Frames, InUse int }

// The release's heap, collected, is mostly stacks of goroutines, 64 KB each: some ten, of which not all are still needed.
const mostInUse = 2 << 20 // bytes

// What a build holds of JavaScript goes when its collector has run, some hundreds of values later: so the most of ten
// readings counts.
func TestAThousandRenewalsLeaveNothingBehind(t *testing.T) {
	world := browser.NewWorld(t, browser.Options{Hooks: true})
	s := shop{World: world, Tab: world.NewTab(t), t: t}
	s.Open(world.Storefront + "/account/orders")
	s.logIn()
	s.Wait(`.order`)
	const renew = `async () => {
		const { client } = (await import('/session/account.js')).session.get()
		const hooks = globalThis.__spaSessionHooks
		const { importObject, _ids, _inst } = hooks.go
		const held = () => importObject.spaSession?.held() ?? _ids.size
		const memory = () => (_inst.exports.memory ?? _inst.exports.mem).buffer.byteLength
		const most = { Live: 0, Held: 0, Memory: 0, Frames: 0 }
		for (let i = 0; i < 100; i++) {
			await client.getTokenSilently({ cacheMode: 'off', passive: false })
			if (i % 10 < 9) continue
			const now = { Live: hooks.live(), Held: held(), Memory: memory(), Frames: document.querySelectorAll('iframe').length }
			for (const name in most) most[name] = Math.max(most[name], now[name])
		}
		_inst.exports.spaSessionCollect?.()
		return { ...most, InUse: _inst.exports.spaSessionInUse?.() ?? 0 }
	}`
	first := browser.Eval[figures](s.Tab, renew)
	var last figures
	for range 9 {
		last = browser.Eval[figures](s.Tab, renew)
	}
	t.Logf("the first hundred %+v, the tenth %+v", first, last)
	want(t, "silent requests", s.asked(), 1000)
	want(t, "frames", last.Frames, 0)
	// What one renewal leaves to be released a moment later is no leak.
	s.WaitFor(`most => globalThis.__spaSessionHooks.live() <= most`, first.Live)
	if last.InUse > mostInUse {
		t.Errorf("%d bytes of the heap are in use after a thousand renewals, more than %d", last.InUse, mostInUse)
	}
	if release := os.Getenv("SPA_SESSION_BUILD") == "release"; release != (last.InUse > 0) {
		t.Errorf("of the heap %d bytes are said to be in use", last.InUse)
	}
	// The heap of stock Go is as large as its collector likes, which may run late on a busy machine.
	if last.Held > 2*first.Held {
		t.Errorf("Go holds %d values of JavaScript after a thousand renewals, %d after a hundred", last.Held, first.Held)
	}
	if last.Memory > 2*first.Memory {
		t.Errorf("the memory has %d bytes after a thousand renewals, %d after a hundred", last.Memory, first.Memory)
	}
}
