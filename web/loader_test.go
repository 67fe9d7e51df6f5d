package web_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/web/bundle"
)

func TestLoadsUnderTheStrictPolicy(t *testing.T) {
	s := newSite(t)
	p := open(t, s)
	is(t, p, `globalThis.client = await create(); return client.getTokenSilently()`, "a token")
	is(t, p, `return Object.keys(client).sort().join()`,
		"checkSession,close,createFetcher,describeTimeout,getSnapshot,getTokenSilently,getUser,holdActivity,lives,on,provoke,reportActivity,subscribe,words")
	is(t, p, `return Object.isFrozen(client)`, "true")
	p.quiet(t)
}

func TestLeavesNoGlobalsBehind(t *testing.T) {
	p := open(t, newSite(t))
	eval[any](t, p, `globalThis.Go = 'another module of the page'; await create()`)
	is(t, p, `return Go`, "another module of the page")
	is(t, p, `return ['process', 'path', '__spaSessionHost'].filter((name) => name in globalThis).join()`, "")
}

func TestLoadsOnceForAll(t *testing.T) {
	s := newSite(t)
	p := open(t, s)
	eval[any](t, p, `globalThis.clients = await Promise.all([create('a'), create('b'), create('a'), create('a')])`)
	is(t, p, `return [clients[0] === clients[2], clients[0] === clients[3], clients[0] === clients[1]].join()`,
		"true,true,false")
	is(t, p, `return (await create('b')) === clients[1]`, "true")
	if n := s.asked(modulePath); n != 1 {
		t.Errorf("the module was loaded %d times", n)
	}
}

func TestWasmUrlSaysWhereTheModuleIs(t *testing.T) {
	s := newSite(t)
	s.answer("/assets/module", module("application/wasm"))
	p := open(t, s)
	is(t, p, `return (await create('shop', { wasmUrl: 'assets/module' })).getTokenSilently()`, "a token")
	if n := s.asked(modulePath); n != 0 {
		t.Errorf("the module beside the loader was asked for %d times", n)
	}
}

func TestWrongTypeIsCompiledAllTheSame(t *testing.T) {
	s := newSite(t)
	s.answer(modulePath, module("application/octet-stream"))
	p := open(t, s)
	is(t, p, `return (await create()).getTokenSilently()`, "a token")
	if said := p.said("is served as application/octet-stream, not as application/wasm"); len(said) != 1 {
		t.Errorf("the console was told %d times; it holds %q", len(said), p.said(""))
	}
}

func TestFailedLoadSaysWhyAndCanBeTriedAgain(t *testing.T) {
	for name, row := range map[string]struct {
		path   string
		answer http.HandlerFunc
		want   string
	}{
		"missing module":     {modulePath, status(http.StatusNotFound), "answered 404"},
		"server down":        {modulePath, status(http.StatusServiceUnavailable), "answered 503"},
		"broken connection":  {modulePath, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "could not be fetched"},
		"page for a module":  {modulePath, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<!doctype html>")) }, "served as text/html"},
		"truncated module":   {modulePath, truncated, "could not be compiled"},
		"another compiler's": {modulePath, foreign, "do not fit"},
		"missing support":    {supportPath, status(http.StatusNotFound), "wasm_exec.js could not be imported"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.answer(row.path, row.answer)
			p := open(t, s)
			got := eval[string](t, p, `return failure(create())`)
			if !strings.HasPrefix(got, "load_failed: ") || !strings.Contains(got, row.want) {
				t.Errorf("got %s; want load_failed with %q", got, row.want)
			}
			is(t, p, `return create().catch((error) => [error instanceof api.SessionError, error.name, error.retryable].join())`,
				"true,SessionError,true")
			s.answer(row.path, nil)
			is(t, p, `return (await create()).getTokenSilently()`, "a token")
		})
	}
}

