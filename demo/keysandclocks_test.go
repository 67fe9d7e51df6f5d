package demo_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

const forcedToken = `client.getTokenSilently({ cacheMode: 'off', passive: false }).then(() => 'done', error => error.code)`

func TestTheServersKeysAreRotatedInMidSession(t *testing.T) {
	s := signedIn(t, time.Hour)
	const keys = "GET /.well-known/jwks.json"
	asked := func() int { return len(s.Requests(keys)) }
	before := asked()
	s.Server.RotateKeys()
	want(t, "a renewal under the new key", browser.Eval[string](s.Tab, withClient(forcedToken)), "done")
	want(t, "requests for the keys", asked()-before, 1)
	want(t, "the next renewal", browser.Eval[string](s.Tab, withClient(forcedToken)), "done")
	want(t, "requests for the keys", asked()-before, 1)

	// They are asked for once a minute: a server that signs by keys that it does not publish is not asked in vain.
	s.Advance(61 * time.Second)
	s.Server.RotateKeys()
	s.Server.RevokePreviousKeys()
	want(t, "a renewal when the old key is gone", browser.Eval[string](s.Tab, withClient(forcedToken)), "done")
	s.Server.RotateKeys()
	want(t, "a renewal under a third key in the same minute", browser.Eval[string](s.Tab, withClient(forcedToken)), "id_token_key")
	want(t, "requests for the keys", asked()-before, 2)
	s.waitStatus("active")
	s.Advance(61 * time.Second)
	want(t, "a minute later", browser.Eval[string](s.Tab, withClient(forcedToken)), "done")
	s.waitStatus("active")
	wantClean(t, s.Tab)
}

// The device's clock is wrong from the start, by more than any token's leeway.
func TestTheClockOfTheDeviceIsTenMinutesWrong(t *testing.T) {
	for name, off := range map[string]time.Duration{"fast": 10 * time.Minute, "slow": -10 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			world := browser.NewWorld(t, browser.Options{})
			world.StepWall(off)
			s := shop{World: world, Tab: world.NewTab(t), t: t}
			s.Open(world.Storefront + "/account/orders")
			s.logIn()
			s.Wait(`.order`)
			s.waitStatus("active")
			ahead := browser.Eval[float64](s.Tab, `Date.now()`) - float64(time.Now().UnixMilli())
			if ahead := time.Duration(ahead) * time.Millisecond; (ahead - off).Abs() > time.Minute {
				t.Fatalf("the page's clock is off by %v", ahead)
			}
			before := s.asked()
			want(t, "a renewal", browser.Eval[string](s.Tab, withClient(forcedToken)), "done")
			want(t, "the cached token", browser.Eval[string](s.Tab, withClient(`client.getTokenSilently().then(() => 'done', error => error.code)`)), "done")
			want(t, "silent requests", s.asked()-before, 1)
			s.Reload()
			s.Wait(`.order`)
			s.waitStatus("active")

			// The warning comes on time all the same, and Continue helps.
			s.Advance(4*time.Minute - 30*time.Second)
			s.waitStatus("active")
			want(t, "the dialog is open before its time", s.dialogOpen(), false)
			s.Advance(31 * time.Second)
			s.waitDialog("idle-warning")
			s.Click(continueButton)
			s.waitNoDialog()
			s.waitStatus("active")
			wantClean(t, s.Tab)
		})
	}
}
