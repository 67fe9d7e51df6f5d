package demo_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// recorded counts what the server itself has recorded: silent requests, and exchanges of codes.
func (s shop) recorded() (silent, exchanges int) {
	s.t.Helper()
	for _, request := range s.Server.Requests("") {
		switch {
		case request.Path == "/authorize" && request.Params.Get("prompt") == "none":
			silent++
		case request.Path == "/oauth/token" && request.Params.Get("grant_type") == "authorization_code":
			exchanges++
		}
	}
	return silent, exchanges
}

func TestTenForcedRenewalsAtOnceAreOneRequest(t *testing.T) {
	s := signedIn(t, 10*time.Minute)
	const ten = `Promise.all(Array.from({ length: 10 }, () => client.getTokenSilently({ cacheMode: 'off', passive: false })))`
	silentBefore, exchangesBefore := s.recorded()
	first := browser.Eval[[]string](s.Tab, withClient(ten))
	silent, exchanges := s.recorded()
	want(t, "silent requests", silent-silentBefore, 1)
	want(t, "exchanges", exchanges-exchangesBefore, 1)
	for _, token := range first {
		want(t, "everybody has the same token", token != "" && token == first[0], true)
	}
	second := browser.Eval[[]string](s.Tab, withClient(ten)) // forced: the token that is there is no answer
	want(t, "the next ten have a new one", second[0] != first[0], true)
	silent, _ = s.recorded()
	want(t, "silent requests of both", silent-silentBefore, 2)
}

// The answer comes after 8 of the 10 seconds that are waited for, and the second caller has come in between.
func TestASlowServerAnswersEveryCaller(t *testing.T) {
	s := signedIn(t, 10*time.Minute)
	before := s.asked()
	g := newGate()
	s.Fault(g.hold)
	call := withClient(`void client.getTokenSilently({ cacheMode: 'off', passive: false })
		.then(token => { globalThis.answers.push(token) }, error => { globalThis.answers.push('error ' + error.code) })`)
	s.Run(`globalThis.answers = []`)
	s.Run(call)
	s.WaitFor(`document.querySelector('iframe[src*="prompt=none"]') !== null`)
	s.Advance(4 * time.Second)
	s.Run(call)
	s.Advance(4 * time.Second)
	want(t, "answers before there is one", browser.Eval[int](s.Tab, `answers.length`), 0)
	close(g.open)
	s.WaitFor(`answers.length === 2`)
	answers := browser.Eval[[]string](s.Tab, `answers`)
	want(t, "both have the token", answers[0] == answers[1] && len(answers[0]) > 100, true)
	want(t, "silent requests", s.asked()-before, 1)

	// Later than that it is not waited for: the gate shows that the clocks have moved.
	g = newGate()
	s.Fault(g.hold)
	s.Run(call)
	s.WaitFor(`document.querySelector('iframe[src*="prompt=none"]') !== null`)
	s.Advance(10*time.Second + time.Millisecond)
	s.WaitFor(`answers.length === 3`)
	want(t, "the answer after ten seconds", browser.Eval[string](s.Tab, `answers[2]`), "error timeout")
	s.waitStatus("active")
	close(g.open)
}

// A token of 30 seconds is good for 22 of them: the last quarter is left for it to arrive.
func TestATokenOfThirtySecondsIsAskedForOnce(t *testing.T) {
	s := signedIn(t, 10*time.Minute, func(c *authserver.Config) {
		c.AccessTokenLifetime = 30 * time.Second
		for i := range c.APIs {
			c.APIs[i].AccessTokenLifetime = 30 * time.Second
		}
	})
	detailed := withClient(`client.getTokenSilently({ detailedResponse: true })`)
	type answer struct {
		Token string `json:"access_token"`
		Left  int    `json:"expires_in"`
	}
	s.Advance(31 * time.Second) // that of the login is over
	before := s.asked()
	first := browser.Eval[answer](s.Tab, detailed)
	want(t, "expires_in", first.Left, 30)
	for range 2 {
		s.Advance(5 * time.Second)
		later := browser.Eval[answer](s.Tab, detailed)
		want(t, "the token is the same", later.Token == first.Token, true)
	}
	want(t, "silent requests of three calls", s.asked()-before, 1)
	s.Advance(13 * time.Second)
	want(t, "the token is the same", browser.Eval[answer](s.Tab, detailed).Token == first.Token, false)
	want(t, "silent requests after its time", s.asked()-before, 2)
}
