package web_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// server is an authorization server that takes connections and says nothing.
type server struct {
	origin   string
	accepted chan struct{}
}

func newServer(t *testing.T) server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := server{"http://" + listener.Addr().String(), make(chan struct{}, 100)}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return // closed: the test has ended
			}
			defer connection.Close()
			s.accepted <- struct{}{}
		}
	}()
	return s
}

// connected fails unless the browser connects n times.
func (s server) connected(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		select {
		case <-s.accepted:
		case <-time.After(patience):
			t.Fatalf("there were %d connections, want %d", i, n)
		}
	}
}

// hint is what the module leaves behind at a login.
const hint = `localStorage.setItem('spa-session.hint.' + issuer + '.shop', '{"since":1}');`

// preconnects evaluates the code and makes a client, and answers with the links that
// came into the page meanwhile, as "origin crossorigin", and the number that stayed.
func preconnects(t *testing.T, p *page, issuer, code, options string) string {
	t.Helper()
	return eval[string](t, p, `
		const issuer = '`+issuer+`', links = []
		localStorage.clear()
		new MutationObserver((records) => {
			for (const { addedNodes } of records) {
				for (const { rel, href, crossOrigin } of addedNodes) links.push(rel + ' ' + href + ' ' + crossOrigin)
			}
		}).observe(document.head, { childList: true })
		`+code+`
		await create('shop', { issuer, ...`+options+` }).catch(() => {})
		localStorage.clear()
		return [...links, document.querySelectorAll('link').length].join()`)
}

func TestWhoHadASessionIsConnectedEarly(t *testing.T) {
	as := newServer(t)
	p := open(t, siteOf(t, as.origin))
	got := preconnects(t, p, as.origin, hint, `{}`)
	if want := "preconnect " + as.origin + "/ null,0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	as.connected(t, 2) // one with cookies, for the frame, and one without
	p.quiet(t)
}

// siteOf is a site whose policy lets it ask this server.
func siteOf(t *testing.T, as string) *site {
	t.Helper()
	s := newSite(t)
	s.csp = strings.ReplaceAll(policy, "https://as.example", as)
	return s
}

// documents is a server that tells what it was asked for.
func documents(t *testing.T) (origin string, asked func() string) {
	t.Helper()
	var mu sync.Mutex
	var paths []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		paths = append(paths, r.URL.Path)
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}))
	t.Cleanup(server.Close)
	return server.URL, func() string {
		mu.Lock()
		defer mu.Unlock()
		slices.Sort(paths)
		return strings.Join(paths, " ")
	}
}

// The first client of a page that may have a session asks while the module is on its way; later clients do not.
func TestDocumentsAreAskedForEarly(t *testing.T) {
	const discovery, keys = "/.well-known/openid-configuration", "/.well-known/jwks.json"
	for name, row := range map[string]struct{ options, want string }{
		"a domain":     {`{ domain: AS }`, keys + " " + discovery},
		"an issuer":    {`{ issuer: AS + '/' }`, discovery},
		"its metadata": {`{ issuer: AS + '/', metadata: { jwks_uri: AS + '/keys', token_endpoint: AS, authorization_endpoint: AS } }`, "/keys"},
		"no hint":      {`{ issuer: AS + '/other/' }`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			origin, asked := documents(t)
			p := open(t, siteOf(t, origin))
			eval[any](t, p, `const AS = '`+origin+`'
				localStorage.setItem('spa-session.hint.' + AS + '/.one', '{}')
				const real = fetch, answers = []
				globalThis.fetch = (...args) => { const answer = real(...args); if (String(args[0]).startsWith(AS)) answers.push(answer); return answer }
				await create('one', `+row.options+`)
				await create('two', `+row.options+`)
				await Promise.all(answers)`)
			if got := asked(); got != row.want {
				t.Errorf("the server was asked for %q, want %q", got, row.want)
			}
			p.quiet(t)
		})
	}
}

func TestWhoNeverLoggedInCostsTheServerNothing(t *testing.T) {
	as := newServer(t)
	p := open(t, newSite(t))
	if got := preconnects(t, p, as.origin, "", `{}`); got != "0" {
		t.Errorf("got %s", got)
	}
	if n := len(as.accepted); n != 0 {
		t.Errorf("there were %d connections", n)
	}
}

func TestPreconnect(t *testing.T) {
	const issuer = "https://as.example"
	const frames = "preconnect https://as.example/ null,0"
	for name, row := range map[string]struct{ code, options, want string }{
		"a login that came back": {`history.pushState(null, '', '/?state=s&code=c');`, `{}`, "0"},
		"a login that failed":    {`history.pushState(null, '', '/?state=s&error=access_denied');`, `{}`, "0"},
		"a domain": {`localStorage.setItem('spa-session.hint.https://as.example/.shop', '{}');`,
			`{ issuer: undefined, domain: 'as.example' }`, frames},
		"a domain with a scheme": {`localStorage.setItem('spa-session.hint.https://as.example/.shop', '{}');`,
			`{ issuer: undefined, domain: 'https://as.example/' }`, frames},
		"another client's hint": {strings.ReplaceAll(hint, ".shop", ".other"), `{}`, "0"},
		"endpoints elsewhere": {hint,
			`{ metadata: { token_endpoint: 'https://t.example/token', authorization_endpoint: 'https://a.example/authorize' } }`,
			"preconnect https://a.example/ null,0"},
		"a question that goes out": {`localStorage.setItem('spa-session.hint.' + issuer + '.shop', '{"ask":"client_id=shop"}');`, `{}`, "0"},
		"a hidden page":            {hint + `Object.defineProperty(document, 'visibilityState', { value: 'hidden' });`, `{}`, "0"},
		"storage switched off":     {hint + `Storage.prototype.getItem = () => { throw new DOMException('no', 'SecurityError') };`, `{}`, "0"},
		"no server at all":         {hint, `{ issuer: undefined }`, "0"},
		"no URL":                   {`localStorage.setItem('spa-session.hint.http://[.shop', '{}');`, `{ issuer: 'http://[' }`, "0"},
		"a client refused":         {strings.ReplaceAll(hint, ".shop", ".7"), `{ clientId: 7 }`, frames},
	} {
		t.Run(name, func(t *testing.T) {
			if got := preconnects(t, open(t, newSite(t)), issuer, row.code, row.options); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}
