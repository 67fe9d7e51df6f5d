package web_test

import "testing"

// asks evaluates the code between two calls of getTokenSilently() and answers with both tokens; the fixture counts.
func asks(t *testing.T, code string) string {
	t.Helper()
	return eval[string](t, open(t, newSite(t)), `const client = await create('counts')
		await client.provoke('change in an event')
		const poke = () => dispatchEvent(new Event('poke'))
		const first = await client.getTokenSilently()
		const [realDate, realMono] = [Date.now(), performance.now()]
		Date.now = () => realDate
		performance.now = () => realMono
		`+code+`
		return first + ', ' + await client.getTokenSilently()`)
}

func TestATokenIsRememberedForASecond(t *testing.T) {
	for name, row := range map[string]struct{ code, want string }{
		"at once":                {``, "token 1, token 1"},
		"a wall clock further":   {`Date.now = () => realDate + 1000`, "token 1, token 2"},
		"a wall clock set back":  {`Date.now = () => realDate - 1000`, "token 1, token 2"},
		"a monotonic one":        {`performance.now = () => realMono + 1000`, "token 1, token 2"},
		"the session changed":    {`poke()`, "token 1, token 2"},
		"another method":         {`await client.getUser().catch(() => {})`, "token 1, token 2"},
		"a forced renewal":       {`await client.getTokenSilently({ cacheMode: 'off' })`, "token 1, token 3"},
		"while a call is made":   {`client.checkSession()`, "token 1, token 2"},
		"changed while it asked": {`Date.now = () => realDate + 1000; const asked = client.getTokenSilently(); poke(); await asked`, "token 1, token 3"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := asks(t, row.code); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

// The module gives its first token before it is asked for one.
func TestTheFirstTokenIsThereAtOnce(t *testing.T) {
	is(t, open(t, newSite(t)), `const client = await create('has a token'), real = Date.now()
		const first = await client.getTokenSilently()
		Date.now = () => real + 2000
		return first + ', ' + (await client.getTokenSilently())`, "the first token, a token")
}
