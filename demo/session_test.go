package demo_test

import (
	"crypto/rsa"
	"net/url"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

const (
	email    = "ada@storezero.example"
	password = "difference-engine"
	dialog   = "spa-session-dialog >>> dialog"
)

// silent is a condition for requests: those of silent authentication.
var silent = browser.Having("prompt", "none")

// shop is a world with a storefront, and one tab in it.
type shop struct {
	*browser.World
	*browser.Tab
	t   *testing.T
	key *rsa.PrivateKey // the server's own
}

// openStorefront opens a path of the storefront with its session module. idle is
// the idle lifetime of the server's session, which the page is told as well.
func openStorefront(t *testing.T, path string, idle time.Duration, tenant ...func(*authserver.Config)) shop {
	t.Helper()
	var key *rsa.PrivateKey
	world := browser.NewWorld(t, browser.Options{Tenant: func(c *authserver.Config) {
		key = c.Key
		c.Sessions.Idle = idle
		for _, alter := range tenant {
			alter(c)
		}
	}})
	s := shop{World: world, Tab: world.NewTab(t), t: t, key: key}
	s.Open(world.Storefront + path)
	return s
}

// logIn presses Log in on the page and types at the server.
func (s shop) logIn() {
	s.t.Helper()
	s.Click(`main button:text("Log in")`)
	s.typePassword()
}

func (s shop) typePassword() {
	s.t.Helper()
	s.Wait(`input[name=username]`)
	if browser.Eval[string](s.Tab, `document.querySelector('input[name=username]').value`) == "" {
		s.Type(`input[name=username]`, email)
	}
	s.Type(`input[name=password]`, password)
	s.Click(`button:text("Log in")`)
}

// signedIn is a storefront on the orders page, after a login.
func signedIn(t *testing.T, idle time.Duration, tenant ...func(*authserver.Config)) shop {
	t.Helper()
	s := openStorefront(t, "/account/orders", idle, tenant...)
	s.logIn()
	s.Wait(`.order`)
	return s
}

// asked is how often the server was asked in silence.
func (s shop) asked() int { return len(s.Requests("GET /authorize", silent)) }

// status waits for the status that the panel shows.
func (s shop) waitStatus(status string) {
	s.t.Helper()
	s.WaitFor(`status => document.querySelector('.panel').dataset.status === status`, status)
}

func TestLoginListReload(t *testing.T) {
	s := openStorefront(t, "/", 5*time.Minute)
	s.Click(`[aria-label="Add to cart: Stoneware mug"]`)
	s.Click(`.site-nav a:text("My Account")`)
	s.Open(s.Storefront + "/account/orders")
	s.logIn()
	s.Wait(`.order`)
	want(t, "the page after the login", s.URL().Path, "/account/orders")
	want(t, "the cart after the login", s.Text("#cart-count"), "1")
	want(t, "silent requests of a visitor and a login", s.asked(), 0)
	want(t, "what is left in the address", s.URL().RawQuery, "")

	s.Reload()
	s.Wait(`.order`)
	want(t, "silent requests after a reload", s.asked(), 1)
	want(t, "all requests to /authorize", len(s.Requests("GET /authorize", func(url.Values) bool { return true })), 2)
	s.waitStatus("active")
	want(t, "frames that are left", s.FrameCount(), 0)
	wantClean(t, s.Tab)
}

// in is s for a subtest.
func (s shop) in(t *testing.T) shop {
	s.t = t
	return s
}
