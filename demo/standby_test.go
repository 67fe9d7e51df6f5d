package demo_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// dialogFiles are what the dialog is made of, as far as the page has asked for it: the style sheet and, of the release,
// the second file of the module.
const dialogFiles = `performance.getEntriesByType('resource')
	.map(({ name }) => new URL(name).pathname.match(/^\/spa-session\/(spa-session(?:-rest)?)\.[^/]*(css|wasm)$/)?.slice(1).join('.'))
	.filter((name) => name && name !== 'spa-session.wasm').sort().join()`

// allDialogFiles are those of the build that is tested.
func allDialogFiles() string {
	if os.Getenv("SPA_SESSION_BUILD") == "release" {
		return "spa-session-rest.wasm,spa-session.css"
	}
	return "spa-session.css"
}

const (
	dialogIsThere  = `document.querySelector('spa-session-dialog') !== null`
	dialogIsStyled = `document.querySelector('spa-session-dialog').shadowRoot.querySelector('link').sheet !== null`
)

// wantNoDialogYet fails if anything of the dialog is there, or has been asked for.
func (s shop) wantNoDialogYet() {
	s.t.Helper()
	want(s.t, "the dialog is there", browser.Eval[bool](s.Tab, dialogIsThere), false)
	want(s.t, "files of the dialog", browser.Eval[string](s.Tab, dialogFiles), "")
}

// waitDialogMade waits until the dialog of a page with a session is there, closed.
func (s shop) waitDialogMade() {
	s.t.Helper()
	s.Advance(time.Second)
	s.WaitFor(dialogIsThere + ` && ` + dialogIsStyled)
}

// Before its first token a page does nothing for the dialog, which is there soon after.
func TestTheDialogIsMadeAfterTheFirstToken(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	g := newGate()
	s.Fault(g.hold)
	s.Reload()
	s.WaitFor(`document.querySelector('iframe[src*="prompt=none"]') !== null`)
	s.wantNoDialogYet()
	s.Fault(nil)
	close(g.open)
	s.Wait(`.order`)
	s.waitStatus("active")
	s.waitDialogMade()
	want(t, "files of the dialog", browser.Eval[string](s.Tab, dialogFiles), allDialogFiles())
	want(t, "the dialog is open", s.dialogOpen(), false)
	wantClean(t, s.Tab)
}

func TestAVisitorHasNoDialog(t *testing.T) {
	s := openStorefront(t, "/account/orders", 5*time.Minute)
	s.waitStatus("signedOut")
	s.Advance(time.Minute)
	s.wantNoDialogYet()
}

// cut is a storefront whose dialog cannot be loaded: the connection breaks.
func cut(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/spa-session/") && (strings.Contains(r.URL.Path, "-rest.") || strings.HasSuffix(r.URL.Path, ".css")) {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	})
}

// The network goes right after the token, before the dialog is there: the warning is shown as soon as it can be, and
// until then the app hears all that it would hear.
func TestAWarningWhileTheDialogCannotBeLoaded(t *testing.T) {
	s := signedIn(t, 10*time.Minute)
	s.ClearCache() // the login has loaded the rest of the release already
	s.FaultStorefront(cut)
	s.Reload()
	s.Wait(`.order`)
	s.waitStatus("active")
	s.Offline(true)
	s.FaultStorefront(nil)
	s.Run(withClient(`(globalThis.heard = [], ['warning', 'extended'].forEach((type) => client.on(type, () => heard.push(type))))`))
	s.Advance(9*time.Minute + time.Second)
	s.waitStatus("warning")
	want(t, "events", browser.Eval[string](s.Tab, `heard.join()`), "warning")
	if allDialogFiles() == "spa-session.css" {
		s.waitDialog("idle-warning") // without its looks
	} else {
		want(t, "the dialog is there", browser.Eval[bool](s.Tab, dialogIsThere), false)
	}
	s.Offline(false)
	s.waitDialog("idle-warning")
	s.Advance(5 * time.Second)
	s.WaitFor(dialogIsStyled)
	s.Click(continueButton)
	s.waitNoDialog()
	s.waitStatus("active")
	want(t, "events", browser.Eval[string](s.Tab, `heard.join()`), "warning,extended")
}

// A page that is opened in the last minute of its session has the dialog at once.
func TestADialogThatIsNeededAtTheStart(t *testing.T) {
	s := signedIn(t, 10*time.Minute, func(c *authserver.Config) { c.Sessions.Absolute = 5 * time.Minute })
	s.Advance(4*time.Minute + 10*time.Second)
	s.waitDialog("last-warning")
	s.Reload()
	s.waitDialog("last-warning")
	want(t, "it has its looks", browser.Eval[bool](s.Tab, dialogIsStyled), true)
	want(t, "files of the dialog", browser.Eval[string](s.Tab, dialogFiles), allDialogFiles())
	s.Click(notNowButton)
	s.Wait(`spa-session-dialog >>> [part~=bar]`)
	wantClean(t, s.Tab)
}
