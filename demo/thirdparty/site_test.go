package thirdparty_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/bench/npm"
)

func TestMain(m *testing.M) { browser.Main(m) }

const (
	clientID   = "third-party"
	totpSecret = "JBSWY3DPEHPK3PXP"
)

// packages are what the pages are made of. 2.27.0 is the newest auth0-spa-js whose dependencies can all be installed.
var packages = []string{
	"@auth0/auth0-spa-js@2.27.0", "@auth0/auth0-react@2.27.0", "react@19.3.1", "react-dom@19.3.1", "esbuild@0.28.2",
}

// install returns the packages' folder.
func install(t *testing.T) string {
	t.Helper()
	folder, err := npm.Install(t.Context(), packages...)
	switch {
	case errors.Is(err, npm.ErrMissing) && os.Getenv("CI") != "true":
		t.Skipf("SKIPPED, NOT PASSED: %v", err)
	case err != nil:
		t.Fatal(err)
	}
	return folder
}

// A site is somebody's single-page app, with the tenant that it is a client of.
type site struct {
	*browser.World
	origin string
}

// newSite serves the files, each by its path; every other path is the page of the app, as single-page apps have it.
func newSite(t *testing.T, refreshTokens bool, files map[string]string) *site {
	t.Helper()
	var config any
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/config.json" {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(config)
			return
		}
		file, found := files[r.URL.Path]
		if !found {
			file = files["/"]
		}
		http.ServeFile(w, r, file)
	}))
	t.Cleanup(server.Close)
	// The same site as the authorization server, whose cookie is SameSite=Lax on http.
	origin := "http://" + strings.Replace(server.Listener.Addr().String(), "127.0.0.1", "localhost", 1)
	world := browser.NewWorld(t, browser.Options{NoModule: true, Tenant: func(tenant *authserver.Config) {
		tenant.Users[0].TOTPSecret = totpSecret
		tenant.Clients = append(tenant.Clients, authserver.Client{
			ID: clientID, Callbacks: []string{origin, origin + "/callback"},
			AllowedLogoutURLs: []string{origin + "/"}, WebOrigins: []string{origin},
		})
	}})
	config = map[string]any{
		"domain": world.AS, "clientId": clientID, "refreshTokens": refreshTokens,
		"authorizationParams": map[string]string{
			"redirect_uri": origin + "/callback", "audience": authserver.StorefrontAudience,
		},
	}
	server.Start()
	return &site{world, origin}
}

// spa is the page with auth0-spa-js as its package ships it for a script element.
func spa(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"/":          "testdata/page.html",
		"/app.js":    "testdata/spa.js",
		"/client.js": filepath.Join(install(t), "node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.production.js"),
	}
}

// react is the page with auth0-react, bundled as an app is that goes to production.
func react(t *testing.T) map[string]string {
	t.Helper()
	folder := install(t)
	out := filepath.Join(t.TempDir(), "app.js")
	source, err := filepath.Abs("testdata/react.jsx")
	if err != nil {
		t.Fatal(err)
	}
	bundle := exec.CommandContext(t.Context(), "node", filepath.Join(folder, "node_modules/esbuild/bin/esbuild"), source,
		"--bundle", "--format=esm", "--jsx=automatic", `--define:process.env.NODE_ENV="production"`, "--minify",
		"--log-level=warning", "--outfile="+out)
	bundle.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(folder, "node_modules"))
	if out, err := bundle.CombinedOutput(); err != nil {
		t.Fatalf("esbuild: %v\n%s", err, out)
	}
	page := filepath.Join(t.TempDir(), "page.html")
	html := `<!doctype html><html lang="en"><meta charset="utf-8"><title>A third party's client</title>` +
		`<main id="root"></main><script type="module" src="/app.js"></script>`
	if err := os.WriteFile(page, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"/": page, "/app.js": out}
}
