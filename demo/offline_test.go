package demo_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// An app that is there without a network, as one with a service worker is, starts its client all the same: the session
// is kept, and known as soon as the network is back.
func TestOfflineAtTheStart(t *testing.T) {
	s := ownPage(t, "en")
	s.enter(`modal: false`)
	s.Open(s.Storefront + "/")
	s.Run(`async () => { // another client, so that the module is there before the network goes
		const { createSessionClient } = await import('/spa-session/spa-session.js')
		globalThis.other = await createSessionClient({ issuer: location.origin + '/', clientId: 'other', session: false, autoStart: false })
		globalThis.config = await (await fetch('/config.json')).json()
	}`)
	before := s.asked()
	s.Offline(true)
	s.Run(`async () => {
		const { createSessionClient } = await import('/spa-session/spa-session.js')
		const { domain, clientId, idleTimeout } = config
		globalThis.client = await createSessionClient({
			domain, clientId, modal: false, authorizationParams: { redirect_uri: location.origin + '/callback' }, session: { idleTimeout },
		})
	}`)
	s.waitSnapshot("loading")
	want(t, "what is said", browser.Eval[string](s.Tab, `[client.getSnapshot().offline, client.getSnapshot().error?.code].join()`), "true,offline")
	want(t, "a token", browser.Eval[string](s.Tab, `client.getTokenSilently().catch(error => [error.code, error.retryable].join())`), "offline,true")
	want(t, "requests without a network", s.asked(), before)
	want(t, "sessions at the server", s.sessionCount(), 1)
	s.Offline(false)
	s.waitSnapshot("active")
	want(t, "silent requests once it is back", s.asked()-before, 1)
	want(t, "what is said", browser.Eval[string](s.Tab, `[client.getSnapshot().offline, client.getSnapshot().error?.code].join()`), "false,")
}

// The network goes while the server is being asked on behalf of a user who is at work.
func TestOfflineDuringARenewal(t *testing.T) {
	s := signedIn(t, 4*time.Minute)
	g := newGate()
	s.Fault(g.hold)
	s.Advance(100 * time.Second) // more than half of what is left before the warning
	before := s.asked()
	s.Press(browser.TabKey)
	s.WaitFor(`document.querySelector('iframe[src*="prompt=none"]') !== null`)
	s.Offline(true)
	s.Advance(11 * time.Second) // the answer will not come any more
	s.WaitFor(withClient(`client.getSnapshot().error !== undefined`))
	want(t, "what is said", browser.Eval[bool](s.Tab, withClient(`client.getSnapshot().offline`)), true)
	s.waitStatus("active")
	s.Fault(nil)
	close(g.open)
	deadline := s.idleDeadline()
	s.Offline(false)
	s.WaitFor(withClient(`client.getSnapshot().error === undefined`))
	s.waitStatus("active")
	want(t, "silent requests, one in vain", s.asked()-before, 2)
	want(t, "the server's session was extended", s.idleDeadline().After(deadline), true)
	want(t, "the page's deadline is the server's", browser.Eval[bool](s.Tab, withClient(`client.getSnapshot().idleDeadline - Date.now() > 200_000`)), true)
	want(t, "frames that are left", s.FrameCount(), 0)
}
