package demo_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// Anybody can put text into the rows: client ids, states, user agents, users' addresses. It stays text.
func TestDashboardHostileRows(t *testing.T) {
	world, _, tab := openDashboard(t)
	const hostile = `<img src=x onerror="globalThis.hacked=1"></script><script>globalThis.hacked=1</script><svg onload="globalThis.hacked=1">`
	tab.Media("prefers-reduced-motion", "reduce")
	if err := world.Server.AddUser(authserver.User{Sub: "auth0|" + hostile, Email: hostile, Password: "p", Name: hostile}); err != nil {
		t.Fatal(err)
	}
	for _, change := range []func(*authserver.Client){
		func(c *authserver.Client) { c.ID = hostile },
		func(c *authserver.Client) { c.ID = strings.Repeat("W", 4000) },
		func(c *authserver.Client) { c.ID = "__proto__" },
	} {
		client, err := world.Server.Client("storezero")
		if err != nil {
			t.Fatal(err)
		}
		change(&client)
		if err := world.Server.SetClient(client); err != nil {
			t.Fatal(err)
		}
		cookie, _, err := world.Server.MintSession("auth0|" + hostile)
		if err != nil {
			t.Fatal(err)
		}
		ask := func(redirectURI string) {
			req, err := http.NewRequest(http.MethodGet, world.AS+"/authorize?"+url.Values{
				"response_type": {"code"}, "client_id": {client.ID}, "redirect_uri": {redirectURI}, "scope": {hostile}, "prompt": {"none"},
				"state": {hostile}, hostile: {hostile}, "constructor": {"x"}, "login_hint": {hostile},
				"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"},
			}.Encode(), nil)
			if err != nil {
				t.Fatal(err)
			}
			req.AddCookie(cookie)
			req.Header.Set("User-Agent", hostile)
			resp, err := http.DefaultTransport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
		}
		ask(client.Callbacks[0])
		ask("https://elsewhere.example/" + url.PathEscape(hostile))
	}
	for _, path := range []string{"/__proto__", "/constructor", "/hasOwnProperty", "/%3Cimg%20src=x%20onerror=alert(1)%3E"} {
		resp, err := http.Get(world.AS + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	tab.WaitFor(`document.querySelectorAll('.chain').length === 4 && document.querySelectorAll('#diagnostics li').length >= 3 &&
		[...document.querySelectorAll('.requests .path')].some(path => path.innerText.includes('hasOwnProperty'))`)
	tab.Run(`for (const details of document.querySelectorAll('details')) details.open = true`)
	tab.Reload() // the page itself holds the user's name
	tab.WaitFor(`document.querySelectorAll('.chain').length === 4`)
	for _, place := range []string{"#sign-in-user", "#chains", "#requests", "#diagnostics"} {
		if text := browser.Eval[string](tab, `place => document.querySelector(place).textContent`, place); !strings.Contains(text, "<img src=x") {
			t.Errorf("%s does not show the text as it is: %.300s", place, text)
		}
	}
	want(t, "elements out of text", browser.Eval[int](tab, `document.querySelectorAll('img, script:not([src]), svg[onload]').length`), 0)
	want(t, "scripts out of text", browser.Eval[bool](tab, `'hacked' in globalThis`), false)
	for _, width := range []int{320, 1280} {
		tab.Viewport(width, 900)
		want(t, "sideways scroll", browser.Eval[float64](tab, `(() => { scrollTo(1000, 0); return scrollX })()`), 0)
	}
	wantClean(t, tab)
}

// Of many sessions the newest are shown, and the rest is counted.
func TestDashboardOfManySessions(t *testing.T) {
	world, _, tab := openDashboard(t)
	for range 60 {
		if _, _, err := world.Server.MintSession("auth0|grace"); err != nil {
			t.Fatal(err)
		}
	}
	tab.WaitFor(`document.querySelector('#more-sessions').innerText === 'and 11 older AS sessions: GET sessions lists them all'`)
	want(t, "rows", browser.Eval[int](tab, `document.querySelectorAll('.chain[data-state=alive]').length`), 50)
	wantClean(t, tab)
}
