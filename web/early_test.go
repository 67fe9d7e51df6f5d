package web_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// What early.js asks of the server, by the options of the app and by what the module has left: documents, and the
// question, told as the parameters of its frame.
func TestWhatIsAskedEarly(t *testing.T) {
	const question = `response_type=code&client_id=shop&state=&nonce=&code_challenge=&code_challenge_method=S256&prompt=none&response_mode=web_message&redirect_uri=' + encodeURIComponent(location.origin) + '`
	hint := func(question string) string { return `JSON.stringify({ since: 1, ask: '` + question + `' })` }
	hinted := hint(question)
	altered := func(old, new string) string { return hint(strings.Replace(question, old, new, 1)) }
	const asks = "/authorize?response_type,client_id,state,nonce,code_challenge,code_challenge_method,prompt,response_mode,redirect_uri"
	const both, metadata = "/.well-known/openid-configuration,/.well-known/jwks.json", "/.well-known/openid-configuration"
	for name, row := range map[string]struct{ options, hint, want string }{
		"a question":             {``, hinted, both + "," + asks},
		"no question":            {``, `'{"since":1}'`, both},
		"back with a code":       {``, `''`, both},
		"an issuer":              {`domain: undefined, issuer: AS + '/',`, hinted, metadata},
		"its metadata":           {`domain: undefined, metadata: { jwks_uri: AS + '/keys', authorization_endpoint: AS + '/ask' },`, hinted, "/keys," + strings.Replace(asks, "/authorize", "/ask", 1)},
		"no start":               {`autoStart: false,`, hinted, both},
		"another clock":          {`now: () => 1,`, hinted, both},
		"proof of possession":    {`useDpop: true,`, hinted, both},
		"by redirect":            {`silent: { mode: 'redirect' },`, hinted, both},
		"by web_message":         {`silent: { mode: 'web_message' },`, hinted, both + "," + asks},
		"the module asks itself": {`moot: true,`, hinted, ""},
		"a visible login":        {``, altered("none", "login"), both},
		"too few blanks":         {``, altered("state=", "state=1"), both},
		"another client's":       {``, altered("client_id=shop", "client_id=other"), both},
		"a code in the address":  {``, altered("web_message", "query"), both},
		"to another page":        {``, altered("redirect_uri=", "redirect_uri=https://evil.example"), both},
		"twice the same":         {``, altered("state=", "code_challenge=1&state="), both},
		"a script":               {`domain: undefined, metadata: { jwks_uri: AS + '/keys', authorization_endpoint: 'javascript:alert(1)//' },`, hinted, "/keys"},
		"no https":               {`domain: undefined, metadata: { jwks_uri: AS + '/keys', authorization_endpoint: 'http://as.example/ask' },`, hinted, "/keys"},
		"no text":                {``, `JSON.stringify({ ask: 1 })`, both},
		"a storm":                {`attempts: 10,`, hinted, both},
		"nearly a storm":         {`attempts: 9,`, hinted, both + "," + asks},
		"attempts of long ago":   {`attempts: 10, ago: 31_000,`, hinted, both + "," + asks},
	} {
		t.Run(name, func(t *testing.T) {
			origin, _ := documents(t)
			p := open(t, siteOf(t, origin))
			got := eval[string](t, p, `
				const AS = '`+origin+`', asked = [], real = fetch
				globalThis.fetch = (...args) => { if (String(args[0]).startsWith(AS)) asked.push(String(args[0]).slice(AS.length)); return real(...args) }
				const { begin } = await import('/src/early.js')
				const { moot = false, attempts = 0, ago = 0, ...options } = { domain: AS, clientId: 'shop', `+row.options+` }
				sessionStorage.clear()
				if (attempts) sessionStorage.setItem('spa-session.attempts.' + AS + '/.shop.x', Array(attempts).fill(Date.now() - ago).join(' '))
				const early = { answers: new Map(), question: undefined, moot }
				await begin(early, options, AS + '/', `+row.hint+`)
				sessionStorage.clear()
				for (const frame of document.querySelectorAll('iframe')) {
					const { src } = frame
					const { origin, pathname, searchParams } = new URL(src)
					asked.push(pathname + '?' + [...searchParams.keys()])
					if (origin !== AS || !/^[\w-]{72}$/.test(searchParams.get('state'))) asked.push('wrong ' + src)
					if (searchParams.get('state') === searchParams.get('nonce')) asked.push('twice the same')
					const attributes = [...frame.attributes].filter(({ name }) => name !== 'src').map(({ name, value }) => name + '=' + value)
					if (attributes.join(' ') !== 'hidden= aria-hidden=true tabindex=-1 title=spa-session width=0 height=0') asked.push(attributes.join(' '))
					if (frame.getClientRects().length) asked.push('it is seen')
				}
				early.question?.drop()
				if (document.querySelector('iframe')) asked.push('a frame is left')
				return asked.join()`)
			if got != row.want {
				t.Errorf("asked is %s, want %s", got, row.want)
			}
		})
	}
}

