package demo_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// Arrows of the deadline machine in one tab that no flow of the other tests takes: from loading, active and warning.

// forget leaves nothing in the browser but the server's cookie.
func (s shop) forget() {
	s.t.Helper()
	s.Run(`async () => {
		localStorage.clear()
		await new Promise(done => Object.assign(indexedDB.deleteDatabase('spa-session'), { onsuccess: done, onblocked: done }))
	}`)
	s.Reload()
}

// endSessions ends whatever lives at the server. The browser is known to send its cookie: else a refusal says nothing.
func (s shop) endSessions() {
	s.t.Helper()
	s.Run(withClient(`client.continueSession()`))
	sessions, err := s.Server.Sessions()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, session := range sessions {
		if err := s.Server.EndSession(session.SID); err != nil {
			s.t.Fatal(err)
		}
	}
}

// held keeps silent requests waiting until the channel that it returns is closed; the other tells of each.
func (s shop) held() (release chan<- struct{}, asked <-chan struct{}) {
	open, met := make(chan struct{}), make(chan struct{}, 10)
	s.Fault(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("prompt") == "none" {
				met <- struct{}{}
				select {
				case <-open:
				case <-r.Context().Done():
				}
			}
			next.ServeHTTP(w, r)
		})
	})
	return open, met
}

func (s shop) errorCode() string {
	s.t.Helper()
	return browser.Eval[string](s.Tab, withClient(`client.getSnapshot().error?.code ?? ''`))
}

func (s shop) waitError(code string) {
	s.t.Helper()
	s.WaitFor(`async code => ((await import('/session/account.js')).session.get().client?.getSnapshot().error?.code ?? '') === code`, code)
}

func TestLoadingWithoutAHint(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	s.forget()
	s.waitStatus("signedOut")
	want(t, "silent requests of a browser that knows nothing", s.asked(), 0)
	s.Run(withClient(`client.checkSession({ sso: true })`))
	s.waitStatus("active")
	s.Wait(`.order`)
	want(t, "silent requests that were asked for", s.asked(), 1)
}

func TestLoadingWithAHintOfASessionThatIsGone(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	s.endSessions()
	before := s.asked()
	s.Reload()
	s.waitStatus("signedOut")
	want(t, "the dialog", s.dialogOpen(), false)
	want(t, "silent requests", s.asked(), before+1)
	s.Reload()
	s.waitStatus("signedOut")
	want(t, "silent requests once the hint is cleared", s.asked(), before+1)
}

func TestLoadingWhileTheServerGivesNoAnswer(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	_, asked := s.held()
	s.Reload()
	<-asked
	s.Advance(11 * time.Second)
	s.waitError("timeout")
	s.waitStatus("loading")
	s.Fault(nil)
	s.Advance(5 * time.Second)
	s.waitStatus("active")
	s.Wait(`.order`)
}

func TestActiveAndATouchThatFails(t *testing.T) {
	s := signedIn(t, 10*time.Minute)
	s.Advance(4*time.Minute + 31*time.Second) // half
	s.Fault(always(http.StatusBadGateway))
	s.Press(browser.TabKey)
	s.WaitFor(withClient(`client.getSnapshot().error`))
	s.waitStatus("active")
	s.Fault(nil)
	before := s.asked()
	s.Advance(5 * time.Second) // the ladder's first step
	s.waitError("")
	want(t, "silent requests of the ladder", s.asked(), before+1)

	s.Advance(4*time.Minute + 31*time.Second)
	s.Fault(always(http.StatusBadGateway))
	s.Press(browser.TabKey)
	s.WaitFor(withClient(`client.getSnapshot().error`))
	before = s.asked()
	s.Fault(nil)
	s.Advance(4*time.Minute + 30*time.Second)
	s.waitDialog("idle-warning")
	want(t, "the error in the warning", s.errorCode(), "")
	want(t, "silent requests of a ladder that the warning has cancelled", s.asked(), before)
}

func TestActiveAndContinue(t *testing.T) {
	s := signedIn(t, 5*time.Minute)
	before := s.idleDeadline()
	s.Advance(10 * time.Second)
	s.Run(withClient(`client.continueSession()`))
	want(t, "silent requests", s.asked(), 1)
	if !s.idleDeadline().After(before) {
		t.Error("the server's session was not extended")
	}
}

