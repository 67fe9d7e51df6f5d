package web_test

import (
	"strings"
	"testing"
)

// crashes are the ways a module can die. Each runs with a client in the page.
var crashes = map[string]string{
	"panic in a promise": `client.provoke('panic in a promise').catch(() => {})`,
	"panic in a timer":   `client.provoke('panic in a timer')`,
	"panic in an event":  `await client.provoke('panic in an event'); dispatchEvent(new Event('poke'))`,
	"trap in an event":   `await client.provoke('trap in an event'); dispatchEvent(new Event('poke'))`,
	"end unasked":        `client.provoke('end').catch(() => {})`,
}

const crashed = "crashed: the session module has crashed; reload the page"

func TestCrashIsHeard(t *testing.T) {
	for name, provoke := range crashes {
		t.Run(name, func(t *testing.T) {
			p := open(t, newSite(t))
			eval[any](t, p, `globalThis.client = await create()
				globalThis.pending = failure(client.checkSession())
				globalThis.crash = next(client, 'crash'); globalThis.changed = next(client, 'change')
				await client.provoke('dialog')`)
			is(t, p, `return document.querySelector('spa-session-dialog').shadowRoot.querySelector('dialog').matches(':modal')`, "true")
			is(t, p, provoke+`; return (await crash).code`, "crashed")
			is(t, p, `return pending`, crashed)
			is(t, p, `return failure(client.getTokenSilently())`, crashed)
			is(t, p, `return failure(client.checkSession())`, crashed)
			is(t, p, `const { status, error } = client.getSnapshot()
				return [status, error.code, (await changed) === client.getSnapshot()].join()`, "active,crashed,true")
			is(t, p, `return typeof client.on('warning', () => {}) + typeof client.subscribe(() => {})`, "functionfunction")
			is(t, p, `return document.querySelectorAll('spa-session-dialog').length`, "0")
			is(t, p, `const bar = document.querySelector('spa-session-crash').shadowRoot.querySelector('[role=alert]')
				return Array.from(bar.children, (child) => child.textContent).join(' ')`,
				"This page has lost track of your session. Reload")
			if said := p.said("error: SessionError: the session module has crashed"); len(said) != 1 {
				t.Errorf("the console was told %d times; it holds %q", len(said), p.said(""))
			}
		})
	}
}

// What the dead module left behind must not haunt the page.
func TestCallbacksOfADeadModuleDoNothing(t *testing.T) {
	p := open(t, newSite(t))
	eval[any](t, p, `globalThis.client = await create()
		await client.provoke('panic in an event')
		dispatchEvent(new Event('poke')); dispatchEvent(new Event('poke'))
		await settled()`)
	if said := p.said("uncaught: "); len(said) != 0 {
		t.Errorf("the page saw %q", said)
	}
}

func TestAfterACrashThePageCanStartAnew(t *testing.T) {
	p := open(t, newSite(t))
	eval[any](t, p, `globalThis.client = await create()
		const crash = next(client, 'crash'); client.provoke('panic in a promise').catch(() => {}); await crash`)
	is(t, p, `globalThis.again = await create(); return again === client`, "false")
	is(t, p, `client.close(); return again.getTokenSilently()`, "a token")
	is(t, p, `return failure(client.getTokenSilently())`, crashed)
}

func TestCrashWhileTheClientIsMade(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `return failure(create('panics'))`, crashed)
	is(t, p, `return document.querySelectorAll('spa-session-crash').length`, "0")
	is(t, p, `return (await create()).getTokenSilently()`, "a token")
}

func TestCrashReachesEveryClientAndShowsOneBar(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `const [one, two] = await Promise.all([create('one'), create('two')])
		const both = Promise.all([next(one, 'crash'), next(two, 'crash')])
		one.provoke('panic in a promise').catch(() => {})
		return (await both).map((error) => error.code).join() + document.querySelectorAll('spa-session-crash').length`,
		"crashed,crashed1")
}

func TestCrashBar(t *testing.T) {
	for name, row := range map[string]struct{ options, want string }{
		"reload":       {`{}`, "BUTTON Reload null"},
		"fallback":     {`{ fallbackUrl: '/plain.html' }`, "A Continue /plain.html"},
		"replaced":     {`{ modal: { strings: { reloadLabel: 'Neu laden' } } }`, "BUTTON Neu laden null"},
		"plural forms": {`{ modal: { strings: { reloadLabel: { other: 'Neu laden' } } } }`, "BUTTON Neu laden null"},
		"none":         {`{ modal: false }`, "none"},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, newSite(t))
			is(t, p, `const client = await create('shop', `+row.options+`)
				const crash = next(client, 'crash'); client.provoke('panic in a promise').catch(() => {}); await crash
				const act = document.querySelector('spa-session-crash')?.shadowRoot.querySelector('button, a')
				return act ? [act.tagName, act.textContent, act.pathname ?? null].map(String).join(' ') : 'none'`, row.want)
		})
	}
}

func TestCrashBarStandsInTheContainer(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `const container = document.createElement('main'); document.body.append(container)
		const client = await create('shop', { modal: { container } })
		const crash = next(client, 'crash'); client.provoke('panic in a promise').catch(() => {}); await crash
		return container.firstElementChild.localName`, "spa-session-crash")
}

func TestReloadReloads(t *testing.T) {
	s := newSite(t)
	p := open(t, s)
	eval[any](t, p, `const client = await create()
		const crash = next(client, 'crash'); client.provoke('panic in a promise').catch(() => {}); await crash`)
	press := `document.querySelector('spa-session-crash').shadowRoot.querySelector('button').click()`
	reloaded(t, p, press)
	if n := s.asked("/"); n != 2 {
		t.Errorf("the page was loaded %d times", n)
	}
}

func TestCrashKeepsItsCause(t *testing.T) {
	p := open(t, newSite(t))
	got := eval[string](t, p, `const client = await create()
		const crash = next(client, 'crash')
		await client.provoke('trap in an event'); dispatchEvent(new Event('poke'))
		return String((await crash).cause)`)
	if !strings.HasPrefix(got, "RangeError") {
		t.Errorf("the cause is %s", got)
	}
}
