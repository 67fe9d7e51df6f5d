package web_test

import (
	"fmt"
	"testing"
)

// fetches runs a script that has fetchWithAuth, a client whose tokens are a, b, c …, one more with each
// renewal, and an API that answers 401 to the tokens in `bad`. `asked` is what the client was asked beside its cache.
func fetches(t *testing.T, touches bool, script string) {
	t.Helper()
	run(t, ".", node(t), "--input-type=module", "--eval", fmt.Sprintf(`
		import assert from 'node:assert/strict'
		import { fetchWithAuth } from './fetcher.js'
		const tokens = ['a', 'b', 'c', 'd', 'e'], asked = [], sent = []
		let last = 0, bad = [], fails
		const client = {
			async getTokenSilently({ cacheMode, touch }) {
				if (touch) asked.push('touch')
				else if (cacheMode === 'off') asked.push('renewal')
				if (fails && (touch || cacheMode === 'off')) throw fails
				if (touch || cacheMode === 'off') last++
				return { token_type: 'Bearer', access_token: tokens[last] }
			},
		}
		const fetch = async (request) => {
			const token = request.headers.get('Authorization').slice('Bearer '.length)
			sent.push(token)
			return new Response(null, { status: bad.includes(token) ? 401 : 200 })
		}
		class SessionError extends Error {
			constructor({ code }) { super(code) }
		}
		const fetcher = { client, key: 'shop', touches: %t, baseUrl: 'https://api.example/v1/', fetch, SessionError }
		const status = async (url = 'orders', params) => (await fetchWithAuth(fetcher, url, {}, params)).status
		%s
	`, touches, script))
}

func TestA401IsRenewedOnce(t *testing.T) {
	fetches(t, true, `
		bad = ['a']
		assert.equal(await status(), 200)
		assert.equal(await status(), 200)
		assert.deepEqual({ asked, sent }, { asked: ['renewal'], sent: ['a', 'b', 'b'] })
	`)
}

// A renewal by frame is a touch; one by refresh token is none.
func TestTwo401sWithAFreshTokenAreOneTouch(t *testing.T) {
	for touches, want := range map[bool]string{true: "['renewal']", false: "['renewal', 'touch']"} {
		fetches(t, touches, `
			bad = tokens
			assert.equal(await status(), 401)
			assert.deepEqual({ asked, sent }, { asked: `+want+`, sent: ['a', 'b'] })
		`)
	}
}

// An API that refuses whatever it is sent is asked once for each token, and the server once for each new one.
func TestAnAPIThatRefusesEverythingStartsNoStorm(t *testing.T) {
	fetches(t, true, `
		bad = tokens
		for (let i = 0; i < 20; i++) assert.equal(await status(), 401)
		assert.deepEqual(asked, ['renewal'])
		assert.equal(sent.length, 21)
		assert.equal(await status('orders', { audience: 'other' }), 401) // another token's affair
		assert.deepEqual(asked, ['renewal', 'renewal'])
	`)
	fetches(t, false, `
		bad = tokens
		for (let i = 0; i < 20; i++) assert.equal(await status(), 401)
		assert.deepEqual(asked, ['renewal', 'touch']) // which has brought a token of its own
	`)
}

// Ten requests at once, some of which hear the 401 when others have had the token renewed.
func TestALate401TakesTheTokenThatOthersHaveRenewed(t *testing.T) {
	fetches(t, true, `
		bad = ['a']
		let late
		const slow = fetchWithAuth({ ...fetcher, fetch: async (request) => {
			if (!late) await new Promise((resolve) => (late = resolve))
			return fetch(request)
		} }, 'orders')
		while (!late) await null
		assert.equal(await status(), 200)
		late()
		assert.equal((await slow).status, 200)
		assert.deepEqual({ asked, sent }, { asked: ['renewal'], sent: ['a', 'b', 'a', 'b'] })
	`)
}

// Nobody is there, or the network is gone: the API's answer stands.
func TestA401ThatCannotBeRenewedIsTheAnswer(t *testing.T) {
	fetches(t, false, `
		bad = ['a']
		fails = new Error('user_idle')
		assert.equal(await status(), 401)
		assert.deepEqual({ asked, sent }, { asked: ['renewal'], sent: ['a'] })
	`)
	fetches(t, false, `
		bad = ['a', 'b']
		const renew = client.getTokenSilently
		client.getTokenSilently = async (options) => {
			if (options.touch) fails = new Error('user_idle')
			return renew(options)
		}
		assert.equal(await status(), 401)
		await new Promise(setImmediate) // an unhandled rejection would end the process
		assert.deepEqual(asked, ['renewal', 'touch'])
	`)
}

func TestATokenGoesToNoOtherOrigin(t *testing.T) {
	fetches(t, true, `
		for (const url of ['https://evil.example/', '//evil.example/', 'http://api.example/', 'https://api.example:8443/', 'https://api.example.evil.example/']) {
			await assert.rejects(status(url), /invalid_option/, url)
			await assert.rejects(status(new Request(new URL(url, fetcher.baseUrl))), /invalid_option/, url)
		}
		assert.deepEqual({ asked, sent }, { asked: [], sent: [] })
		await fetchWithAuth({ ...fetcher, fetch: async (request) => {
			assert.equal(request.redirect, 'error')
			assert.equal(request.url, 'https://api.example/v1/orders')
			return new Response()
		} }, 'orders')
	`)
}
