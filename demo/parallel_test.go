package demo_test

import (
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// both makes the page's two clients at once, a and b: two apps of one server, each with its own clientId.
func (s shop) both() {
	s.t.Helper()
	s.Run(`async domain => {
		const { createSessionClient } = await import('/spa-session/spa-session.js')
		const of = (clientId, path) => createSessionClient({
			domain, clientId, modal: false, session: { idleTimeout: 120 },
			authorizationParams: { redirect_uri: location.origin + path },
		});
		[globalThis.a, globalThis.b] = await Promise.all([of('storezero', '/callback'), of('storezero-outlet', '/outlet')])
	}`, s.AS)
}

func (s shop) wantStatuses(a, b string) {
	s.t.Helper()
	s.WaitFor(`(...wanted) => [a, b].map(client => client.getSnapshot().status).join() === wanted.join()`, a, b)
}

func TestTwoClientsInOnePage(t *testing.T) {
	s := ownPage(t, "en")
	s.both()
	s.wantStatuses("signedOut", "signedOut")
	s.Run(`void a.loginWithRedirect()`)
	s.typePassword()
	s.WaitFor(`location.pathname === '/callback' && document.readyState === 'complete'`)
	s.both()
	s.wantStatuses("active", "signedOut") // the callback of one is none of the other's
	s.Run(`b.checkSession({ sso: true })`)
	s.wantStatuses("active", "active")

	before := s.asked()
	tokens := browser.Eval[[]string](s.Tab, `Promise.all([a, b, a, b].map(client => client.getTokenSilently({ cacheMode: 'off', passive: false })))`)
	want(t, "one client's second caller shares the request", tokens[0] == tokens[2] && tokens[1] == tokens[3], true)
	want(t, "the clients share a token", tokens[0] == tokens[1], false)
	want(t, "silent requests", s.asked()-before, 2)
	for _, id := range []string{"storezero", "storezero-outlet"} {
		exchanged := s.Requests("POST /oauth/token", browser.Having("client_id", id))
		latest := exchanged[len(exchanged)-1].Values.Get("code")
		want(t, "the code of "+id+" was asked for by it", latest != "" && s.issuedTo(latest) == id, true)
	}
	audiences := browser.Eval[[]string](s.Tab, `Promise.all([a, b].map(async client => (await client.getIdTokenClaims()).aud))`)
	want(t, "who the ID tokens are for", strings.Join(audiences, " "), "storezero storezero-outlet")

	s.Run(`a.logout({ openUrl: false })`)
	s.wantStatuses("signedOut", "active")
	want(t, "the other's token", browser.Eval[string](s.Tab, `b.getTokenSilently()`), tokens[1])
	s.Run(`a.close()`)
	want(t, "a new token of the other's", browser.Eval[bool](s.Tab, `b.getTokenSilently({ cacheMode: 'off', passive: false }).then(token => !!token)`), true)
	want(t, "frames that are left", s.FrameCount(), 0)
	wantClean(t, s.Tab)
}

// issuedTo is the client whose token request with a code succeeded.
func (s shop) issuedTo(code string) string {
	s.t.Helper()
	for _, request := range s.Server.Requests("/oauth/token") {
		if request.Params.Get("code") == code && request.Status == 200 {
			return request.ClientID
		}
	}
	return ""
}
