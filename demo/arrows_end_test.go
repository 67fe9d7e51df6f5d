package demo_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// Arrows of the deadline machine in one tab, and between two, from idle, ended and signedOut.

// idles is a storefront whose deadline has passed, with the dialog put away; the server's session lives an hour.
func idles(t *testing.T) shop {
	t.Helper()
	s := signedIn(t, time.Hour, flows)
	s.passIdle()
	s.waitDialog("idle")
	s.Click(notNowButton)
	s.waitNoDialog()
	return s
}

func TestIdleAndEachPress(t *testing.T) {
	for name, press := range map[string]func(shop){
		"of the mouse":  func(s shop) { s.Click(`h1`) },
		"of a key":      func(s shop) { s.Press("x") },
		"of a finger":   func(s shop) { s.Tap(`h1`) },
		"on the dialog": func(s shop) { s.Click(logInButton) },
	} {
		t.Run(name, func(t *testing.T) {
			s := idles(t)
			before := s.asked()
			press(s)
			if name == "on the dialog" {
				s.WaitFor(`document.querySelector('.panel')?.dataset.status === 'active'`)
				want(t, "silent requests of Log in", s.asked(), before)
				return
			}
			s.waitStatus("active")
			want(t, "silent requests of the press", s.asked(), before+1)
		})
	}
}

func TestIdleAndWhatIsNoPress(t *testing.T) {
	s := idles(t)
	before := s.asked()
	s.MoveMouse()
	s.Wheel(100, 100, 50)
	s.Hide()
	s.Show()
	s.BringToFront()
	s.Advance(30 * time.Second)
	s.waitStatus("idle")
	want(t, "silent requests", s.asked(), before)
}

func TestIdleAndTrouble(t *testing.T) {
	s := signedIn(t, time.Hour)
	s.passIdle()
	s.waitDialog("idle")
	s.Fault(always(http.StatusBadGateway))
	s.ClickAt(5, 5) // the backdrop is the page, to the user
	s.Wait(tryAgainButton)
	s.waitDialog("idle")
	s.Fault(nil)
	s.Click(tryAgainButton)
	s.waitStatus("active")
	s.waitNoDialog()
}

func TestIdleAndALogInBeatsTheRecheck(t *testing.T) {
	s := signedIn(t, time.Hour)
	s.passIdle()
	s.waitDialog("idle")
	release, asked := s.held()
	s.ClickAt(5, 5)
	<-asked
	s.mark()
	s.Click(logInButton)
	s.WaitFor(`!globalThis.marked && document.querySelector('.order')`) // it has been to the server and back
	close(release)
	s.waitStatus("active")
}

func TestIdleAndAnotherTab(t *testing.T) {
	for name, alive := range map[string]bool{"finds the session alive": true, "finds it ended": false} {
		t.Run(name, func(t *testing.T) {
			s := signedIn(t, 2*time.Minute)
			other := s.another()
			if !alive {
				s.endSessions()
			}
			for _, each := range []shop{s, other} {
				each.Run(withClient(`client.updateSession({ idleTimeout: 60, warningTime: 20 })`))
			}
			s.Advance(61 * time.Second)
			s.waitDialog("idle")
			other.waitDialog("idle")
			before := s.asked()
			other.ClickAt(5, 5)
			if alive {
				other.waitStatus("active")
				s.waitStatus("active")
				s.waitNoDialog()
			} else {
				other.waitDialog("ended")
				s.waitDialog("ended")
			}
			want(t, "silent requests of both tabs", s.asked(), before+1)
		})
	}
}

func TestTheEndIsLeftToTheApp(t *testing.T) {
	for end, run := range map[string]func(shop){
		"redirect": func(s shop) { s.Wait(`input[name=password]`) },
		"event": func(s shop) {
			s.WaitFor(`told.at(-1) === 'ended'`)
			s.waitSnapshot("ended")
			want(s.t, "the dialog", s.dialogOpen(), false)
		},
	} {
		t.Run(end, func(t *testing.T) {
			s := ownPage(t, "en")
			s.enter(`session: { idleTimeout, onSessionEnd: '` + end + `' }`)
			s.Run(`client.continueSession()`)
			sessions, err := s.Server.Sessions()
			if err != nil || len(sessions) != 1 {
				t.Fatalf("%d sessions, %v", len(sessions), err)
			}
			if err := s.Server.EndSession(sessions[0].SID); err != nil {
				t.Fatal(err)
			}
			s.Run(`void client.continueSession().catch(() => {})`)
			run(s)
		})
	}
}

// Where popups are allowed, Log in in the dialog keeps the page, and what was typed there.
func TestLogInInAPopupKeepsThePage(t *testing.T) {
	s := signedIn(t, 2*time.Minute, flows)
	s.remake(`{ silent: { fallback: 'popup' } }`)
	s.wantStatus("active")
	s.mark()
	s.Advance(121 * time.Second)
	s.wantStatus("idle")
	s.WaitFor(dialogOpen)
	s.Click(logInButton)
	popup := s
	popup.Tab = s.Popup()
	popup.typePassword()
	s.wantStatus("active")
	s.waitNoDialog()
	want(t, "the document is the same", s.marked(), true)
	want(t, "silent requests", s.asked(), 1) // of the second client's start
}

// The answer to our own request is another user's: the cookie was exchanged under our feet.
func TestAnotherUserAnswers(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.Run(withClient(`client.continueSession()`))
	other := s.NewTab(t)
	other.Open(s.AS + "/authorize?response_type=code&client_id=storezero-outlet&prompt=login&state=s&scope=openid" +
		"&redirect_uri=" + s.Storefront + "/outlet&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256")
	s.LogIn(other, s.Grace())
	other.Close()
	s.Advance(61 * time.Second)
	s.waitDialog("idle-warning")
	s.Click(continueButton)
	s.waitDialog("user-changed")
	want(t, "what another user must not see", browser.Eval[string](s.Tab, `getComputedStyle(document.querySelector('main')).visibility`), "hidden")
	want(t, "a token", browser.Eval[string](s.Tab, withClient(`client.getTokenSilently().catch(({ code }) => code)`)), "login_required")
}
