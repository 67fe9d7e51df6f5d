package demo_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// flows registers what the flows of these tests come back to, on both sites.
func flows(c *authserver.Config) {
	shop := &c.Clients[0]
	for _, origin := range []string{shop.WebOrigins[0], otherSite(shop.WebOrigins[0])} {
		shop.Callbacks = append(shop.Callbacks, origin, origin+"/callback", origin+"/spa-session/silent.html", origin+"/spa-session/popup.html")
		shop.WebOrigins = append(shop.WebOrigins, origin)
	}
}

// remake puts a client with other options in the place of the storefront's: c.
func (s shop) remake(options string) {
	s.t.Helper()
	s.WaitFor(withClient(`client`))
	s.Run(`async () => {
		const { client } = (await import('/session/account.js')).session.get()
		client.close()
		globalThis.c?.close()
		const { domain, clientId, audience, idleTimeout } = await (await fetch('/config.json')).json()
		const { createSessionClient } = await import('/spa-session/spa-session.js')
		const { now } = await import('/session/clock.js')
		globalThis.c = await createSessionClient({
			domain, clientId, now,
			authorizationParams: { redirect_uri: location.origin + '/callback', audience },
			session: { idleTimeout, warningTime: 60 },
			...` + options + `
		})
	}`)
}

// press runs an expression in the handler of a real click; await gives what came of it.
func (s shop) press(expression string) {
	s.t.Helper()
	s.Run(`() => {
		globalThis.outcome = undefined
		document.querySelector('#press')?.remove()
		const button = document.createElement('button')
		button.id = 'press'
		button.textContent = 'Press'
		button.onclick = () => (async () => ` + expression + `)().then(() => outcome = 'done', error => outcome = error.code)
		document.querySelector('main').prepend(button)
	}`)
	s.Click(`#press`)
}

func (s shop) await(outcome string) {
	s.t.Helper()
	s.WaitFor(`globalThis.outcome !== undefined`)
	want(s.t, "the outcome", browser.Eval[string](s.Tab, `outcome`), outcome)
}

func (s shop) wantStatus(status string) {
	s.t.Helper()
	s.WaitFor(`status => c.getSnapshot().status === status`, status)
}

const (
	forced = `c.getTokenSilently({ cacheMode: 'off', passive: false })`
	popup  = `c.loginWithPopup()`
)

// isolated makes the storefront's pages cross-origin isolated.
func isolated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/spa-session/popup") {
			w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
			w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		}
		next.ServeHTTP(w, r)
	})
}

// framable is a server whose answers may be loaded by isolated pages.
func framable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		next.ServeHTTP(w, r)
	})
}

func TestTheFrameReturnsByRedirect(t *testing.T) {
	for name, row := range map[string]struct {
		options string
		fault   func(http.Handler) http.Handler
	}{
		"told so":                      {`{ silent: { mode: 'redirect' } }`, nil},
		"a cross-origin isolated page": {`{ silent: { mode: 'redirect' } }`, isolated},
	} {
		t.Run(name, func(t *testing.T) {
			s := signedIn(t, 10*time.Minute, flows)
			s.FaultStorefront(row.fault)
			s.Fault(framable)
			s.Open(s.Storefront + "/account/orders")
			want(t, "crossOriginIsolated", browser.Eval[bool](s.Tab, `crossOriginIsolated`), row.fault != nil)
			s.remake(row.options)
			s.wantStatus("active")
			s.press(forced)
			s.await("done")
			silent := s.Requests("GET /authorize", silent, browser.Having("redirect_uri", s.Storefront+"/spa-session/silent.html"))
			if len(silent) < 2 {
				t.Errorf("%d silent requests came back by silent.html", len(silent))
			}
			want(t, "frames that are left", s.FrameCount(), 0)
			wantClean(t, s.Tab)
		})
	}
}

func TestPopups(t *testing.T) {
	for name, row := range map[string]struct {
		options, page string
		fault         func(http.Handler) http.Handler
	}{
		"the server posts":             {`{}`, "/callback", nil},
		"our own page relays":          {`{ silent: { mode: 'redirect' } }`, "/spa-session/popup.html", nil},
		"a cross-origin isolated page": {`{}`, "/spa-session/popup.html", isolated},
	} {
		t.Run(name, func(t *testing.T) {
			s := signedIn(t, 10*time.Minute, flows)
			s.FaultStorefront(row.fault)
			s.Open(s.Storefront + "/account/orders")
			s.remake(row.options)
			if row.fault == nil {
				s.wantStatus("active")
				s.Run(`c.logout({ openUrl: false })`)
			}
			s.wantStatus("signedOut")
			s.press(popup)
			s.await("done")
			s.wantStatus("active")
			if got := s.Requests("GET /authorize", browser.Having("redirect_uri", s.Storefront+row.page), browser.Having("prompt", "")); len(got) == 0 {
				t.Errorf("no popup came back to %s", row.page)
			}
			s.press(`c.getTokenWithPopup().then(token => { if (!token) throw { code: 'no token' } })`)
			s.await("done")
			wantClean(t, s.Tab)
		})
	}
}

func TestPopupsThatComeToNothing(t *testing.T) {
	s := signedIn(t, 10*time.Minute, flows)
	s.remake(`{}`)
	s.wantStatus("active")
	for name, row := range map[string]struct{ call, code string }{
		"closed":     {`{ const popup = open('', '_blank', 'popup'); const login = c.loginWithPopup({ authorizationParams: { prompt: 'login' } }, { popup }); setTimeout(() => popup.close(), 500); return login }`, "popup_closed"},
		"timed out":  {`c.loginWithPopup({ authorizationParams: { prompt: 'login' } }, { timeoutInSeconds: 1 })`, "timeout"},
		"bad config": {`c.loginWithPopup({}, { timeout: 1 })`, "invalid_option"},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.in(t)
			s.press(row.call)
			s.await(row.code)
			s.wantStatus("active")
		})
	}
	t.Run("blocked", func(t *testing.T) {
		s := s.in(t)
		s.WaitFor(`!navigator.userActivation.isActive`)
		want(t, "code", browser.Eval[string](s.Tab, `c.loginWithPopup().then(() => 'done', error => error.code)`), "popup_blocked")
		s.wantStatus("active")
	})
}

func (s shop) sessionCount() int {
	s.t.Helper()
	sessions, err := s.Server.Sessions()
	if err != nil {
		s.t.Fatal(err)
	}
	return len(sessions)
}
