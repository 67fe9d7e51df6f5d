package demo_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// another opens the orders page in a tab of the same browser.
func (s shop) another() shop {
	s.t.Helper()
	other := s
	other.Tab = s.NewTab(s.t)
	other.Open(s.Storefront + "/account/orders")
	other.waitStatus("active")
	return other
}

func TestOneActIsForBothTabs(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	other := s.another()
	before := s.asked()
	s.Advance(61 * time.Second)
	s.waitStatus("warning")
	other.waitStatus("warning")
	other.Click(continueButton)
	s.waitStatus("active")
	other.waitStatus("active")
	s.waitNoDialog()
	want(t, "silent requests of Continue", s.asked(), before+1)
	s.Advance(61 * time.Second)
	other.waitDialog("idle-warning")
	other.Click(logOutButton)
	s.waitStatus("signedOut")
	other.WaitFor(`() => location.pathname === '/signed-out' && document.readyState === 'complete'`)
	other.Open(s.Storefront + "/account/orders")
	other.logIn()
	other.waitStatus("active")
	s.Press(browser.TabKey)
	s.waitStatus("active")
}

func TestActivityInOneTabKeepsTheOtherFromWarning(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	other := s.another()
	other.Run(withClient(`client.on('warning', () => { globalThis.warned = true })`))
	s.BringToFront()
	for range 5 {
		s.Advance(31 * time.Second)
		s.Press(browser.TabKey)
		for _, tab := range []shop{s, other} { // a request that is under way would meet its own time limit
			tab.WaitFor(withClient(`client.getSnapshot().idleDeadline - Date.now() > 100_000`))
		}
	}
	want(t, "the other tab was warned", browser.Eval[bool](other.Tab, `globalThis.warned === true`), false)
}

func TestALockHolderDies(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	other := s.another()
	s.Run(`new Promise(held => void navigator.locks.query().then(() => navigator.locks.request(
		'spa-session:' + '` + s.AS + `/' + ':storezero', () => new Promise(() => held()))))`)
	s.Crash()
	other.Advance(61 * time.Second)
	other.waitDialog("idle-warning")
	other.Click(continueButton)
	other.waitStatus("active")
}

func TestALockHolderFreezes(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	other := s.another()
	s.Run(`new Promise(held => void navigator.locks.request('spa-session:` + s.AS + `/:storezero', () => new Promise(() => held())))`)
	s.Freeze()
	s.World.Advance(61 * time.Second)
	other.waitDialog("idle-warning")
	other.Click(continueButton)
	other.waitStatus("warning")
	other.Advance(2 * time.Second) // what an act waits for the lock
	other.waitStatus("active")
}

func TestFrozenPastTheDeadlines(t *testing.T) {
	for _, row := range []struct {
		asleep time.Duration
		kind   string
	}{{61 * time.Second, "idle-warning"}, {3 * time.Minute, "idle"}} {
		t.Run(row.kind, func(t *testing.T) {
			s := signedIn(t, 2*time.Minute)
			before := s.asked()
			s.Freeze()
			s.Advance(row.asleep)
			s.Thaw()
			want(t, "the page", browser.Eval[string](s.Tab, `document.visibilityState`), "visible")
			s.waitDialog(row.kind)
			want(t, "silent requests of the return", s.asked(), before)
		})
	}
}

func TestSleepWithALateNetwork(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	s.Offline(true)
	before := s.asked()
	s.Sleep(2 * time.Hour)
	s.waitDialog("idle") // at once: what the clock says needs no network
	s.Click(notNowButton)
	s.Click(`h1`)
	s.Advance(5 * time.Second)
	s.waitStatus("idle")
	want(t, "silent requests without a network", s.asked(), before)
	s.Offline(false)
	s.waitDialog("ended")
	want(t, "silent requests once it is back", s.asked(), before+1)
}

func TestTheClockIsSetBackAndForth(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	before := s.asked()
	s.StepWall(-10 * time.Minute)
	s.Advance(10 * time.Second)
	s.waitStatus("active")
	s.Advance(51 * time.Second)
	s.waitDialog("idle-warning") // no later for it
	s.Click(continueButton)
	s.waitStatus("active")
	s.StepWall(10 * time.Minute) // so far as anybody can tell, the device has slept
	s.waitDialog("idle")
	s.Click(notNowButton)
	s.waitNoDialog()
	s.Click(`h1`)
	s.waitStatus("active") // nobody was signed out
	want(t, "silent requests of Continue and of the press", s.asked(), before+2)
}

func TestScriptsThatScrollAndFocusAreNobody(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	before := s.asked()
	for range 6 {
		s.Advance(20 * time.Second)
		s.Run(`() => { scrollTo(0, 9); scrollTo(0, 0); document.querySelector('main').focus(); document.activeElement.blur() }`)
	}
	s.Advance(2 * time.Second)
	s.waitStatus("idle")
	want(t, "silent requests for nobody", s.asked(), before)
}

func TestTheServersIdleTimeIsShorter(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.Run(`async () => {
		const { client } = (await import('/session/account.js')).session.get()
		client.on('lifetimeMismatch', ({ observedIdle }) => { globalThis.observed = observedIdle })
		await client.updateSession({ idleTimeout: 1200 })
	}`)
	s.Advance(200 * time.Second)
	s.Run(withClient(`client.continueSession().catch(() => {})`))
	s.waitDialog("ended")
	if observed := browser.Eval[int](s.Tab, `globalThis.observed`); observed < 200 || observed > 230 {
		t.Errorf("observed %d s", observed)
	}
}

func TestAnAdministratorEndsTheSession(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	sessions, err := s.Server.Sessions()
	if err != nil || len(sessions) != 1 {
		t.Fatalf("%d sessions, %v", len(sessions), err)
	}
	s.Run(withClient(`client.continueSession()`)) // else cookies might be blocked
	if err := s.Server.EndSession(sessions[0].SID); err != nil {
		t.Fatal(err)
	}
	s.Advance(31 * time.Second)
	s.Press(browser.TabKey)
	s.waitDialog("ended")
}

func TestAnotherUserInAnotherTab(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	other := s.another()
	other.Run(withClient(`void client.loginWithRedirect({ authorizationParams: { prompt: 'login' } })`))
	s.LogIn(other.Tab, s.Grace())
	s.waitDialog("user-changed")
	want(t, "what another user must not see", browser.Eval[string](s.Tab, `getComputedStyle(document.querySelector('main')).visibility`), "hidden")
}

func TestTwentyTabs(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	shops := []shop{s}
	for range 19 {
		other := s
		other.Tab = s.NewTab(t)
		other.Open(s.Storefront + "/account/orders")
		shops = append(shops, other)
	}
	for _, each := range shops {
		each.waitStatus("active")
	}
	before := s.asked()
	s.BringToFront()
	s.Advance(31 * time.Second)
	s.Press(browser.TabKey)
	for s.asked() == before {
		s.WaitFor(`() => true`) // until the request is under way
	}
	for _, each := range shops {
		each.waitStatus("active")
	}
	want(t, "silent requests of an input", s.asked(), before+1)
}
