package static_test

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/spa-session/spa-session/devserver/static"
)

const asOrigin = "http://localhost:4400"

var (
	old   = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	newer = old.Add(time.Hour)
)

func file(content string, modified time.Time) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(content), ModTime: modified}
}

func demoFiles() fstest.MapFS {
	return fstest.MapFS{
		"index.html":         file("<!doctype html>shop", old),
		"app.js":             file("export {}", old),
		"css/shop.css":       file("body{}", old),
		"images/mug.svg":     file("<svg/>", old),
		"app.0123abcd.js":    file("hashed", old),
		".env":               file("secret", old),
		".git/config":        file("secret", old),
		"notes/.hidden.json": file("secret", old),
		"strange.bin":        file("??", old),
	}
}

func moduleFiles() fstest.MapFS {
	return fstest.MapFS{
		"silent.html":         file("<!doctype html>", old),
		"popup.html":          file("<!doctype html>", old),
		"spa-session.wasm":    file("\x00asm", old),
		"spa-session.wasm.br": file("brotli", newer),
		"spa-session.wasm.gz": file("gzip", old),
		"spa-session.js":      file("rebuilt", newer),
		"spa-session.js.br":   file("stale", old),

		"locale-fr.0123abcd.js":    file("hashed", old),
		"locale-fr.0123abcd.js.br": file("brotli", old),
	}
}

// newStorefront serves over a real listener, since http.NewRequest would clean a path.
func newStorefront(t *testing.T, module fs.FS) *httptest.Server {
	t.Helper()
	handler, err := static.New(static.Config{
		Demo: demoFiles(), Module: module, ASOrigin: asOrigin,
		AppConfig: map[string]any{"domain": asOrigin, "idleTimeout": 300},
	})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(handler)
	t.Cleanup(ts.Close)
	return ts
}

type answer struct {
	status int
	body   string
	header http.Header
}

// ask sends a request whose target is not cleaned; headers are pairs of name and value.
func ask(t *testing.T, ts *httptest.Server, method, target string, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequest(method, ts.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.URL.Opaque = target
	req.Header.Set("Accept-Encoding", "identity") // else Transport asks for gzip, and hides it
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, string(body), resp.Header}
}

func TestFilesAndTypes(t *testing.T) {
	ts := newStorefront(t, moduleFiles())
	for _, tc := range []struct{ path, mediaType, body string }{
		{"/", "text/html; charset=utf-8", "<!doctype html>shop"},
		{"/index.html", "text/html; charset=utf-8", "<!doctype html>shop"},
		{"/app.js", "text/javascript; charset=utf-8", "export {}"},
		{"/css/shop.css", "text/css; charset=utf-8", "body{}"},
		{"/images/mug.svg", "image/svg+xml", "<svg/>"},
		{"/strange.bin", "application/octet-stream", "??"},
		{"/spa-session/spa-session.wasm", "application/wasm", "\x00asm"},
		{"/spa-session/spa-session.js", "text/javascript; charset=utf-8", "rebuilt"},
		{"/config.json", "application/json; charset=utf-8", `{"domain":"http://localhost:4400","idleTimeout":300}`},
	} {
		got := ask(t, ts, "GET", tc.path)
		if got.status != http.StatusOK || got.header.Get("Content-Type") != tc.mediaType || got.body != tc.body {
			t.Errorf("%s: status %d, %s, %q", tc.path, got.status, got.header.Get("Content-Type"), got.body)
		}
		if head := ask(t, ts, "HEAD", tc.path); head.status != http.StatusOK || head.body != "" {
			t.Errorf("HEAD %s: status %d, body %q", tc.path, head.status, head.body)
		}
	}
}

func TestSecurityHeadersOnEveryAnswer(t *testing.T) {
	ts := newStorefront(t, moduleFiles())
	const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; frame-src 'self' http://localhost:4400; " +
		"connect-src 'self' http://localhost:4400; trusted-types spa-session; require-trusted-types-for 'script'; " +
		"base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
	for _, path := range []string{"/", "/app.js", "/config.json", "/spa-session/spa-session.wasm", "/missing.js", "/spa-session/missing.js", "/api/x"} {
		got := ask(t, ts, "GET", path)
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s %q, want %q", path, name, got.header.Get(name), want)
			}
		}
	}
}

