package demo_test

import (
	"os"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// figures are what must not grow with the number of renewals: the most of ten readings, since what a build holds goes
// when its collector has run; and of the release, which can be told to collect, what is left then.
type figures struct{ Live, Held, Memory, Frames, HeldAfter, InUse, Deepest int }

// Ten thousand are the bench's.
func TestThreeHundredRenewalsLeaveNothingBehind(t *testing.T) {
	const (
		// The release's heap, collected, is mostly stacks of goroutines, 24 KB each: some five, of which not all are needed.
		mostInUse = 1 << 19 // bytes
		// How many values Go holds after a collection depends on what it takes for pointers. A leak of one a renewal is 200.
		scatter = 50
		// What is taken for a pointer keeps a stack or two more.
		stacks = 3 * 24 << 10 // bytes
		// Of a stack of 24 KB.
		deepest = 12 << 10 // bytes
	)
	world := browser.NewWorld(t, browser.Options{Hooks: true})
	s := shop{World: world, Tab: world.NewTab(t), t: t}
	s.Open(world.Storefront + "/account/orders")
	s.logIn()
	s.Wait(`.order`)
	s.waitDialogMade() // which has listeners of its own
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
		const { spaSessionCollect, spaSessionDeepest, spaSessionInUse } = _inst.exports
		if (!spaSessionCollect) return most
		const Deepest = spaSessionDeepest()
		spaSessionCollect()
		return { ...most, HeldAfter: held(), InUse: spaSessionInUse(), Deepest }
	}`
	first := browser.Eval[figures](s.Tab, renew)
	browser.Eval[figures](s.Tab, renew)
	last := browser.Eval[figures](s.Tab, renew)
	t.Logf("the first hundred %+v, the third %+v", first, last)
	want(t, "silent requests", s.asked(), 300)
	want(t, "frames in the document", last.Frames, 0)
	want(t, "frames that are left", s.FrameCount(), 0)
	want(t, "a heap that can be told to collect", last.InUse > 0, os.Getenv("SPA_SESSION_BUILD") == "release")
	// What one renewal leaves to be released a moment later is no leak.
	s.WaitFor(`most => globalThis.__spaSessionHooks.live() <= most`, first.Live)
	if last.HeldAfter > first.HeldAfter+scatter {
		t.Errorf("Go holds %d values of JavaScript after three hundred renewals, %d after a hundred", last.HeldAfter, first.HeldAfter)
	}
	if last.InUse > min(mostInUse, first.InUse+stacks) {
		t.Errorf("%d bytes of the heap are in use after three hundred renewals, %d after a hundred", last.InUse, first.InUse)
	}
	if last.Deepest > deepest {
		t.Errorf("a stack is used to %d bytes, more than %d", last.Deepest, deepest)
	}
	// Stock Go's collector may run late on a busy machine, and its heap is as large as it likes: of a build that cannot be
	// told to collect, this finds only what is large, and the live callbacks above tell the rest.
	if last.Held > 2*first.Held {
		t.Errorf("Go holds up to %d values of JavaScript in the third hundred of renewals, %d in the first", last.Held, first.Held)
	}
	if last.Memory > 2*first.Memory {
		t.Errorf("the memory has %d bytes after three hundred renewals, %d after a hundred", last.Memory, first.Memory)
	}
}
