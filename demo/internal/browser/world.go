package browser

import (
	"io/fs"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// Options say what a World is. The zero value is what `make run` starts.
type Options struct {
	// NoModule leaves /spa-session/ unserved: what is tested then needs no build of the module.
	NoModule bool
	// Site is served in the place of the storefront's own files; index.html must be at its root.
	Site fs.FS
	// Hooks serves the module that is built with the test hooks (build tag `hooks`).
	Hooks bool
	// TLS serves every origin over https, and so with cookies that may go to frames on other sites (SameSite=None).
	TLS bool
	// ThirdPartyCookies is the browser that lets frames on other sites have their cookies. The usual one keeps them.
	ThirdPartyCookies bool
	// Social starts the mock identity provider, too, on an origin of its own.
	Social bool
	// ControlToken locks the control API and its dashboard, as it is beyond loopback.
	ControlToken string
	// Tenant changes the authorization server's configuration before it starts.
	Tenant func(*authserver.Config)
}

// A World is everything that a page of the storefront deals with, in process, on ports of its own, under a clock that
// the test holds. It ends with the test.
type World struct {
	// Storefront and AS are origins, without a trailing slash.
	Storefront, AS string
	// IdP is the identity provider's origin; empty without Options.Social.
	IdP string
	// Profile is the browser of the world's usual user.
	Profile *Profile
	// Server is the authorization server itself, to look at its sessions.
	Server *authserver.Server

	t          testing.TB
	chrome     *chrome
	clock      *clock
	as         *origin
	asRecorder *recorder
	storefront *recorder
}

// NewWorld starts a world. It fails the test if the built module is missing or older than its sources.
func NewWorld(t testing.TB, options Options) *World {
	t.Helper()
	module := moduleFor(t, options)
	clock, chrome := newClock(), &strict
	if options.ThirdPartyCookies {
		chrome = &lenient
	}
	as, storefront := newOrigin(t, options.TLS), newOrigin(t, options.TLS)
	var provider *origin
	var providerURL string
	if options.Social {
		provider = newOrigin(t, options.TLS)
		providerURL = provider.url
	}
	servers := newServers(t, options, module, as.url, storefront.url, providerURL, clock.now)
	w := &World{
		Storefront: storefront.url,
		AS:         as.url,
		IdP:        providerURL,
		Profile:    newProfile(t, chrome, clock),
		Server:     servers.authserver,
		t:          t,
		chrome:     chrome,
		clock:      clock,
		as:         as,
		asRecorder: &recorder{handler: servers.as},
		storefront: &recorder{handler: servers.storefront},
	}
	as.serve(w.asRecorder)
	storefront.serve(w.storefront)
	if provider != nil {
		provider.serve(servers.idp)
	}
	return w
}

// NewTab opens an empty tab of the usual user's browser.
func (w *World) NewTab(t testing.TB) *Tab {
	t.Helper()
	return w.Profile.NewTab(t)
}

// NewProfile returns another browser in the same world, as of another user.
func (w *World) NewProfile(t testing.TB) *Profile {
	t.Helper()
	return newProfile(t, w.chrome, w.clock)
}

// LogIn fills in the authorization server's login page, which the tab is on its way to, as one of the users of
// authserver.Defaults.
func (w *World) LogIn(tab *Tab, user authserver.User) {
	tab.t.Helper()
	tab.WaitFor(`as => location.origin === as`, w.AS)
	tab.Type("#username", user.Email)
	tab.Type("#password", user.Password)
	tab.Click(`button:text("Log in")`)
	tab.WaitFor(`as => location.origin !== as`, w.AS)
}

// Ada and Grace are the users that can log in.
func (w *World) Ada() authserver.User   { return authserver.Defaults(w.Storefront).Users[0] }
func (w *World) Grace() authserver.User { return authserver.Defaults(w.Storefront).Users[1] }

// Now is the time by the authorization server's clock.
func (w *World) Now() time.Time { return w.clock.now() }

// Advance lets d pass for the servers and for all pages; their timers that are due by then fire, late ones in order.
// Let requests that are under way come to their end before: they would meet their own time limits.
func (w *World) Advance(d time.Duration) {
	w.t.Helper()
	w.clock.advance(d)
}

// Sleep closes the laptop for d: time passes for the servers and for Date, while timers and performance.now stand
// still; then all pages wake.
func (w *World) Sleep(d time.Duration) {
	w.t.Helper()
	w.clock.sleep(d)
}

// StepWall sets the date of the user's device forwards, or backwards if d is negative. No time passes.
func (w *World) StepWall(d time.Duration) {
	w.t.Helper()
	w.clock.stepWall(d)
}

// Requests returns what the authorization server was sent to "METHOD /path", oldest first, as far as the query and
// form values meet all conditions: Requests("GET /authorize", Having("prompt", "none")).
func (w *World) Requests(pattern string, conditions ...func(url.Values) bool) []Request {
	return w.asRecorder.find(pattern, conditions)
}

// AllRequests returns everything that the authorization server was sent.
func (w *World) AllRequests() []Request { return w.asRecorder.all() }

// StorefrontRequests is Requests of the storefront's origin, with the shop's API.
func (w *World) StorefrontRequests(pattern string, conditions ...func(url.Values) bool) []Request {
	return w.storefront.find(pattern, conditions)
}

// Having is a condition for Requests: the parameter has this value.
func Having(name, value string) func(url.Values) bool {
	return func(values url.Values) bool { return values.Get(name) == value }
}

// Fault puts a handler in front of the authorization server from the next request on; nil takes it away again.
func (w *World) Fault(fault func(next http.Handler) http.Handler) { w.asRecorder.setFault(fault) }

// FaultStorefront is Fault for the storefront's origin.
func (w *World) FaultStorefront(fault func(next http.Handler) http.Handler) {
	w.storefront.setFault(fault)
}

// Answer is a fault that answers requests to "METHOD /path" with a status and a word of plain text.
func Answer(pattern string, status int) func(next http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method+" "+r.URL.Path == pattern {
				http.Error(w, http.StatusText(status), status)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// StopAS makes the authorization server refuse connections; those that are open are cut.
func (w *World) StopAS() { w.as.stop() }

// StartAS brings it back on the same port, with its sessions.
func (w *World) StartAS() {
	w.t.Helper()
	w.as.start()
}