func TestPagesThatFramesAndPopupsReturnTo(t *testing.T) {
	ts := newStorefront(t, moduleFiles())
	for path, want := range map[string]map[string]string{
		"/spa-session/silent.html?code=x&state=y": {
			"Content-Security-Policy":      "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
			"Cross-Origin-Embedder-Policy": "require-corp",
		},
		"/spa-session/popup.html?code=x&state=y": {
			"Content-Security-Policy":      "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"Cross-Origin-Embedder-Policy": "",
		},
	} {
		got := ask(t, ts, "GET", path)
		want["Cache-Control"], want["Referrer-Policy"] = "no-store", "no-referrer"
		for name, value := range want {
			if got.status != http.StatusOK || got.header.Get(name) != value {
				t.Errorf("%s: status %d, %s %q, want %q", path, got.status, name, got.header.Get(name), value)
			}
		}
	}
}

// The app's own paths are index.html for a navigation, and for nothing else.
func TestAppPaths(t *testing.T) {
	ts := newStorefront(t, moduleFiles())
	const navigation = "text/html,application/xhtml+xml,*/*;q=0.8"
	for _, tc := range []struct {
		path, accept string
		want         int
	}{
		{"/account/orders", navigation, 200},
		{"/signed-out", navigation, 200},
		{"/images", navigation, 200},
		{"/images/", navigation, 200},
		{"/account/orders", "*/*", 404},
		{"/account/orders", "", 404},
		{"/missing.js", navigation, 404},
		{"/api/orders", navigation, 404},
		{"/spa-session/chunk", navigation, 404},
	} {
		got := ask(t, ts, "GET", tc.path, "Accept", tc.accept)
		if got.status != tc.want {
			t.Errorf("%s for %q: status %d, want %d", tc.path, tc.accept, got.status, tc.want)
		}
		if tc.want == 200 && got.body != "<!doctype html>shop" {
			t.Errorf("%s: body %q", tc.path, got.body)
		}
		if tc.want == 200 && !strings.Contains(strings.Join(got.header.Values("Vary"), ","), "Accept,") {
			t.Errorf("%s: Vary %q, the answer depends on Accept", tc.path, got.header.Values("Vary"))
		}
	}
}

func TestWhatIsNotServed(t *testing.T) {
	ts := newStorefront(t, moduleFiles())
	for _, path := range []string{
		"/.env", "/.git/config", "/notes/.hidden.json", "/../static.go", "/css/../.env", "/%2e%2e/static.go",
		"/..%2fstatic.go", "/css//shop.css", "/css/./shop.css", `/css\shop.css`, "/%00", "/spa-session/../.env",
		"/spa-session/spa-session.wasm.br", "/spa-session/spa-session.wasm.gz", "/css/",
	} {
		got := ask(t, ts, "GET", path)
		if got.status != http.StatusNotFound || strings.Contains(got.body, "secret") || strings.Contains(got.body, "body{}") {
			t.Errorf("%s: status %d, body %q", path, got.status, got.body)
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		got := ask(t, ts, method, "/")
		if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: status %d, Allow %q", method, got.status, got.header.Get("Allow"))
		}
	}
}