func TestWarningAndWhatIsNoAct(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.Advance(61 * time.Second)
	s.waitDialog("idle-warning")
	s.Run(withClient(`void client.holdActivity('a call')`))
	s.MoveMouse()
	s.Wheel(100, 100, 50)
	s.Press("x")
	s.Run(withClient(`client.reportActivity()`))
	s.Advance(20 * time.Second)
	s.waitStatus("warning")
	s.Advance(40 * time.Second)
	s.waitDialog("idle")
	want(t, "silent requests", s.asked(), 0)
}

func TestWarningAndTheServerSaysNo(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	s.endSessions()
	s.Run(withClient(`void client.on('lifetimeMismatch', ({ observedIdle }) => { globalThis.observed = observedIdle })`))
	s.Advance(61 * time.Second)
	s.waitDialog("idle-warning")
	s.Click(continueButton)
	s.waitDialog("ended")
	if observed := browser.Eval[int](s.Tab, `globalThis.observed ?? -1`); observed < 61 {
		t.Errorf("lifetimeMismatch says %d seconds", observed)
	}
}

// While the answer is awaited the countdown goes on, and the deadline waits.
func TestWarningAndAnAnswerThatComesLate(t *testing.T) {
	s := signedIn(t, time.Hour)
	s.Run(withClient(`client.updateSession({ idleTimeout: 120 })`))
	release, asked := s.held()
	s.Advance(117 * time.Second)
	s.waitDialog("idle-warning")
	s.Click(continueButton)
	<-asked
	s.Wait(`spa-session-dialog >>> [aria-busy=true]`)
	s.Advance(4 * time.Second)
	s.WaitFor(`document.querySelector('spa-session-dialog').shadowRoot.querySelector('[part~=countdown]').innerText.includes(' 0 seconds')`)
	s.waitStatus("warning")
	close(release)
	s.waitStatus("active")
	s.waitNoDialog()
}

func TestWarningAndThePageIsHiddenWhileTheServerIsAsked(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	release, asked := s.held()
	s.Advance(61 * time.Second)
	s.Click(continueButton)
	<-asked
	s.Hide()
	close(release)
	s.waitStatus("active") // it goes on
	want(t, "the page", browser.Eval[string](s.Tab, `document.visibilityState`), "hidden")
}

func TestWarningAndThePageIsFrozenWhileTheServerIsAsked(t *testing.T) {
	s := signedIn(t, 2*time.Minute)
	_, asked := s.held()
	s.Advance(61 * time.Second)
	s.Click(continueButton)
	<-asked
	s.Freeze()
	s.Fault(nil)
	s.Thaw()
	s.waitError("timeout")
	s.waitStatus("warning")
	want(t, "locks that are held", browser.Eval[int](s.Tab, `navigator.locks.query().then(all => all.held.length)`), 0)
	s.Click(tryAgainButton)
	s.waitStatus("active")
}

// The absolute deadline is near: Continue would buy nothing.
func TestTheAbsoluteWarning(t *testing.T) {
	s := signedIn(t, 10*time.Minute, func(c *authserver.Config) { c.Sessions.Absolute = 5 * time.Minute })
	s.Advance(4*time.Minute + time.Second)
	s.waitDialog("last-warning")
	want(t, "Continue", browser.Eval[string](s.Tab, withClient(`client.continueSession().catch(({ code }) => code)`)), "login_required")
	s.Press(browser.Escape)
	s.waitNoDialog()
	s.Wait(`spa-session-dialog >>> [part~=bar]`)
	s.waitStatus("warning")
	s.Advance(time.Minute)
	s.waitDialog("idle") // the next state opens it again
	want(t, "silent requests", s.asked(), 0)
}

func TestLogInInTheAbsoluteWarning(t *testing.T) {
	s := signedIn(t, 10*time.Minute, func(c *authserver.Config) { c.Sessions.Absolute = 5 * time.Minute })
	s.Advance(4*time.Minute + time.Second)
	s.waitDialog("last-warning")
	s.mark()
	s.Click(logInButton)
	s.typePassword()
	s.WaitFor(`!globalThis.marked && document.querySelector('.order')`)
	s.waitStatus("active")
	request := s.Requests("GET /authorize", func(v url.Values) bool { return v.Get("prompt") == "login" })
	if len(request) != 1 || request[0].Values.Get("login_hint") != email || request[0].Values.Get("max_age") != "300" {
		t.Errorf("the server was asked for %v", request)
	}
}