// Only what comes from the frame is kept for the module, and not without end.
func TestWhatAnEarlyFrameIsHeardOf(t *testing.T) {
	s := newSite(t)
	s.csp = strings.ReplaceAll(policy, "https://as.example", "'self'")
	s.answer("/frame", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Del("Content-Security-Policy")
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<script>for (let i = 0; i < 12; i++) parent.postMessage(i, "*")</script>`)
	})
	p := open(t, s)
	got := eval[string](t, p, `
		const { begin } = await import('/src/early.js')
		const early = { answers: new Map(), question: undefined, moot: false }
		const heard = new Promise((resolve) => addEventListener('message', ({ data }) => data === 11 && resolve()))
		const ask = 'client_id=shop&state=&nonce=&code_challenge=&prompt=none&response_mode=web_message&redirect_uri=' + location.origin
		await begin(early, { metadata: { authorization_endpoint: location.origin + '/frame' }, clientId: 'shop' }, location.origin, JSON.stringify({ ask }))
		const { frame, handOver, drop } = early.question
		postMessage('from the page', '*')
		await Promise.all([heard, new Promise((resolve) => frame.addEventListener('load', resolve))])
		const [loaded, ...messages] = handOver()
		drop()
		return messages.map(({ data }) => data).join() + ' ' + loaded`)
	if want := "0,1,2,3,4,5,6,7 true"; got != want {
		t.Errorf("heard is %s, want %s", got, want)
	}
}

// The code that the frame brings is redeemed while the module is on its way, once, and only where the answer is one to the
// question: "-" is not at all.
func TestACodeIsRedeemedEarly(t *testing.T) {
	const redeemed = "/oauth/token POST client_id=shop&code=c&code_verifier=V&grant_type=authorization_code&redirect_uri=R"
	for name, row := range map[string]struct{ answer, options, want string }{
		"a code":            {`{ code: 'c', state }`, ``, redeemed},
		"with its issuer":   {`{ code: 'c', state, iss: issuer }`, ``, redeemed},
		"twice":             {`{ code: 'c', state }, { code: 'd', state }`, ``, redeemed},
		"after another":     {`{ code: 'd', state: 's' }, { code: 'c', state }`, ``, redeemed},
		"another question":  {`{ code: 'c', state: 's' }`, ``, "-"},
		"another issuer":    {`{ code: 'c', state, iss: 'https://evil.example/' }`, ``, "-"},
		"a refusal":         {`{ error: 'login_required', state }`, ``, "-"},
		"both":              {`{ code: 'c', error: 'login_required', state }`, ``, "-"},
		"nothing":           {`null`, ``, "-"},
		"a refresh token":   {`{ code: 'c', state }`, `useRefreshTokens: true,`, "-"},
		"no https":          {`{ code: 'c', state }`, `metadata: { authorization_endpoint: location.origin + '/frame', token_endpoint: 'http://as.example/t' },`, "-"},
		"no token endpoint": {`{ code: 'c', state }`, `metadata: { authorization_endpoint: location.origin + '/frame' },`, "-"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.csp = strings.ReplaceAll(policy, "https://as.example", "'self'")
			for _, path := range []string{"/frame", "/authorize"} {
				s.answer(path, func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Del("Content-Security-Policy")
					w.Header().Set("Content-Type", "text/html")
					_, _ = io.WriteString(w, `<script>
						const state = new URLSearchParams(location.search).get('state'), issuer = location.origin + '/'
						for (const response of [`+row.answer+`]) parent.postMessage({ type: 'authorization_response', response }, '*')
						parent.postMessage('over', '*')
					</script>`)
				})
			}
			got := eval[string](t, open(t, s), `
				const { begin } = await import('/src/early.js')
				const early = { answers: new Map(), question: undefined, moot: false }, asked = []
				globalThis.fetch = async (url, { method, body }) => {
					if (body) asked.push(new URL(url).pathname + ' ' + method + ' ' + body)
					return new Response('{}')
				}
				const over = new Promise((resolve) => addEventListener('message', ({ data }) => data === 'over' && resolve()))
				const ask = 'client_id=shop&state=&nonce=&code_challenge=&prompt=none&response_mode=web_message&redirect_uri=' + location.origin + '/back'
				await begin(early, { domain: location.origin, clientId: 'shop', `+row.options+` }, location.origin + '/', JSON.stringify({ ask }))
				await over
				const { verifier, drop } = early.question
				drop()
				return (asked.join().replace(verifier, 'V').replace(encodeURIComponent(location.origin + '/back'), 'R') || '-')`)
			if got != row.want {
				t.Errorf("asked is %s, want %s", got, row.want)
			}
		})
	}
}

// The module is given the answer if it makes the same request, in whichever order of its form, and else asks itself.
func TestAnAnswerThatIsThereIsGivenOnce(t *testing.T) {
	p := open(t, newSite(t))
	got := eval[string](t, p, `
		const asked = []
		globalThis.fetch = async (url, { body }) => { asked.push(body); return new Response(asked.length) }
		localStorage.setItem('spa-session.hint.https://as.example/.shop', '{}')
		const { fetchOnce, preconnect } = await import('/src/preconnect.js')
		const end = preconnect({ domain: 'as.example', clientId: 'shop' })
		const keys = 'https://as.example/.well-known/jwks.json', told = []
		for (const [url, body] of [[keys, ''], [keys, ''], [keys, 'a=b']]) {
			const [answer] = fetchOnce(url, body ? 'POST' : 'GET', {}, body)
			const { body: text, age } = await answer
			told.push(text + (age > 0 ? ' aged' : ''))
		}
		end()
		localStorage.clear()
		return told.join() + ' of ' + asked.length`)
	if want := "2 aged,3,4 of 4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Another client of the page has its own to take away, and no more.
func TestWhatAnotherClientHasAskedForStays(t *testing.T) {
	p := open(t, newSite(t))
	got := eval[string](t, p, `
		let asked = 0
		globalThis.fetch = async () => { asked++; return new Response(asked) }
		localStorage.setItem('spa-session.hint.https://as.example/.shop', '{}')
		const { fetchOnce, preconnect, takeDatabase } = await import('/src/preconnect.js')
		const before = preconnect({ domain: 'as.example', clientId: 'before' })
		const end = preconnect({ domain: 'as.example', clientId: 'shop' })
		preconnect({ domain: 'as.example', clientId: 'after' })()
		before()
		const keys = () => fetchOnce('https://as.example/.well-known/jwks.json', 'GET', {}, '')
		await keys()[0]
		const during = asked
		end()
		await keys()[0]
		localStorage.clear()
		return during + ' ' + asked + ' ' + takeDatabase()`)
	if want := "2 3 undefined"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNothingComesOfADatabaseThatIsNotThere(t *testing.T) {
	for name, descriptor := range map[string]string{
		"missing":   "{ value: undefined }",
		"forbidden": "{ value: { open() { throw new DOMException('no', 'SecurityError') } } }",
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, newSite(t))
			got := eval[string](t, p, `
				let unhandled = 0
				addEventListener('unhandledrejection', () => unhandled++)
				Object.defineProperty(globalThis, 'indexedDB', `+descriptor+`)
				const { preconnect, takeDatabase } = await import('/src/preconnect.js')
				const end = preconnect({ domain: 'as.example', clientId: 'shop' })
				const database = await takeDatabase()
				end()
				preconnect({ domain: 'as.example', clientId: 'shop' })()
				await new Promise((resolve) => setTimeout(resolve))
				return database + ' ' + unhandled`)
			if want := "undefined 0"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