func TestPrecompressedSiblings(t *testing.T) {
	ts := newStorefront(t, moduleFiles())
	const wasm = "/spa-session/spa-session.wasm"
	for _, tc := range []struct{ path, accept, encoding, body string }{
		{wasm, "gzip, deflate, br, zstd", "br", "brotli"},
		{wasm, "gzip, deflate", "gzip", "gzip"},
		{wasm, "br;q=0, gzip;q=0.1", "gzip", "gzip"},
		{wasm, "BR", "br", "brotli"},
		{wasm, "*", "br", "brotli"},
		{wasm, "br;q=0, *", "gzip", "gzip"},
		{wasm, "*;q=0", "", "\x00asm"},
		{wasm, "identity", "", "\x00asm"},
		{wasm, "br;q=nonsense", "", "\x00asm"},
		{wasm, "brotli", "", "\x00asm"},
		{"/spa-session/spa-session.js", "br", "", "rebuilt"}, // its .br is older: a build has left it behind
		{"/app.js", "br", "", "export {}"},
	} {
		got := ask(t, ts, "GET", tc.path, "Accept-Encoding", tc.accept)
		if got.header.Get("Content-Encoding") != tc.encoding || got.body != tc.body {
			t.Errorf("%s for %q: %q, body %q, want %q and %q", tc.path, tc.accept, got.header.Get("Content-Encoding"), got.body, tc.encoding, tc.body)
		}
		if got.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s for %q: Vary %q", tc.path, tc.accept, got.header.Get("Vary"))
		}
		if tc.path == wasm && got.header.Get("Content-Type") != "application/wasm" {
			t.Errorf("%s for %q: %s", tc.path, tc.accept, got.header.Get("Content-Type"))
		}
	}
}

func TestRevalidation(t *testing.T) {
	ts := newStorefront(t, moduleFiles())
	const wasm = "/spa-session/spa-session.wasm"
	plain := ask(t, ts, "GET", wasm)
	compressed := ask(t, ts, "GET", wasm, "Accept-Encoding", "br")
	if tag := plain.header.Get("ETag"); tag == "" || tag == compressed.header.Get("ETag") {
		t.Errorf("ETags %q and %q, want two: they name two contents", tag, compressed.header.Get("ETag"))
	}
	again := ask(t, ts, "GET", wasm, "Accept-Encoding", "br", "If-None-Match", compressed.header.Get("ETag"))
	if again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("status %d, body %q, want 304", again.status, again.body)
	}
	for path, want := range map[string]string{
		wasm: "no-cache", "/": "no-cache", "/config.json": "no-cache", "/app.js": "no-cache", "/spa-session/spa-session.js": "no-cache",
		"/spa-session/locale-fr.0123abcd.js": "public, max-age=31536000, immutable",
		"/app.0123abcd.js":                   "public, max-age=31536000, immutable",
	} {
		if got := ask(t, ts, "GET", path).header.Get("Cache-Control"); got != want {
			t.Errorf("%s: Cache-Control %q, want %q", path, got, want)
		}
	}
}

func TestModuleThatIsNotBuilt(t *testing.T) {
	for name, module := range map[string]fs.FS{"none": nil, "empty": fstest.MapFS{}} {
		got := ask(t, newStorefront(t, module), "GET", "/spa-session/spa-session.js")
		if got.status != http.StatusNotFound || !strings.Contains(got.body, "make build") {
			t.Errorf("%s: status %d, body %q", name, got.status, got.body)
		}
	}
	if got := ask(t, newStorefront(t, moduleFiles()), "GET", "/spa-session/other.js"); got.status != 404 || strings.Contains(got.body, "make build") {
		t.Errorf("a file that the build does not make: status %d, body %q", got.status, got.body)
	}
}

func TestConfigErrors(t *testing.T) {
	good := static.Config{Demo: demoFiles(), ASOrigin: asOrigin}
	for _, tc := range []struct {
		change func(*static.Config)
		want   string
	}{
		{func(c *static.Config) { c.Demo = nil }, "Demo is required"},
		{func(c *static.Config) { c.Demo = fstest.MapFS{} }, "no index.html"},
		{func(c *static.Config) { c.ASOrigin = "" }, "ASOrigin"},
		{func(c *static.Config) { c.ASOrigin = asOrigin + "/" }, "ASOrigin"},
		{func(c *static.Config) { c.ASOrigin = "http://a;script-src" }, "ASOrigin"},
		{func(c *static.Config) { c.AppConfig = func() {} }, "AppConfig"},
	} {
		cfg := good
		tc.change(&cfg)
		if _, err := static.New(cfg); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("error %v, want %q", err, tc.want)
		}
	}
}
