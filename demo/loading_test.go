package demo_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// The loader looks for the hint before the module is there: both must mean the same.
func TestTheLoaderKnowsTheModulesHint(t *testing.T) {
	s := openStorefront(t, "/account/orders", 5*time.Minute)
	s.waitStatus("signedOut")
	const connections = `async () => {
		const { startSession } = await import('/session/session.js')
		const links = []
		const observer = new MutationObserver((records) => {
			for (const { addedNodes } of records) for (const { rel, href } of addedNodes) links.push(rel + ' ' + href)
		})
		observer.observe(document.head, { childList: true })
		await startSession(await (await fetch('/config.json')).json()) // the client is there already
		observer.disconnect()
		return links.join()
	}`
	want(t, "connections for who never logged in", browser.Eval[string](s.Tab, connections), "")
	s.logIn()
	s.Wait(`.order`)
	link := "preconnect " + s.AS + "/"
	want(t, "connections for who did", browser.Eval[string](s.Tab, connections), link)
	want(t, "links left in the page", browser.Eval[int](s.Tab, `document.querySelectorAll('link[rel=preconnect]').length`), 0)
	wantClean(t, s.Tab)
}

// What the loader asks for while the module is on its way is not asked for again by the module.
func TestTheModuleTakesWhatTheLoaderAskedFor(t *testing.T) {
	s := openStorefront(t, "/account/orders", 5*time.Minute)
	s.waitStatus("signedOut")
	s.logIn()
	s.Wait(`.order`)
	requests := []string{"GET /.well-known/openid-configuration", "GET /.well-known/jwks.json", "POST /oauth/token"}
	before := map[string]int{}
	for _, request := range requests {
		before[request] = len(s.Requests(request))
	}
	s.Reload()
	s.Wait(`.order`)
	for _, request := range requests {
		want(t, request, len(s.Requests(request))-before[request], 1)
	}
	early := `performance.getEntriesByType('resource').filter(({ name, startTime }) => name.includes('/.well-known/') &&
		startTime < performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.wasm')).responseEnd).length`
	want(t, "documents asked for before the module was there", browser.Eval[int](s.Tab, early), 2)
	wantClean(t, s.Tab)
}

// The second visit asks for the loader alone: all else is there, for a year.
func TestTheSecondVisitLoadsNothingAgain(t *testing.T) {
	s := openStorefront(t, "/", 5*time.Minute)
	s.waitStatus("signedOut")
	const loaded = `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
		.filter((path) => path.startsWith('/spa-session/')).join()`
	paths := strings.Split(browser.Eval[string](s.Tab, loaded), ",")
	if len(paths) < 3 {
		t.Fatalf("the page loaded only %q", paths)
	}
	s.Reload()
	s.waitStatus("signedOut")
	for _, path := range paths {
		times := 1
		if path == "/spa-session/spa-session.js" {
			times = 2
		}
		want(t, path, len(s.StorefrontRequests("GET "+path)), times)
	}
}
