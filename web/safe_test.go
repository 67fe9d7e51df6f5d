package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// keeping runs a script with a Safe whose server is `answer`, and what it was sent.
const keeping = `
	import assert from 'node:assert/strict'
	import { Safe } from './safe.js'
	const sent = []
	let answer = { body: '{}' }
	globalThis.fetch = async (url, init) => {
		sent.push({ url, init, form: Object.fromEntries(init.body) })
		return new Response(answer.body, { status: answer.status ?? 200, headers: answer.headers })
	}
	const setup = {
		tokenEndpoint: 'https://as.example/token', revocationEndpoint: 'https://as.example/revoke', pushEndpoint: 'https://as.example/par',
		clientId: 'shop', open: false,
	}
	const code = { id: 1, name: 'api', form: 'grant_type=authorization_code&code=x', revoke: false, push: false, at: 0 }
	const refresh = { ...code, form: 'grant_type=refresh_token&client_id=evil' }
	const granted = '{"access_token":"at","refresh_token":"rt"}'
`

func keep(t *testing.T, script string) {
	t.Helper()
	run(t, ".", node(t), "--input-type=module", "--eval", keeping+script)
}

func TestTheSafeGivesNoRefreshTokenAway(t *testing.T) {
	keep(t, `
		const safe = new Safe(setup)
		answer = { body: granted }
		assert.deepEqual(await safe.ask(code), { status: 200, body: '{"access_token":"at"}', kept: true })
		await safe.ask(refresh)
		assert.deepEqual(sent[1].form, { grant_type: 'refresh_token', client_id: 'shop', refresh_token: 'rt' })
		await safe.ask({ ...refresh, name: 'another API' })
		assert.equal(sent[2].form.refresh_token, '') // its own, of which there is none
		for (const body of ['not JSON "rt"', '["rt"]', '"rt"', 'null']) {
			answer = { body }
			const got = await safe.ask(refresh)
			assert.equal(got.body.includes('rt') && body !== '["rt"]' && body !== '"rt"', false, body)
		}
		await assert.rejects(safe.ask({ ...code, form: 'grant_type=client_credentials' }), /no such grant/)
	`)
}

// A pushed request goes to its own endpoint, whatever it says, without a refresh token; the answer comes as it is.
func TestTheSafePushesRequests(t *testing.T) {
	keep(t, `
		const safe = new Safe(setup)
		answer = { body: granted }
		await safe.ask(code)
		answer = { status: 201, body: '{"request_uri":"urn:a"}' }
		const got = await safe.ask({ ...refresh, name: '', push: true })
		assert.deepEqual(got, { status: 201, body: answer.body, kept: false })
		assert.deepEqual([sent[1].url, sent[1].form], [setup.pushEndpoint, { grant_type: 'refresh_token', client_id: 'shop' }])
	`)
}

func TestTheSafeRevokes(t *testing.T) {
	keep(t, `
		const safe = new Safe(setup)
		answer = { body: granted }
		await safe.ask(code)
		answer = { status: 503, body: '' }
		assert.equal((await safe.ask({ ...code, form: '', revoke: true })).kept, true) // the server still has it
		answer = { body: '' }
		assert.deepEqual(await safe.ask({ ...code, form: '', revoke: true }), { status: 200, body: '', kept: false })
		assert.deepEqual([sent[2].url, sent[2].form], [setup.revocationEndpoint, { client_id: 'shop', token: 'rt' }])
	`)
}

// Bounds of each request: time, size, no cookies, no redirect.
func TestTheSafeBoundsItsRequests(t *testing.T) {
	keep(t, `
		const safe = new Safe(setup)
		answer = { body: 'x'.repeat(1 << 20) }
		await safe.ask(code)
		answer = { body: 'x'.repeat((1 << 20) + 1) }
		await assert.rejects(safe.ask(code), /longer than 1048576 bytes/)
		const { credentials, redirect, cache, referrerPolicy, signal } = sent[0].init
		assert.deepEqual({ credentials, redirect, cache, referrerPolicy },
			{ credentials: 'omit', redirect: 'error', cache: 'no-store', referrerPolicy: 'no-referrer' })
		assert(signal instanceof AbortSignal)
	`)
	keep(t, `
		const spans = []
		AbortSignal.timeout = (span) => (spans.push(span), AbortSignal.abort(new Error('too late')))
		const plain = globalThis.fetch
		globalThis.fetch = async (url, init) => (init.signal.throwIfAborted(), plain(url, init))
		await assert.rejects(new Safe(setup).ask(code), /too late/)
		assert.deepEqual(spans, [10_000])
	`)
}

// A rotated token must not be sent twice: requests wait for each other, and one that failed for none.
func TestTheSafeSendsOneAfterTheOther(t *testing.T) {
	keep(t, `
		const safe = new Safe(setup)
		let n = 0, open = 0
		const plain = globalThis.fetch
		globalThis.fetch = async (url, init) => {
			assert.equal(++open, 1, 'two at once')
			await new Promise(setImmediate)
			open--
			if (++n === 2) throw new TypeError('network')
			answer = { body: JSON.stringify({ refresh_token: 'rt' + n }) }
			return plain(url, init)
		}
		const all = await Promise.allSettled([safe.ask(code), safe.ask(refresh), safe.ask(refresh), safe.ask(refresh)])
		assert.deepEqual(all.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
		assert.deepEqual(sent.map(({ form }) => form.refresh_token), [undefined, 'rt1', 'rt3'])
	`)
}

// With the real server: the proof is believed once it has the nonce that is asked for, and the code is bound to its key.
func TestTheSafePushesWithAProof(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	config := authserver.Defaults("http://localhost:4300")
	config.Issuer = "http://" + server.Listener.Addr().String() + "/"
	config.Clients[0].RequirePAR, config.Clients[0].RequireDPoP = true, true
	as, err := authserver.New(config)
	if err != nil {
		t.Fatal(err)
	}
	pushes := 0
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pushes++
		as.ServeHTTP(w, r)
	})
	server.Start()
	defer server.Close()
	run(t, ".", node(t), "--input-type=module", "--eval", `
		import assert from 'node:assert/strict'
		import './testdata/indexeddb.js'
		import { Safe } from './safe.js'
		import { thumbprint } from './dpop.js'
		const setup = { tokenEndpoint: '', revocationEndpoint: '', pushEndpoint: '`+config.Issuer+`oauth/par', clientId: 'storezero', key: 'shop', open: false }
		const ask = (jkt) => new Safe(setup).ask({ id: 1, name: '', revoke: false, push: true, at: Math.floor(Date.now() / 1000),
			form: String(new URLSearchParams({
				response_type: 'code', redirect_uri: 'http://localhost:4300/callback', scope: 'openid', state: 's', nonce: 'n',
				code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256', dpop_jkt: jkt,
			})) })
		const good = await ask(await thumbprint('shop'))
		assert.deepEqual([good.status, /^urn:/.test(JSON.parse(good.body).request_uri)], [201, true], good.body)
		const bad = await ask(await thumbprint('another'))
		assert.deepEqual([bad.status, JSON.parse(bad.body).error], [400, 'invalid_dpop_proof'], bad.body)
	`)
	if pushes != 4 {
		t.Errorf("%d requests, want each one twice: without the nonce, and with it", pushes)
	}
}