// Whatever the app's policy lets the page fetch from.
func TestModuleFromAnotherOriginIsRefused(t *testing.T) {
	other := newSite(t)
	other.answer("/elsewhere.wasm", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		module("application/wasm")(w, r)
	})
	s := newSite(t)
	s.csp = "default-src * 'wasm-unsafe-eval'"
	s.answer(modulePath, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"elsewhere.wasm", http.StatusFound)
	})
	p := open(t, s)
	if got := eval[string](t, p, `return failure(create())`); !strings.HasPrefix(got, "load_failed: ") || !strings.Contains(got, " leads to "+strings.TrimSuffix(other.URL, "/")) {
		t.Errorf("got %s", got)
	}
}

// What a page has preloaded by the lines of preload.html is not fetched again.
func TestPreloadedIsNotFetchedAgain(t *testing.T) {
	links, err := os.ReadFile(filepath.Join(dist, bundle.PreloadName))
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t)
	s.answer("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html>%s<script type="module" src="/page.js"></script>`, strings.ReplaceAll(string(links), "/spa-session/", "/dist/"))
	})
	p := open(t, s)
	is(t, p, `return (await create()).getTokenSilently()`, "a token")
	for _, name := range []string{bundle.Entry, "wasm_exec.js", bundle.ModuleName} {
		if n := strings.Count(string(links), names[name]); n != 1 {
			t.Errorf("%s is %d times in %s", names[name], n, links)
		}
		if n := s.asked("/dist/" + names[name]); n != 1 {
			t.Errorf("%s was fetched %d times", names[name], n)
		}
	}
	p.quiet(t)
}

func truncated(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/wasm")
	w.Write([]byte("\x00asm\x01\x00\x00\x00\x01"))
}

// foreign is a module that imports env.f, which wasm_exec.js does not have.
func foreign(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/wasm")
	w.Write([]byte("\x00asm\x01\x00\x00\x00" + "\x01\x04\x01\x60\x00\x00" + "\x02\x09\x01\x03env\x01f\x00\x00"))
}

func TestPolicyWithoutWebAssemblyIsNamed(t *testing.T) {
	s := newSite(t)
	s.csp = strings.Replace(policy, " 'wasm-unsafe-eval'", "", 1)
	p := open(t, s)
	got := eval[string](t, p, `return failure(create())`)
	if !strings.HasPrefix(got, "load_failed: ") || !strings.Contains(got, "'wasm-unsafe-eval'") {
		t.Errorf("got %s", got)
	}
}

func TestWrongOptionsAreRefusedBeforeAnythingIsLoaded(t *testing.T) {
	s := newSite(t)
	p := open(t, s)
	for _, row := range []struct{ call, want string }{
		{`api.createSessionClient()`, "options: got undefined; takes an object"},
		{`api.createSessionClient('shop')`, "options: got shop; takes an object"},
		{`create('shop', { wasmUrl: 'https://cdn.example/m.wasm' })`, "wasmUrl: got https://cdn.example/m.wasm; takes an http(s) URL of this page's origin, http://127.0.0.1"},
		{`create('shop', { wasmUrl: 'data:application/wasm,x' })`, "wasmUrl: "},
		{`create('shop', { wasmUrl: 'blob:' + location.origin + '/x' })`, "wasmUrl: "},
		{`create('shop', { wasmUrl: '//other.example/m.wasm' })`, "wasmUrl: "},
		{`create('shop', { wasmUrl: 'http://[' })`, "wasmUrl: got http://[; takes"},
		{`create('shop', { wasmUrl: {} })`, "wasmUrl: got [object Object]; takes"},
		{`create('shop', { fallbackUrl: 'javascript:alert(1)' })`, "fallbackUrl: "},
		{`create('shop', { fallbackUrl: 'https://elsewhere.example/' })`, "fallbackUrl: "},
	} {
		if got := eval[string](t, p, "return failure("+row.call+")"); !strings.HasPrefix(got, "invalid_option: "+row.want) {
			t.Errorf("%s\n got %s\nwant invalid_option: %s", row.call, got, row.want)
		}
	}
	if n := s.asked(modulePath); n != 0 {
		t.Errorf("the module was loaded %d times", n)
	}
}

func TestModuleRefusesAndTheNextCallWorks(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, `return failure(create('refused'))`, "invalid_option: clientId: refused by the module")
	is(t, p, `return (await create()).getTokenSilently()`, "a token")
}
