package attacks_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// orders are what an attacker would like to have done.
func orders(sid string) [][3]string {
	return [][3]string{
		{"POST", "/__mock/reset", `{}`},
		{"POST", "/__mock/sessions", `{"user_id": "auth0|ada"}`},
		{"DELETE", "/__mock/sessions/" + sid, ``},
		{"POST", "/__mock/sessions/" + sid + "/age", `{"seconds": 100000}`},
		{"POST", "/__mock/faults", `{"status": 503}`},
		{"POST", "/__mock/snapshots", `{}`},
		{"POST", "/__mock/settings", `{"mfa": "always"}`},
		{"PATCH", "/api/v2/tenants/settings", `{"session_lifetime": 1}`},
		{"DELETE", "/api/v2/sessions/" + sid, ``},
		{"DELETE", "/api/v2/users/auth0|ada/sessions", ``},
		{"POST", "/api/v2/sessions/" + sid + "/revoke", ``},
	}
}

// Cross-site requests: a page of another site, and one of another port of this host, which browsers count as the same
// site, send what pages can: forms without being asked, and fetch with and without a preflight.
func TestCrossSite(t *testing.T) {
	v := newVictim(t)
	_, sid := v.mint(t)
	before := v.state(t)
	for _, host := range []string{"127.0.0.1", "localhost"} {
		t.Run(host, func(t *testing.T) {
			tab := browser.NewProfile(t).NewTab(t)
			tab.Open(v.as + "/__mock/") // a dashboard that was open gives a page no right
			page := stranger(t, host, html("nothing to see"))
			for _, order := range orders(sid) {
				tab.Open(page)
				fetchIt(t, tab, v.as, order)
				if order[0] == "POST" {
					postForm(t, tab, v.as, order)
				}
			}
			tab.Open(page)
			readIt(t, tab, v.as)
		})
	}
	if after := v.state(t); after != before {
		t.Errorf("the state has become\n%s\nfrom\n%s", after, before)
	}
}

// fetchIt sends an order openly, and blindly as far as a page may without a preflight. Neither answer can be read.
func fetchIt(t *testing.T, tab *browser.Tab, as string, order [3]string) {
	t.Helper()
	outcomes := browser.Eval[[]string](tab, `async (url, method, body) => {
		const send = (init) => fetch(url, { credentials: 'include', ...init }).then(r => r.type + ' ' + r.status, e => e.name)
		const asked = await send({ method, body: body || undefined, headers: { 'Content-Type': 'application/json', Authorization: 'Bearer x' } })
		const blind = []
		for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
			blind.push(await send({ method: 'POST', mode: 'no-cors', body: body || '{}', headers: { 'Content-Type': type } }))
		return [asked, ...blind]
	}`, as+order[1], order[0], order[2])
	for i, outcome := range outcomes {
		if outcome != "TypeError" && (i == 0 || outcome != "opaque 0") {
			t.Errorf("%s %s: %v: what came back can be read", order[0], order[1], outcomes)
		}
	}
}

// postForm leads the tab itself to the endpoint, with JSON in a form that is plain text.
func postForm(t *testing.T, tab *browser.Tab, as string, order [3]string) {
	t.Helper()
	tab.Run(`(url, body) => {
		const form = Object.assign(document.createElement('form'), { method: 'POST', action: url, enctype: 'text/plain' })
		const input = Object.assign(document.createElement('input'), { name: body.replace(/}$/, body === '{}' ? '"a":"' : ',"a":"'), value: '"}' })
		form.append(input)
		document.body.append(form)
		form.submit()
	}`, as+order[1], order[2])
	tab.WaitFor(`as => location.origin === as && document.readyState === 'complete'`, as)
	if page := browser.Eval[string](tab, `document.body.innerText`); page == "" {
		t.Errorf("%s %s: an empty page", order[0], order[1])
	}
}

// readIt tries to learn something, by fetch, as a script and as an event stream.
func readIt(t *testing.T, tab *browser.Tab, as string) {
	t.Helper()
	for _, path := range []string{"/__mock/sessions", "/__mock/requests", "/__mock/diagnostics", "/__mock/events", "/__mock/", "/api/v2/users"} {
		outcome := browser.Eval[string](tab, `async url => {
			const read = await fetch(url, { credentials: 'include' }).then(r => r.text(), () => '')
			const script = await new Promise(done => {
				const element = Object.assign(document.createElement('script'), { src: url, onload: () => done('ran'), onerror: () => done('') })
				document.head.append(element)
			})
			const stream = await new Promise(done => {
				const source = new EventSource(url, { withCredentials: true })
				source.onmessage = source.onopen = () => { source.close(); done('opened') }
				source.onerror = () => { source.close(); done('') }
			})
			return read + script + stream
		}`, as+path)
		if outcome != "" {
			t.Errorf("%s: a stranger got %q", path, outcome)
		}
	}
}
