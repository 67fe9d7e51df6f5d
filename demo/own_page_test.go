package demo_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// ownPage is a page that is no storefront: it has nothing but its language, and a
// client with the options that a test gives it.
func ownPage(t *testing.T, lang string) shop {
	t.Helper()
	page := "<!doctype html><html lang=" + lang + "><meta charset=utf-8><title>Own</title><main tabindex=-1><h1>Own</h1></main></html>"
	world := browser.NewWorld(t, browser.Options{
		Site:   fstest.MapFS{"index.html": {Data: []byte(page)}},
		Tenant: func(c *authserver.Config) { c.Sessions.Idle = 2 * time.Minute },
	})
	s := shop{World: world, Tab: world.NewTab(t), t: t}
	s.Open(world.Storefront + "/")
	return s
}

// client makes the page's client; more is the inside of an object literal.
func (s shop) client(more string) {
	s.t.Helper()
	s.Run(`async () => {
		const { createSessionClient } = await import('/spa-session/spa-session.js')
		const { domain, clientId, idleTimeout } = await (await fetch('/config.json')).json()
		globalThis.told = []
		globalThis.client = await createSessionClient({
			domain, clientId, authorizationParams: { redirect_uri: location.origin + '/callback' }, session: { idleTimeout }, ` + more + `
		})
		for (const type of ['warning', 'extended', 'idle', 'ended', 'signedOut']) client.on(type, () => told.push(type))
	}`)
}

// enter logs in, and makes the client on the page that follows.
func (s shop) enter(more string) {
	s.t.Helper()
	s.client(more)
	s.Run(`void client.loginWithRedirect()`)
	s.typePassword()
	s.WaitFor(`location.pathname === '/callback' && document.readyState === 'complete'`)
	s.client(more)
	s.waitSnapshot("active")
}

func (s shop) waitSnapshot(status string) {
	s.t.Helper()
	s.WaitFor(`status => client.getSnapshot().status === status`, status)
}

// modal: false is the same session without a dialog: what happens is told, and the
// app acts by methods.
func TestWithoutADialog(t *testing.T) {
	s := ownPage(t, "fr")
	s.enter(`modal: false`)
	s.Advance(61 * time.Second)
	s.waitSnapshot("warning")
	s.Run(`async () => { await client.continueSession() }`)
	s.waitSnapshot("active")
	s.Advance(121 * time.Second)
	s.waitSnapshot("idle")
	s.Click(`h1`)
	s.waitSnapshot("ended")
	want(t, "what was told", browser.Eval[string](s.Tab, `told.join()`), "warning,extended,idle,ended")
	want(t, "elements of ours", browser.Eval[float64](s.Tab, `document.querySelectorAll('spa-session-dialog').length`), 0)
	want(t, "the title", browser.Eval[string](s.Tab, `document.title`), "Own")
	loaded := browser.Eval[[]string](s.Tab, `performance.getEntriesByType('resource').map(({ name }) => name).filter(name => /\.css|locale-/.test(name))`)
	want(t, "style sheets and languages that were loaded", len(loaded), 0)
	wantClean(t, s.Tab)
}

func TestTheDialogSpeaksThePagesLanguage(t *testing.T) {
	s := ownPage(t, "fr")
	s.enter(`modal: { strings: { continueLabel: 'Rester' } }`)
	s.Advance(61 * time.Second)
	s.waitDialog("idle-warning")
	want(t, "the title", s.Text(`spa-session-dialog >>> h2`), "Êtes-vous toujours là ?")
	want(t, "Continue", s.Text(continueButton), "Rester")
	want(t, "Log out", s.Text(logOutButton), "Se déconnecter")
	want(t, "the timeout", browser.Eval[string](s.Tab, `client.describeTimeout()`),
		"Pour votre sécurité, votre session prend fin après 2 minutes sans activité. "+
			"Ce que vous n’aurez pas enregistré d’ici là risque d’être perdu.")
	want(t, "the timeout, after a change, in English", browser.Eval[string](s.Tab,
		`client.updateSession({ idleTimeout: 900, absoluteTimeout: 36000 }).then(() => client.describeTimeout('en'))`),
		"For your security, your session ends after 15 minutes without activity. "+
			"You have to log in again 10 hours after your last login at the latest. What you have not saved by then may be lost.")
	wantClean(t, s.Tab)
}

func TestTheAppSavesItsWorkBeforeThePageIsLeft(t *testing.T) {
	s := ownPage(t, "en")
	s.enter(`onBeforeRedirect: async ({ to }) => {
		told.push('leaving for ' + to)
		await null
		sessionStorage.saved = to
		return globalThis.leave
	}`)
	s.Run(`globalThis.leave = false`)
	s.Advance(122 * time.Second)
	s.waitDialog("idle")
	s.Click(logInButton)
	s.WaitFor(`told.at(-1) === 'leaving for login'`)
	want(t, "a login that the app refused", browser.Eval[string](s.Tab, `client.loginWithRedirect().catch(({ code }) => code)`), "cancelled")
	want(t, "the page", s.URL().Path, "/callback")
	s.Run(`globalThis.leave = undefined`)
	s.Click(logInButton)
	s.Wait(`input[name=password]`)
	s.Open(s.Storefront + "/")
	want(t, "what was saved", browser.Eval[string](s.Tab, `sessionStorage.saved`), "login")
}
