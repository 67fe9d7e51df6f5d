package demo_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// The dialog of the session module.
const (
	continueButton = `spa-session-dialog >>> [data-action=continue]`
	tryAgainButton = `spa-session-dialog >>> [data-action=try-again]`
	logOutButton   = `spa-session-dialog >>> [data-action=log-out]`
	logInButton    = `spa-session-dialog >>> [data-action=log-in]`
	notNowButton   = `spa-session-dialog >>> [data-action=not-now]`
)

// dialogOpen tells whether the dialog is modal, whatever it says.
const dialogOpen = `(() => {
	const dialog = document.querySelector('spa-session-dialog')?.shadowRoot.querySelector('dialog')
	return dialog !== undefined && dialog.matches(':modal') && !dialog.hasAttribute('data-shield')
})()`

func (s shop) waitDialog(kind string) {
	s.t.Helper()
	s.WaitFor(`kind => `+dialogOpen+` && document.querySelector('spa-session-dialog').shadowRoot.querySelector('dialog').dataset.kind === kind`, kind)
}

func (s shop) waitNoDialog() {
	s.t.Helper()
	s.WaitFor(`() => !` + dialogOpen)
}

func (s shop) dialogOpen() bool {
	s.t.Helper()
	return browser.Eval[bool](s.Tab, dialogOpen)
}

// mark remembers the document, and marked tells whether it is still the same.
func (s shop) mark() { s.Run(`() => { globalThis.marked = true }`) }

func (s shop) marked() bool { return browser.Eval[bool](s.Tab, `globalThis.marked === true`) }

// idleDeadline is when the server drops its session.
func (s shop) idleDeadline() time.Time {
	s.t.Helper()
	sessions, err := s.Server.Sessions()
	if err != nil || len(sessions) != 1 {
		s.t.Fatalf("the server has %d sessions, %v", len(sessions), err)
	}
	return sessions[0].IdleExpiresAt
}

func TestWarningAndContinue(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.mark()
	// Real time flows as well, so the page itself notes when the warning came.
	s.Run(withClient(`client.on('warning', ({ warningAt }) => { globalThis.early = warningAt - Date.now() })`))
	s.Advance(20 * time.Second)
	s.waitStatus("active")
	want(t, "the dialog is open before its time", s.dialogOpen(), false)
	before := s.idleDeadline()
	s.Advance(41 * time.Second)
	s.waitDialog("idle-warning")
	if early := browser.Eval[float64](s.Tab, `early`); early > 50 {
		t.Errorf("the dialog opened %v ms before its time", early)
	}
	want(t, "silent requests so far", s.asked(), 0)
	s.Click(continueButton)
	s.waitNoDialog()
	s.waitStatus("active")
	want(t, "silent requests of Continue", s.asked(), 1)
	want(t, "the document is the same", s.marked(), true)
	if !s.idleDeadline().After(before) {
		t.Error("Continue did not extend the server's session")
	}
	wantClean(t, s.Tab)
}

func TestContinueWithAFreshCachedTokenAsksTheServerAllTheSame(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.Advance(61 * time.Second)
	s.waitDialog("idle-warning")
	token := `async () => (await import('/session/account.js')).session.get().client.getTokenSilently()`
	s.Run(`async () => { globalThis.before = await (` + token + `)() }`)
	want(t, "silent requests for the cached token", s.asked(), 0)
	s.Click(continueButton)
	s.waitNoDialog()
	want(t, "silent requests of Continue", s.asked(), 1)
}

func TestEscapeIsContinue(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.Advance(61 * time.Second)
	s.waitDialog("idle-warning")
	want(t, "what has the focus", s.Focused(), "button Continue")
	s.Press(browser.Escape)
	s.waitNoDialog()
	s.waitStatus("active")
	want(t, "silent requests of Esc", s.asked(), 1)
}

func TestLogOutInTheDialogEndsTheSessionAtTheServer(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.Advance(61 * time.Second)
	s.waitDialog("idle-warning")
	s.Click(logOutButton)
	s.WaitFor(`() => location.pathname === '/signed-out'`)
	sessions, err := s.Server.Sessions()
	if err != nil || len(sessions) != 0 {
		t.Errorf("the server still has %d sessions, %v", len(sessions), err)
	}
	want(t, "silent requests of the landing page", s.asked(), 0)
	s.WaitFor(`document.querySelector('main').innerText.includes('The logout succeeded')`)
	s.Open(s.Storefront + "/account/orders")
	s.Wait(`main button:text("Log in")`)
	s.Run(`async () => { await (await import('/session/account.js')).session.get().client.checkSession({ sso: true }) }`)
	want(t, "silent requests that were asked for", s.asked(), 1)
	s.waitStatus("signedOut")
	want(t, "the reason", browser.Eval[string](s.Tab,
		`(async () => (await import('/session/account.js')).session.get().client.getSnapshot().reason)()`), "login_required")
}

