package demo_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// outlet opens a page of the storefront's and makes a client of its own there, the outlet's, after a login.
func outlet(t *testing.T, options string, tenant ...func(*authserver.Config)) shop {
	t.Helper()
	world := browser.NewWorld(t, browser.Options{Hooks: true, Tenant: func(c *authserver.Config) {
		c.Sessions.Idle = time.Hour
		for _, alter := range tenant {
			alter(c)
		}
	}})
	s := shop{World: world, Tab: world.NewTab(t), t: t}
	s.Open(world.Storefront + "/outlet")
	s.openOutlet(options)
	s.Run(`() => { client.loginWithRedirect() }`)
	s.typePassword()
	s.WaitFor(`location.pathname === '/outlet' && document.readyState === 'complete'`)
	s.openOutlet(options)
	s.WaitFor(`client.getSnapshot().status === 'active'`)
	return s
}

func (s shop) openOutlet(options string) {
	s.t.Helper()
	s.Run(`async domain => {
		const { createSessionClient } = await import('/spa-session/spa-session.js')
		globalThis.logged = []
		globalThis.client = await createSessionClient({
			domain, clientId: 'storezero-outlet', modal: false, session: { idleTimeout: 3600 },
			authorizationParams: { redirect_uri: location.origin + '/outlet' },
			logger: { debug: message => logged.push(message) },
			...(`+options+`),
		})
	}`, s.AS)
}

func minuteTokens(c *authserver.Config) { c.AccessTokenLifetime = time.Minute }

const token = `options => client.getTokenSilently(options).catch(error => 'error ' + error.code)`

func TestRefreshTokensAreInTheWorkerAndNowhereElse(t *testing.T) {
	s := outlet(t, `{ useRefreshTokens: true }`, minuteTokens)
	first := browser.Eval[string](s.Tab, token, map[string]any{"cacheMode": "off"})
	second := browser.Eval[string](s.Tab, token, map[string]any{"cacheMode": "off"})
	if first == second || strings.HasPrefix(second, "error") {
		t.Fatalf("two refreshes gave %q and %q", first, second)
	}
	refreshes := s.Requests("POST /oauth/token", browser.Having("grant_type", "refresh_token"))
	want(t, "refreshes", len(refreshes), 2)
	want(t, "silent requests", len(s.Requests("GET /authorize", silent, browser.Having("client_id", "storezero-outlet"))), 0)
	sent := refreshes[1].Values.Get("refresh_token") // the worker had it, for it sent it
	if sent == "" || sent == refreshes[0].Values.Get("refresh_token") {
		t.Fatal("the refresh token was not rotated, or not sent")
	}
	families, err := s.Server.RefreshTokens()
	check(t, err)
	want(t, "families", len(families), 1)

	// The same searches find what is there: the access token, and a word that the page was given.
	s.Run(`() => { globalThis.canary = ['canary', 'of', 'the', 'heap'].join('-') }`)
	heap := s.Heap()
	family, _, _ := strings.Cut(sent, ".") // every generation begins with it
	for text, found := range map[string]bool{"canary-of-the-heap": true, family: false, sent: false} {
		want(t, "in the heap: "+text, strings.Contains(heap, text), found)
	}
	want(t, "the refresh token's family in the worker's heap", strings.Contains(s.WorkerHeap("spa-session"), family), true)
	const canary = "canary-of-the-memory"
	memory := s.InMemory(second, family, sent, canary)
	want(t, "the access token in the module's memory", memory[0], true) // in UTF-8, as Go has its strings
	want(t, "the refresh token's family in the module's memory", memory[1], false)
	want(t, "the refresh token in the module's memory", memory[2], false)
	want(t, "the canary in the module's memory", memory[3], false)
	want(t, "warnings of a missing worker", browser.Eval[bool](s.Tab, `logged.some(line => line.includes('worker_unavailable'))`), false)
	wantClean(t, s.Tab)

	s.Run(`() => client.logout({ openUrl: false })`)
	want(t, "a token after the logout", browser.Eval[string](s.Tab, token), "error login_required")
	s.PlantUTF16(canary)
	want(t, "the canary in the module's memory, planted as UTF-16", s.InMemory(canary)[0], true)
}

func TestWithoutAWorkerTokensAreRefreshedInThePage(t *testing.T) {
	s := outlet(t, `(Reflect.deleteProperty(globalThis, 'Worker'), { useRefreshTokens: true })`, minuteTokens)
	if got := browser.Eval[string](s.Tab, token, map[string]any{"cacheMode": "off"}); strings.HasPrefix(got, "error") {
		t.Error(got)
	}
	want(t, "refreshes", len(s.Requests("POST /oauth/token", browser.Having("grant_type", "refresh_token"))), 1)
	want(t, "the warning", browser.Eval[bool](s.Tab, `logged.some(line => line.includes('worker_unavailable: '))`), true)
}

