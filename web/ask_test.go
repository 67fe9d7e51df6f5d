package web_test

import (
	"strings"
	"testing"
)

// What fetch is called with, and what becomes of its answers. answer may use the options.
func askOnce(t *testing.T, answer, args string) string {
	t.Helper()
	return eval[string](t, open(t, newSite(t)), `
		const { ask } = await import('/src/ask.js')
		let called
		globalThis.fetch = async (url, options) => { called = { url, ...options }; return `+answer+` }
		const [answer, abort] = ask(`+args+`)
		let outcome
		try {
			const { status, body, midFlight } = await (globalThis.meanwhile?.(abort), answer)
			outcome = status + ' ' + body.length + ' ' + body.slice(0, 20) + (midFlight <= performance.now() ? '' : ' from the future')
		} catch (error) {
			outcome = String(error)
		}
		const { signal, ...sent } = called
		return outcome + (signal.aborted ? ' aborted' : '') + (globalThis.cancelled ?? '') + ' ' + JSON.stringify(sent)`)
}

func TestAskSendsNothingOfTheUser(t *testing.T) {
	const how = `"credentials":"omit","redirect":"error","cache":"no-store","referrerPolicy":"no-referrer"}`
	for args, want := range map[string]string{
		`'https://as.example/keys', 'GET', {}, ''`:                    `{"url":"https://as.example/keys","method":"GET","headers":{},"body":null,`,
		`'https://as.example/token', 'POST', { 'A': 'b' }, 'c=d&e=f'`: `{"url":"https://as.example/token","method":"POST","headers":{"A":"b"},"body":"c=d&e=f",`,
	} {
		if got := askOnce(t, "new Response('body')", args); got != "200 4 body "+want+how {
			t.Errorf("%s: %s", args, got)
		}
	}
}

func TestAskReadsStatusAndBody(t *testing.T) {
	const chunks = `new Response(new ReadableStream({start(c) {
		for (const part of ['{"a":', '"\u65e5', '"}']) c.enqueue(new TextEncoder().encode(part))
		c.close()
	}}), {status: 418})`
	const torn = `new Response(new ReadableStream({start(c) {
		for (const byte of new TextEncoder().encode('\u65e5')) c.enqueue(new Uint8Array([byte]))
		c.close()
	}}))`
	const endless = `new Response(new ReadableStream({
		pull(c) { c.enqueue(new Uint8Array(1 << 16)) },
		cancel() { globalThis.cancelled = ' cancelled' },
	}))`
	for answer, want := range map[string]string{
		"new Response('', {status: 500})":         "500 0 ",
		"new Response(null, {status: 204})":       "204 0 ",
		"new Response('no', {status: 401})":       "401 2 no",
		chunks:                                    `418 9 {"a":"日"}`,
		torn:                                      "200 1 日",
		"new Response('x'.repeat(1 << 20))":       "200 1048576 " + strings.Repeat("x", 20),
		"new Response('x'.repeat((1 << 20) + 1))": "Error: the body is over 1048576 bytes",
		endless:                               "Error: the body is over 1048576 bytes cancelled",
		"Promise.reject(new TypeError('no'))": "TypeError: no",
	} {
		if got := askOnce(t, answer, `'https://as.example/', 'GET', {}, ''`); !strings.HasPrefix(got, want+" {") {
			t.Errorf("%s: %.200s", answer, got)
		}
	}
}

func TestAskCanBeGivenUp(t *testing.T) {
	for name, answer := range map[string]string{
		"before the response": "new Promise((_, reject) => { options.signal.onabort = () => reject(options.signal.reason) })",
		"in the body":         "new Response(new ReadableStream({start(c) { options.signal.onabort = () => c.error(options.signal.reason) }}))",
	} {
		t.Run(name, func(t *testing.T) {
			got := askOnce(t, "(globalThis.meanwhile = (abort) => setTimeout(abort)) && "+answer, `'https://as.example/', 'GET', {}, ''`)
			if !strings.HasPrefix(got, "AbortError: ") || !strings.Contains(got, " aborted {") {
				t.Errorf("got %s", got)
			}
		})
	}
}
