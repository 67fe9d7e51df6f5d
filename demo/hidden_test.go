package demo_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

var countedTitle = regexp.MustCompile(`^\(\d+\) Your session is about to end - All Orders · storezero$`)

func TestAHiddenTabCountsInItsTitle(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.Hide()
	s.Advance(61 * time.Second)
	s.Run(`globalThis.titles = new Set()`)
	s.WaitFor(`document.title.startsWith('(') && titles.add(document.title).size >= 5`)
	for _, title := range browser.Eval[[]string](s.Tab, `[...titles]`) {
		if !countedTitle.MatchString(title) {
			t.Errorf("the title is %q", title)
		}
	}
	want(t, "the page", browser.Eval[string](s.Tab, `document.visibilityState`), "hidden")
	s.Show()
	s.waitDialog("idle-warning")
	want(t, "the title once the page is seen", browser.Eval[string](s.Tab, `document.title`), "All Orders · storezero")
}

// chains measures how many timers have set one another, each while the one before was running.
const chains = `() => {
	const set = setTimeout
	let depth = 0
	globalThis.longest = 0
	globalThis.looks = 0
	globalThis.setTimeout = (run, delay, ...args) => {
		const own = depth + 1
		if (delay > 1000) { // what bounds a read is no look
			longest = Math.max(longest, own)
			looks++
		}
		return set(() => {
			depth = own
			run(...args)
			depth = 0
		}, delay)
	}
}`

// Chromium puts off the timers of a page that is hidden for long to whole minutes, if they are the fifth and later of a
// chain. Ours are none: the warning comes on its second.
func TestTheTimersOfAHiddenTabAreNoChain(t *testing.T) {
	s := signedIn(t, 15*time.Minute)
	s.Run(chains)
	s.Hide()
	for range 27 {
		looks := browser.Eval[int](s.Tab, `looks`)
		s.Advance(30 * time.Second) // more than that is a device that has slept
		s.WaitFor(`before => looks > before`, looks)
	}
	s.Advance(35 * time.Second)
	s.WaitFor(`document.title.startsWith('(')`)
	if longest := browser.Eval[int](s.Tab, `longest`); longest >= 5 {
		t.Errorf("%d timers have set one another", longest)
	}
	want(t, "the page", browser.Eval[string](s.Tab, `document.visibilityState`), "hidden")
}

// Tabs that a browser has restored, and that nobody has looked at yet, ask nobody: the one that is seen first does.
func TestTabsThatNobodyHasSeenWait(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	before := s.asked()
	restored := make([]shop, 20)
	for i := range restored {
		restored[i] = s
		restored[i].Tab = s.NewTab(t)
		restored[i].Hide()
		restored[i].Open(s.Storefront + "/account/orders")
	}
	for _, tab := range restored {
		tab.waitStatus("loading")
		want(t, "the tab", browser.Eval[string](tab.Tab, `document.visibilityState`), "hidden")
	}
	want(t, "silent requests of tabs that nobody sees", s.asked(), before)
	restored[7].Show()
	restored[7].waitStatus("active")
	restored[8].waitStatus("loading")
	want(t, "silent requests of the tab that is seen", s.asked(), before+1)
}
