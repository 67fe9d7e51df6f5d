package reactapp

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

func TestMain(m *testing.M) { browser.Main(m) }

// app is a world whose storefront is the app in React.
type app struct {
	*browser.World
	*browser.Tab
	t *testing.T
}

func (a app) status(want string) {
	a.t.Helper()
	a.WaitFor(`want => document.querySelector('#status').textContent === want`, want)
}

func (a app) logIn() {
	a.t.Helper()
	a.Type(`input[name=username]`, "ada@storezero.example")
	a.Type(`input[name=password]`, "difference-engine")
	a.Click(`button:text("Log in")`)
}

// clean fails if the page complained: React does so when what it renders is not what
// the server rendered, and when a component that is gone is set.
func (a app) clean() {
	a.t.Helper()
	for _, message := range a.ConsoleErrors() {
		a.t.Errorf("the page complained: %s", message)
	}
}

func TestReact(t *testing.T) {
	for react := range versions {
		t.Run(react, func(t *testing.T) {
			site := newProject(t, react).build()
			for name, run := range map[string]func(app){
				"a visitor is shown what is open to all":     visit,
				"a protected page leads to the login":        protect,
				"the session as it goes":                     follow,
				"whoever logs out is not sent to log in":     logOut,
				"a client that cannot be made":               fail,
				"a login that cannot begin is offered again": retry,
			} {
				t.Run(name, func(t *testing.T) {
					world := browser.NewWorld(t, browser.Options{Site: site, Tenant: func(c *authserver.Config) {
						c.Sessions.Idle = 2 * time.Minute
					}})
					run(app{World: world, Tab: world.NewTab(t), t: t})
				})
			}
		})
	}
}

func visit(a app) {
	a.Open(a.Storefront + "/")
	a.status("signedOut")
	if n := len(a.AllRequests()); n > 0 {
		a.t.Errorf("a visitor caused %d requests to the server", n)
	}
	a.clean()
}

// StrictMode runs each effect twice, and two components ask for the login.
func protect(a app) {
	a.Open(a.Storefront + "/orders?page=2#last")
	a.logIn()
	a.Wait(`h1:text("Orders")`)
	a.Wait(`#note`)
	a.status("active authenticated")
	if at := a.URL(); at.Path != "/orders" || at.RawQuery != "" && at.RawQuery != "page=2" {
		a.t.Errorf("the login led to %s", at)
	}
	for pattern, want := range map[string]int{"GET /authorize": 1, "POST /oauth/token": 1} {
		if n := len(a.Requests(pattern)); n != want {
			a.t.Errorf("%d times %s, want %d", n, pattern, want)
		}
	}
	a.clean()
}

func follow(a app) {
	a.Open(a.Storefront + "/orders")
	a.logIn()
	a.Type(`textarea`, "not saved yet")
	a.Advance(61 * time.Second)
	a.status("warning authenticated")
	a.Click(`spa-session-dialog >>> [data-action=continue]`)
	a.status("active authenticated")
	a.Advance(121 * time.Second)
	a.status("idle authenticated")
	a.Click(`spa-session-dialog >>> [data-action=not-now]`)
	a.WaitFor(`!document.querySelector('spa-session-dialog').shadowRoot.querySelector('dialog').open`)
	a.Click(`h1`)
	a.status("ended")
	if kept := browser.Eval[string](a.Tab, `document.querySelector('textarea').value`); kept != "not saved yet" {
		a.t.Errorf("of what was typed is left %q", kept)
	}
	a.clean()
}

func logOut(a app) {
	a.Open(a.Storefront + "/orders")
	a.logIn()
	a.Wait(`h1:text("Orders")`)
	a.Click(`button:text("Log out here")`)
	a.status("signedOut")
	a.Wait(`#closed`)
	if words := a.Text(`#closed`); words != "Closed Log in" {
		a.t.Errorf("the page says %q", words)
	}
	if n := len(a.Requests("GET /authorize")); n != 1 {
		a.t.Errorf("%d requests to /authorize, want the one of the login", n)
	}
	a.Click(`#closed button`)
	a.WaitFor(`document.querySelector('#status')?.textContent === 'active authenticated'`) // the server's session goes on
	a.clean()
}

func fail(a app) {
	a.FaultStorefront(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, ".wasm") {
				http.Error(w, "gone", http.StatusNotFound)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	a.Open(a.Storefront + "/orders")
	a.status("loading load_failed")
	a.Wait(`#closed`)
	if words := a.Text(`#closed`); words != "Failed: load_failed Log in" {
		a.t.Errorf("the page says %q", words)
	}
}

func retry(a app) {
	a.StopAS()
	a.Open(a.Storefront + "/orders")
	a.WaitFor(`document.querySelector('#closed')?.textContent === 'Failed: as_unreachable Log in'`)
	a.StartAS()
	a.Click(`#closed button`)
	a.Wait(`input[name=username]`)
}
