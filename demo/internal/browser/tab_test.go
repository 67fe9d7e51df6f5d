package browser_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// serve serves each path's HTML, and returns the origin.
func serve(t *testing.T, pages map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	}))
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

func open(t *testing.T, html string) *browser.Tab {
	t.Helper()
	tab := browser.NewProfile(t).NewTab(t)
	tab.Open(serve(t, map[string]string{"/": html}))
	return tab
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestInputIsTrusted(t *testing.T) {
	tab := open(t, `<label>Name <input id="name" value="A"></label><button>Go</button><script>
		globalThis.heard = [];
		for (const type of ['pointerdown', 'mousemove', 'click', 'keydown', 'input'])
			addEventListener(type, event => heard.push(type + (event.isTrusted ? '' : ' by script')));
	</script>`)
	tab.Type("#name", "da")
	tab.Click(`button:text("Go")`)
	tab.MoveMouse()
	want(t, "value", browser.Eval[string](tab, `document.querySelector('#name').value`), "Ada")
	for _, event := range []string{"pointerdown", "mousemove", "click", "keydown", "input"} {
		if !browser.Eval[bool](tab, `event => heard.includes(event)`, event) {
			t.Errorf("no trusted %s was heard: %v", event, browser.Eval[[]string](tab, `heard`))
		}
	}
}

func TestClickWaits(t *testing.T) {
	tab := open(t, `<button disabled>Go</button><div id="cover"></div><style>
		#cover { position: fixed; inset: 0; background: white }
	</style><script>
		globalThis.clicks = 0;
		const button = document.querySelector('button');
		button.onclick = () => clicks++;
		setTimeout(() => button.disabled = false, 100);
		setTimeout(() => document.querySelector('#cover').remove(), 200);
	</script>`)
	tab.Click("button")
	want(t, "clicks", browser.Eval[int](tab, `clicks`), 1)
}

func TestShadowDOM(t *testing.T) {
	tab := open(t, `<x-dialog></x-dialog><script>
		const root = document.querySelector('x-dialog').attachShadow({ mode: 'open' });
		root.innerHTML = '<dialog><p>Still there?</p><button>Log out</button><button autofocus>Continue</button></dialog>';
		root.querySelector('dialog').showModal();
		for (const button of root.querySelectorAll('button')) button.onclick = () => {
			document.title = button.textContent;
			root.querySelector('dialog').close();
		};
	</script>`)
	want(t, "text", tab.Text(`x-dialog >>> p`), "Still there?")
	want(t, "focus", tab.Focused(), "button Continue")
	want(t, "another text is found", tab.Has(`x-dialog >>> button:text("Log")`), false)
	tab.Click(`x-dialog >>> button:text("Log out")`)
	tab.WaitGone(`x-dialog >>> dialog`)
	want(t, "clicked", browser.Eval[string](tab, `document.title`), "Log out")
}

func TestKeys(t *testing.T) {
	tab := open(t, `<button>One</button><button>Two</button><script>
		addEventListener('keydown', event => document.title = event.key);
	</script>`)
	tab.Press(browser.TabKey)
	tab.Press(browser.TabKey)
	want(t, "focus after two tabs", tab.Focused(), "button Two")
	tab.Press(browser.TabKey, browser.Shift)
	want(t, "focus after one back", tab.Focused(), "button One")
	tab.Press(browser.Escape)
	want(t, "key", browser.Eval[string](tab, `document.title`), "Escape")
}

func TestTabsShareTheirProfileAlone(t *testing.T) {
	origin := serve(t, map[string]string{"/": `<p>hello</p>`})
	profile := browser.NewProfile(t)
	one, two, stranger := profile.NewTab(t), profile.NewTab(t), browser.NewProfile(t).NewTab(t)
	for _, tab := range []*browser.Tab{one, two, stranger} {
		tab.Open(origin)
	}
	two.Run(`globalThis.heard = new Promise(done => new BroadcastChannel('x').onmessage = event => done(event.data)); void 0`)
	one.Run(`localStorage.setItem('key', 'value'); document.cookie = 'a=b'; new BroadcastChannel('x').postMessage('hello')`)
	want(t, "channel", browser.Eval[string](two, `heard`), "hello")
	want(t, "storage of the second tab", browser.Eval[string](two, `localStorage.getItem('key') + document.cookie`), "valuea=b")
	want(t, "storage of another profile", browser.Eval[string](stranger, `String(localStorage.getItem('key')) + document.cookie`), "null")
	one.Close()
	want(t, "storage after the first tab is closed", browser.Eval[string](two, `localStorage.getItem('key')`), "value")
}

func TestConsole(t *testing.T) {
	tab := open(t, `<meta http-equiv="Content-Security-Policy" content="img-src 'none'; require-trusted-types-for 'script'">
		<img src="/x.png"><script>console.log('fine', 1); console.error('bad', { a: 1 })</script>
		<script>fetch('/missing'); throw new TypeError('worse')</script>
		<script>document.body.innerHTML = '<p>worst</p>'</script>`)
	tab.WaitFor(`performance.getEntriesByName(location.origin + '/missing').length === 1`)
	for _, text := range []string{"bad", "TypeError: worse", "Content Security Policy", "TrustedHTML"} {
		if !contains(tab.ConsoleErrors(), text) {
			t.Errorf("ConsoleErrors lacks %q: %v", text, tab.ConsoleErrors())
		}
	}
	want(t, "the log is no error", contains(tab.ConsoleErrors(), "fine"), false)
	want(t, "the failed request is no error of a script", contains(tab.ConsoleErrors(), "404"), false)
	want(t, "the failed request", contains(tab.NetworkErrors(), "404"), true)
	want(t, "violation by an image", contains(tab.Violations(), "img-src"), true)
	want(t, "violation of Trusted Types", contains(tab.Violations(), "TrustedHTML"), true)
	want(t, "an exception is no violation", contains(tab.Violations(), "worse"), false)
}

func contains(messages []browser.Message, text string) bool {
	for _, message := range messages {
		if strings.Contains(message.Text, text) {
			return true
		}
	}
	return false
}

func TestEvalCallsFunctions(t *testing.T) {
	tab := open(t, `<p>hello</p>`)
	want(t, "expression", browser.Eval[int](tab, `1 + 1`), 2)
	want(t, "function", browser.Eval[int](tab, `() => 2`), 2)
	want(t, "async function of arguments", browser.Eval[string](tab, `async (a, b) => a + b`, "x", 1), "x1")
	want(t, "function of one argument", browser.Eval[int](tab, `n => n + 1`, 1), 2)
	want(t, "function that is called already", browser.Eval[int](tab, `(n => n + 1)(1)`), 2)
	tab.Run(`() => { globalThis.ran = true }`)
	tab.Run(`setTimeout(() => globalThis.ripe = true, 100); void 0`)
	tab.WaitFor(`() => globalThis.ran && globalThis.ripe`)
	want(t, "what was waited for", browser.Eval[bool](tab, `ripe`), true)
	tab.WaitFor(`async () => (await fetch(location.href)).ok`)
}