func TestTokensAreBoundToAKeyThatNoScriptCanRead(t *testing.T) {
	for name, options := range map[string]string{
		"in the page":   `{ useDpop: true, cacheLocation: 'localstorage' }`,
		"in the worker": `{ useDpop: true, useRefreshTokens: true }`,
	} {
		t.Run(name, func(t *testing.T) {
			s := outlet(t, options, minuteTokens, func(c *authserver.Config) { c.Clients[1].RequireDPoP = true })
			answer := browser.Eval[map[string]any](s.Tab, `() => client.getTokenSilently({ detailedResponse: true, cacheMode: 'off' })`)
			want(t, "token_type", answer["token_type"], any("DPoP"))
			exported := browser.Eval[string](s.Tab, `() => new Promise(resolve => {
				indexedDB.open('spa-session-keys').onsuccess = ({ target }) => {
					const all = target.result.transaction('keys').objectStore('keys').getAll()
					all.onsuccess = () => crypto.subtle.exportKey('jwk', all.result[0].privateKey).then(() => resolve('exported'), error => resolve(error.name))
				}
			})`)
			want(t, "exporting the key", exported, "InvalidAccessError")
			s.Run(`() => client.logout({ openUrl: false })`)
			s.WaitFor(`() => new Promise(resolve => {
				indexedDB.open('spa-session-keys').onsuccess = ({ target }) => {
					const count = target.result.transaction('keys').objectStore('keys').count()
					count.onsuccess = () => { target.result.close(); resolve(count.result === 0) }
				}
			})`)
		})
	}
}

func TestTwo401sWithAFreshTokenAreOneTouch(t *testing.T) {
	s := outlet(t, `{ useRefreshTokens: true }`)
	touches := func() int {
		return len(s.Requests("GET /authorize", silent, browser.Having("client_id", "storezero-outlet")))
	}
	before := touches()
	s.Run(`async () => {
		globalThis.deadline = client.getSnapshot().idleDeadline
		const { fetchWithAuth } = client.createFetcher({ fetch: async () => new Response(null, { status: 401 }) })
		for (let i = 0; i < 5; i++) await fetchWithAuth('/api/orders')
	}`)
	s.WaitFor(`client.getSnapshot().idleDeadline > deadline`)
	want(t, "touches", touches()-before, 1)
	want(t, "refreshes", len(s.Requests("POST /oauth/token", browser.Having("grant_type", "refresh_token"))), 1)
	wantClean(t, s.Tab)
}

// A server that takes pushed requests alone, and a key that the code is bound to: the browser carries a reference.
func TestRequestsArePushedAndBoundToTheKey(t *testing.T) {
	s := outlet(t, `{ useDpop: true, useRefreshTokens: true, metadata: {
		...await (await fetch(domain + '/.well-known/openid-configuration')).json(), require_pushed_authorization_requests: true,
	} }`, minuteTokens, func(c *authserver.Config) { c.Clients[1].RequirePAR, c.Clients[1].RequireDPoP = true, true })
	if got := browser.Eval[string](s.Tab, `() => client.continueSession().then(() => '', error => error.code)`); got != "" {
		t.Error("Continue:", got)
	}
	pushed := s.Requests("POST /oauth/par")
	if len(pushed) < 2 || pushed[0].Values.Get("dpop_jkt") == "" {
		t.Errorf("pushed: %v", pushed)
	}
	for _, request := range s.Requests("GET /authorize", browser.Having("client_id", "storezero-outlet")) {
		if request.Values.Get("request_uri") == "" || request.Values.Has("state") {
			t.Errorf("the browser carried %v", request.Values)
		}
	}
	wantClean(t, s.Tab)
}

func TestAFetcherSendsTheTokenToItsOwnOriginAndRenewsOnce(t *testing.T) {
	s := outlet(t, `{}`)
	got := browser.Eval[map[string]any](s.Tab, `async as => {
		const sent = []
		const fetch = async request => {
			sent.push(request.headers.get('Authorization'))
			return new Response(null, { status: sent.length < 3 ? 401 : 200 })
		}
		const { fetchWithAuth } = client.createFetcher({ baseUrl: '/api/', fetch })
		const first = await fetchWithAuth('orders', { method: 'POST', body: 'x' })
		const second = await fetchWithAuth('/api/orders')
		const foreign = await fetchWithAuth(as + '/userinfo').catch(error => error.code)
		return { first: first.status, second: second.status, foreign, sent: sent.length,
			renewed: sent[0] !== sent[1], bearer: sent.every(value => value.startsWith('Bearer ')) }
	}`, s.AS)
	for name, expected := range map[string]any{
		"first": 401.0, "second": 200.0, "foreign": "invalid_option", "sent": 3.0, "renewed": true, "bearer": true,
	} {
		want(t, name, got[name], expected)
	}
}

func TestThePublicMethodsAreThoseOfTheTypes(t *testing.T) {
	s := outlet(t, `{}`)
	got := browser.Eval[string](s.Tab, `Object.keys(client).sort().join()`)
	declarations, err := os.ReadFile("../web/spa-session.d.ts")
	check(t, err)
	_, after, _ := strings.Cut(string(declarations), "export interface SessionClient {\n")
	body, _, _ := strings.Cut(after, "\n}\n")
	var names []string
	for _, method := range regexp.MustCompile(`(?m)^  (\w+)(?:<[^(]*>)?\(`).FindAllStringSubmatch(body, -1) {
		names = append(names, method[1])
	}
	slices.Sort(names)
	want(t, "Object.keys", got, strings.Join(slices.Compact(names), ","))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