func TestTheDeadlinePassesAndAnotherClientHasTouchedTheSession(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.mark()
	s.Advance(61 * time.Second)
	s.waitDialog("idle-warning")
	// Another app of the tenant asks the server, at the top level, in another tab.
	other := s.NewTab(t)
	other.Open(s.AS + "/authorize?response_type=code&client_id=storezero-outlet&prompt=none&state=s&scope=openid" +
		"&redirect_uri=" + s.Storefront + "/outlet&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256")
	other.Close()
	s.Advance(60 * time.Second)
	s.waitDialog("idle")
	s.waitStatus("idle")
	want(t, "silent requests so far, the other app's own among them", s.asked(), 1)
	s.Click(notNowButton)
	s.waitNoDialog()
	s.Click(`h1`)
	s.waitStatus("active")
	want(t, "silent requests with the recheck", s.asked(), 2)
	want(t, "the document is the same", s.marked(), true)
}

func TestTheDeadlinePassesAndTheSessionHasEnded(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.Advance(122 * time.Second)
	s.waitDialog("idle")
	want(t, "silent requests of the deadline", s.asked(), 0)
	s.Click(notNowButton)
	s.waitNoDialog()
	s.Click(`h1`)
	s.waitDialog("ended")
	want(t, "silent requests of the recheck", s.asked(), 1)
	s.Click(logInButton)
	s.typePassword()
	s.Wait(`.order`)
	want(t, "the page after the login", s.URL().Path, "/account/orders")
	s.waitStatus("active")
}

// troubles are the ways in which a server can be gone, and what is said of them.
var troubles = []struct {
	name       string
	begin, end func(shop)
	words      string
}{
	{"down", func(s shop) { s.StopAS() }, func(s shop) { s.StartAS() }, "cannot be reached"},
	{"5xx", func(s shop) { s.Fault(always(http.StatusBadGateway)) }, func(s shop) { s.Fault(nil) }, "has a problem"},
	{"offline", func(s shop) { s.Offline(true) }, func(s shop) { s.Offline(false) }, "offline"},
}

func always(status int) func(http.Handler) http.Handler {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.WriteHeader(status)
		})
	}
}

func TestTroubleWhileTheDialogIsOpen(t *testing.T) {
	for _, trouble := range troubles {
		t.Run(trouble.name, func(t *testing.T) {
			s := signedIn(t, 10*time.Minute)
			s.Advance(9*time.Minute + time.Second)
			s.waitDialog("idle-warning")
			trouble.begin(s)
			s.Click(continueButton)
			s.Wait(tryAgainButton)
			if said := s.Text(`spa-session-dialog >>> [part~=panel]`); !strings.Contains(strings.ToLower(said), trouble.words) {
				t.Errorf("the dialog does not name the cause: %q", said)
			}
			s.waitStatus("warning")
			trouble.end(s)
			if trouble.name != "offline" { // then the client itself tries again as soon as it is online
				s.Click(tryAgainButton)
			}
			s.waitNoDialog()
			s.waitStatus("active")
		})
	}
}

func TestAPollingPage(t *testing.T) {
	short := func(c *authserver.Config) {
		c.AccessTokenLifetime = 30 * time.Second
		for i := range c.APIs {
			c.APIs[i].AccessTokenLifetime = 30 * time.Second
		}
	}
	poll := `async () => {
		const { client } = (await import('/session/account.js')).session.get()
		return client.getTokenSilently().then(() => '', error => error.code)
	}`
	t.Run("without input is warned and idles on time", func(t *testing.T) {
		s := signedIn(t, 2*time.Minute, short)
		for range 5 {
			s.Advance(10 * time.Second)
			s.Run(poll)
		}
		s.waitStatus("active")
		left := s.idleDeadline().Sub(s.Now())
		touched := s.asked()
		for left > 61*time.Second {
			step := min(left-60*time.Second-time.Second, 10*time.Second)
			s.Advance(step)
			s.Run(poll)
			left -= step
		}
		s.Advance(2 * time.Second)
		s.waitDialog("idle-warning")
		s.Run(poll)
		s.Advance(60 * time.Second)
		s.waitDialog("idle")
		want(t, "silent requests for nobody", s.asked(), touched)
	})
	t.Run("with input is never warned", func(t *testing.T) {
		s := signedIn(t, 2*time.Minute, short)
		for range 30 {
			s.Advance(10 * time.Second)
			s.MoveMouse()
			s.Run(poll)
			want(t, "the dialog is open", s.dialogOpen(), false)
		}
		s.waitStatus("active")
	})
}
