package authserver_test

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const tooMany = "too many wrong attempts"

// Ten wrong passwords lock an account for a while, known or not, in every browser; the right one does not help then.
func TestPasswordGuesses(t *testing.T) {
	for _, email := range []string{"ada@storezero.example", "nobody@storezero.example"} {
		tn := newTenant(t)
		guess := func(email, password string) reply {
			t.Helper()
			b := tn.browser(t)
			_, interaction := b.loginPage(t, params())
			form := credentials(interaction)
			form.Set("username", email)
			form.Set("password", password)
			return b.post(t, "/login", form)
		}
		for i := range 10 {
			if got := guess(strings.ToUpper(email), "wrong"); got.StatusCode != http.StatusBadRequest {
				t.Fatalf("guess %d: status %d", i+1, got.StatusCode)
			}
		}
		if got := guess(email, "difference-engine"); got.StatusCode != http.StatusTooManyRequests || !strings.Contains(got.body, tooMany) {
			t.Errorf("guess 11: status %d\n%s", got.StatusCode, got.body)
		}
		if got := guess("grace@storezero.example", "nanosecond"); got.StatusCode != http.StatusSeeOther {
			t.Errorf("another user: status %d", got.StatusCode)
		}
		tn.clock.Advance(15*time.Minute - time.Second)
		if got := guess(email, "difference-engine"); got.StatusCode != http.StatusTooManyRequests {
			t.Errorf("a second before the end: status %d", got.StatusCode)
		}
		tn.clock.Advance(time.Second)
		if got := guess(email, "wrong"); got.StatusCode != http.StatusBadRequest {
			t.Errorf("at the end: status %d", got.StatusCode)
		}
	}
}

// The right password starts the count anew.
func TestRightPasswordForgetsWrongOnes(t *testing.T) {
	tn := newTenant(t)
	for range 3 {
		b := tn.browser(t)
		_, interaction := b.loginPage(t, params())
		for range 9 {
			form := credentials(interaction)
			form.Set("password", "wrong")
			b.post(t, "/login", form)
		}
		if got := b.post(t, "/login", credentials(interaction)); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("status %d", got.StatusCode)
		}
	}
}

// Guesses that come at once are counted before they are looked at.
func TestTOTPGuessesAtOnce(t *testing.T) {
	tn := newTenant(t, withTOTP)
	b, _ := tn.loggedIn(t)
	_, interaction := b.page(t, b.authorize(t, params("acr_values", multiFactor)), "/login/mfa")
	var looked, refused atomic.Int32
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			switch got := b.post(t, "/login/mfa", mfaForm(interaction, "000000")); got.StatusCode {
			case http.StatusBadRequest:
				looked.Add(1)
			case http.StatusTooManyRequests:
				refused.Add(1)
			}
		})
	}
	wg.Wait()
	if looked.Load() != 10 || refused.Load() != 20 {
		t.Errorf("%d guesses were looked at and %d refused, want 10 and 20", looked.Load(), refused.Load())
	}
	if got := b.post(t, "/login/mfa", mfaForm(interaction, code(t, tn, totpSecret))); got.StatusCode != http.StatusTooManyRequests || !strings.Contains(got.body, tooMany) {
		t.Errorf("the right code: status %d", got.StatusCode)
	}
	tn.clock.Advance(15 * time.Minute)
	other, _ := tn.loggedIn(t)
	_, interaction = other.page(t, other.authorize(t, params("acr_values", multiFactor)), "/login/mfa")
	if got := other.post(t, "/login/mfa", mfaForm(interaction, code(t, tn, totpSecret))); got.StatusCode != http.StatusSeeOther {
		t.Errorf("later: status %d", got.StatusCode)
	}
}

// The developer hears why, and a reset unlocks.
func TestLockedAccountInDiagnostics(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	form := credentials(interaction)
	form.Set("password", "wrong")
	for range 11 {
		b.post(t, "/login", form)
	}
	last := func(d []authserver.Diagnostic) string {
		if len(d) == 0 {
			return ""
		}
		return d[len(d)-1].Error
	}
	if got := last(tn.Diagnostics()); got != "too_many_attempts" {
		t.Errorf("the last diagnostic is %q", got)
	}
	if err := tn.Reset(); err != nil {
		t.Fatal(err)
	}
	if got := tn.browser(t).logIn(t, params()); got.Get("code") == "" {
		t.Errorf("after the reset: %v", got)
	}
}
