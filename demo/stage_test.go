package demo_test

import "github.com/spa-session/spa-session/demo/internal/browser"

// stage is a page of its own with nothing but a client, in which a test sets up what it wants to see.
type stage struct{ shop }

// status of the client; "" if there is none.
func (s stage) status() string {
	s.t.Helper()
	return browser.Eval[string](s.Tab, `globalThis.client?.getSnapshot().status ?? ''`)
}

// blank loads the page anew, with the module but without the client: as an app whose files are at hand when the network,
// or the server, is gone.
func (s stage) blank() {
	s.t.Helper()
	if s.status() != "" {
		s.Reload()
	}
	s.Run(`async () => {
		const { createSessionClient } = await import('/spa-session/spa-session.js')
		const { domain, clientId } = await (await fetch('/config.json')).json()
		await createSessionClient({ domain, clientId: 'another', session: false, autoStart: false })
		globalThis.open = async () => {
			globalThis.client = await createSessionClient({
				domain, clientId, modal: false, session: { idleTimeout: 120 }, silent: { fallback: 'none' },
				authorizationParams: { redirect_uri: location.origin + '/callback' },
			})
			for (const type of ['ended', 'signedOut']) client.on(type, () => told.push(type))
			return client.getSnapshot().error?.code ?? ''
		}
	}`)
}

// ask has the server asked, as a page does in that state; outcome is the code of the error, "" if there is none.
func (s stage) ask(from string) {
	s.t.Helper()
	s.Run(`from => {
		globalThis.outcome = undefined
		globalThis.told = []
		globalThis.loaded = false
		document.addEventListener('load', ({ target }) => { loaded ||= target.tagName === 'IFRAME' }, { capture: true })
		const ask = {
			loading: () => open(),
			active: () => client.getTokenSilently({ cacheMode: 'off' }).then(() => ''),
			warning: () => client.continueSession().then(() => ''),
			idle: () => client.continueSession().then(() => ''),
		}
		ask[from]().then(code => { outcome = code }, error => { outcome = error.code })
	}`, from)
}

// switchUser lets another app of this browser log the other user in.
func (s stage) switchUser() {
	s.t.Helper()
	user := s.Grace()
	sessions, err := s.Server.Sessions()
	check(s.t, err)
	for _, session := range sessions {
		if session.Sub == user.Sub {
			user = s.Ada()
		}
		check(s.t, s.Server.EndSession(session.SID))
	}
	other := s.NewTab(s.t)
	defer other.Close()
	other.Open(s.AS + "/authorize?response_type=code&client_id=storezero-outlet&state=s&scope=openid&redirect_uri=" + s.Storefront + "/outlet" +
		"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256")
	s.LogIn(other, user)
}
