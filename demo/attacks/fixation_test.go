package attacks_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// Session fixation: the attacker has a session that nobody is logged in to, plants its cookie in the victim's browser
// from another port of this host, and waits for the victim to log in.
func TestFixation(t *testing.T) {
	v := newVictim(t)
	attacker := client(t)
	resp, err := attacker.Get(v.authorize())
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if len(resp.Cookies()) != 1 {
		t.Fatalf("the first visit sets the cookies %v", resp.Cookies())
	}
	planted := &http.Cookie{Name: resp.Cookies()[0].Name, Value: resp.Cookies()[0].Value, Path: "/"}
	// The attacker's login page, too: the one that waits in the planted session.
	page := v.as + resp.Header.Get("Location")

	tab := browser.NewProfile(t).NewTab(t)
	tab.Open(stranger(t, "localhost", func(w http.ResponseWriter, _ *http.Request) { http.SetCookie(w, planted) }))
	tab.Open(page)
	logIn(tab)
	tab.WaitFor(`at => location.origin === at`, v.storefront)

	if got := silentAnswer(tab, v); got != "" {
		t.Errorf("the victim is not logged in: %s", got)
	}
	resp, err = attacker.Get(v.authorize("prompt", "none"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := answerOf(t, resp).Get("error"); got != "login_required" {
		t.Errorf("the attacker's cookie: error %q, want login_required", got)
	}
}

// Login forgery: a page posts the attacker's own login into the victim's browser.
func TestForgedLogin(t *testing.T) {
	v := newVictim(t)
	tab := browser.NewProfile(t).NewTab(t)
	tab.Open(v.authorize()) // a page waits
	interaction := tab.URL().Query().Get("interaction")
	for _, host := range []string{"127.0.0.1", "localhost"} {
		tab.Open(stranger(t, host, html("nothing to see")))
		tab.Run(`(url, interaction) => {
			const form = Object.assign(document.createElement('form'), { method: 'POST', action: url })
			for (const [name, value] of Object.entries({ interaction, action: 'login', username: 'grace@storezero.example', password: 'nanosecond' }))
				form.append(Object.assign(document.createElement('input'), { name, value }))
			document.body.append(form)
			form.submit()
		}`, v.as+"/login", interaction)
		tab.WaitFor(`as => location.origin === as && document.readyState === 'complete'`, v.as)
		if got := silentAnswer(tab, v); got != "login_required" {
			t.Errorf("from %s: %q, want login_required", host, got)
		}
	}
}

// answerOf is what a redirect tells the application.
func answerOf(t *testing.T, resp *http.Response) url.Values {
	t.Helper()
	at, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || !strings.HasSuffix(at.Path, "/callback") {
		t.Fatalf("status %d, Location %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	return at.Query()
}
