package demo_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// watchReturn notes what a page shows: as it goes into the back-forward cache, for it is painted as it was before it hears
// of its return; and from then on, frame by frame, for as long as its status is the one that it left with.
const watchReturn = `() => {
	const status = () => document.querySelector('.panel').dataset.status
	const left = status()
	const main = document.querySelector('main')
	globalThis.back = { frames: 0, seen: [] }
	const note = () => { if (main.checkVisibility({ visibilityProperty: true })) back.seen.push(main.innerText) }
	addEventListener('pagehide', note)
	addEventListener('pageshow', ({ persisted }) => {
		back.persisted = persisted
		const look = () => {
			if (status() !== left) return
			note()
			back.frames++
			requestAnimationFrame(look)
		}
		look()
	}, { capture: true })
}`

// awayAndBack leaves the page for one that is no app, has something done meanwhile, and presses Back.
func (s shop) awayAndBack(meanwhile func()) {
	s.t.Helper()
	s.Run(watchReturn)
	s.Open(s.Storefront + "/config.json")
	meanwhile()
	s.wantReturn()
}

// wantReturn presses Back, and fails with the browser's reasons if the page was loaded anew.
func (s shop) wantReturn() {
	s.t.Helper()
	s.Back()
	s.WaitFor(`document.readyState === 'complete' && document.querySelector('.panel')`)
	if !browser.Eval[bool](s.Tab, `globalThis.back?.persisted === true`) {
		s.t.Fatalf("the page was not in the back-forward cache: %s", browser.Eval[string](s.Tab,
			`JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)`))
	}
}

// A page that returns after a logout elsewhere shows nothing of what the guard names before it has decided, and nothing that
// the module holds keeps it out of the cache.
func TestThePageReturnsFromTheCacheAfterALogoutElsewhere(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	other := s.another()
	s.awayAndBack(func() {
		other.Run(withClient(`void client.logout({ logoutParams: { returnTo: location.origin + '/signed-out' } })`))
		other.Wait(`h1:text("You are signed out")`)
	})
	s.waitStatus("signedOut")
	back := browser.Eval[struct {
		Frames int
		Seen   []string
	}](s.Tab, `back`)
	if back.Frames == 0 || len(back.Seen) > 0 {
		t.Errorf("before it was decided, in %d of %d frames or as it left, was shown: %q", len(back.Seen), back.Frames, back.Seen)
	}
	want(t, "orders of the user who is gone", s.Has(`.order`), false)
	s.Wait(`main button:text("Log in")`) // the page is shown again
	wantClean(t, s.Tab)
}

// Whoever has logged out and presses Back finds the page without what was theirs, and the server is not asked.
func TestBackAfterALogoutInTheSameTab(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	s.Run(watchReturn)
	s.Run(withClient(`void client.logout({ logoutParams: { returnTo: location.origin + '/signed-out' } })`))
	s.Wait(`h1:text("You are signed out")`)
	before := s.asked()
	s.wantReturn()
	s.Wait(`main button:text("Log in")`)
	s.waitStatus("signedOut")
	want(t, "orders of the user who is gone", s.Has(`.order`), false)
	want(t, "silent requests of the return", s.asked(), before)
	wantClean(t, s.Tab)
}

// A session that lives is found as it was: seen again once the record is read, and without a request.
func TestThePageReturnsFromTheCacheSignedIn(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	s.mark()
	s.awayAndBack(func() {})
	s.Wait(`.order`)
	s.waitStatus("active")
	want(t, "the document is the same", s.marked(), true)
	want(t, "silent requests of the return", s.asked(), 0)
	s.Advance(4*time.Minute + time.Second)
	s.waitDialog("idle-warning") // clock and channel go on
	s.Click(continueButton)
	s.waitNoDialog()
}

// The worker that holds refresh tokens keeps no page out of the cache, and works on after it.
func TestThePageReturnsFromTheCacheWithItsWorker(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	s.remake(`{ useRefreshTokens: true }`)
	s.wantStatus("active")
	s.press(popup) // a login of its own, for a refresh token
	s.await("done")
	s.awayAndBack(func() {})
	before := len(s.Requests("POST /oauth/token", browser.Having("grant_type", "refresh_token")))
	s.Run(`c.getTokenSilently({ cacheMode: 'off' })`)
	want(t, "refreshes after the return", len(s.Requests("POST /oauth/token", browser.Having("grant_type", "refresh_token")))-before, 1)
}
