package web_test

import (
	"strings"
	"testing"
)

func TestSnapshotKeepsItsIdentity(t *testing.T) {
	p := open(t, newSite(t))
	eval[any](t, p, `globalThis.client = await create()
		globalThis.first = client.getSnapshot()`)
	is(t, p, `return [first.status, Object.isFrozen(first), client.getSnapshot() === first].join()`, "active,true,true")
	is(t, p, `const told = next(client, 'change'); await client.provoke('change')
		return [await told === client.getSnapshot(), client.getSnapshot() === first, client.getSnapshot().status].join()`,
		"true,false,warning")
}

func TestListenersAreTold(t *testing.T) {
	p := open(t, newSite(t))
	eval[any](t, p, `globalThis.client = await create(); globalThis.told = []
		const { subscribe, on } = client // they need no this
		globalThis.ends = [
			subscribe((snapshot) => told.push('first ' + snapshot.status)),
			on('warning', (snapshot) => told.push('warning ' + snapshot.status)),
			subscribe((snapshot) => told.push('second ' + snapshot.status)),
		]
		await client.provoke('change'); await settled()`)
	is(t, p, `return told.splice(0).join()`, "first warning,second warning,warning warning")
	is(t, p, `ends[0](); ends[0](); await client.provoke('change'); await settled(); return told.splice(0).join()`,
		"second warning,warning warning")
	is(t, p, `const detail = next(client, 'lifetimeMismatch'); await client.provoke('mismatch')
		return (await detail).observedIdle`, "90")
	p.quiet(t)
}

func TestListenerThatListensTwiceEndsOnceEach(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `const client = await create(); let n = 0
		const fn = () => n++
		const end = client.subscribe(fn); client.subscribe(fn)
		await client.provoke('change'); await settled()
		end(); await client.provoke('change'); await settled()
		return n`, "3")
}

func TestListenerEndedByAnotherIsNotTold(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `const client = await create(); const told = []
		client.subscribe(() => { told.push('one'); end() })
		const end = client.subscribe(() => told.push('two'))
		await client.provoke('change'); await settled()
		return told.join()`, "one")
}

func TestThrowingListenerDisturbsNobody(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `const client = await create(); const told = []
		client.on('change', () => { throw new Error('mine to throw') })
		client.on('change', () => told.push('told'))
		await client.provoke('change'); await settled()
		return told.join() + ', then ' + await client.getTokenSilently()`, "told, then a token")
	if said := p.said("mine to throw"); len(said) != 1 || !strings.HasPrefix(said[0], "uncaught: ") {
		t.Errorf("the console holds %q", p.said(""))
	}
}

func TestListenersMayCallTheClient(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `const client = await create()
		const answer = new Promise((resolve) => client.on('change', () => resolve(client.getTokenSilently())))
		await client.provoke('change'); return answer`, "a token")
}

func TestWrongListenersAreRefused(t *testing.T) {
	p := open(t, newSite(t))
	eval[any](t, p, `globalThis.client = await create()
		globalThis.thrown = (fn) => { try { fn() } catch (error) { return error.name + ': ' + error.message } }`)
	is(t, p, `return thrown(() => client.on('chnage', () => {})).slice(0, 53)`,
		`TypeError: there is no event "chnage"; there are chan`)
	is(t, p, `return thrown(() => client.subscribe({}))`, `TypeError: a listener for "change" must be a function`)
}

// Browsers tie what needs a click to the code that runs because of it.
func TestCallsReachTheModuleAtOnce(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `const client = await create(); client.provoke('change'); return client.getSnapshot().status`, "warning")
}

func TestRejectionsAreSessionErrors(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `const client = await create()
		const error = await client.getUser().catch((error) => error)
		return [error instanceof api.SessionError, error instanceof Error, error.name, error.code, error.error,
			error.error_description, error.retryable].join()`,
		"true,true,SessionError,invalid_option,invalid_option,getUser fails here,false")
}

func TestCloseEndsTheClientAlone(t *testing.T) {
	s := newSite(t)
	p := open(t, s)
	eval[any](t, p, `globalThis.client = await create('one'); globalThis.other = await create('two')
		globalThis.told = 0; client.subscribe(() => told++)
		globalThis.pending = failure(client.checkSession())
		client.close(); client.close()`)
	is(t, p, `return pending`, "closed: close() was called on this client")
	is(t, p, `return failure(client.getTokenSilently())`, "closed: close() was called on this client")
	is(t, p, `return [client.getSnapshot().status, told].join()`, "active,0")
	is(t, p, `return other.getTokenSilently()`, "a token")
	is(t, p, `return (await create('one')) === client`, "false")
	if n := s.asked(modulePath); n != 1 {
		t.Errorf("the module was loaded %d times", n)
	}
	p.quiet(t)
}

func TestCloseOfTheLastEndsTheModule(t *testing.T) {
	s := newSite(t)
	p := open(t, s)
	eval[any](t, p, `const client = await create(); client.close(); await settled()`)
	is(t, p, `return (await create()).getTokenSilently()`, "a token")
	if n := s.asked(modulePath); n != 2 {
		t.Errorf("the module was loaded %d times", n)
	}
	p.quiet(t) // an end that was asked for is no crash
}

func TestCreateWhileTheLastIsClosed(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `const client = await create('one')
		const another = create('two')
		client.close()
		return (await another).getTokenSilently()`, "a token")
	p.quiet(t)
}
