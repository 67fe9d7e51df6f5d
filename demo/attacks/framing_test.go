package attacks_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// Clickjacking: a stranger frames a page that a person would press something on. The browser shows none of them.
func TestFraming(t *testing.T) {
	v := newVictim(t)
	for _, host := range []string{"127.0.0.1", "localhost"} {
		t.Run(host, func(t *testing.T) {
			tab := browser.NewProfile(t).NewTab(t)
			tab.Open(v.authorize())
			logIn(tab)
			tab.WaitFor(`at => location.origin === at`, v.storefront)
			for name, page := range map[string]string{
				"login page":        v.authorize("prompt", "login"),
				"choice of account": v.authorize("prompt", "select_account"),
				"consent":           v.authorize("prompt", "consent"),
				"logout question":   v.as + "/oidc/logout",
				"error page":        v.authorize("client_id", "nobody"),
				"dashboard":         v.as + "/__mock/",
				"login at the IdP":  v.authorize("connection", "facebook", "prompt", "login"),
				"storefront":        v.storefront + "/account",
			} {
				before := len(refusals(tab))
				tab.Open(stranger(t, host, html(fmt.Sprintf(`<iframe src="%s" onload="loaded = true"></iframe>`, strings.ReplaceAll(page, "&", "&amp;")))))
				tab.WaitFor(`globalThis.loaded`)
				if !hears(tab, before+1) {
					t.Errorf("%s: the browser framed it", name)
				}
			}
		})
	}
}

// hears waits for so many refusals: the process of a frame tells of its own some time after the page's.
func hears(tab *browser.Tab, refused int) bool {
	for end := time.Now().Add(browser.Patience); time.Now().Before(end); {
		if len(refusals(tab)) >= refused {
			return true
		}
		tab.WaitFor(`true`)
	}
	return false
}

// refusals are the browser's own words on frames that it did not show.
func refusals(tab *browser.Tab) (found []string) {
	for _, message := range tab.Messages() {
		if strings.Contains(message.Text, "frame-ancestors") || strings.Contains(message.Text, "X-Frame-Options") {
			found = append(found, message.Text)
		}
	}
	return found
}

// A stranger frames the one page that may be framed, of a user who is logged in. It hears nothing.
func TestFramedWebMessage(t *testing.T) {
	v := newVictim(t)
	tab := browser.NewProfile(t).NewTab(t)
	tab.Open(v.authorize())
	logIn(tab)
	tab.WaitFor(`at => location.origin === at`, v.storefront)
	silent := v.authorize("prompt", "none", "response_mode", "web_message")
	tab.Open(stranger(t, "localhost", html("nothing to see")))
	heard := browser.Eval[int](tab, `url => new Promise(done => {
		let heard = 0
		addEventListener('message', () => heard++)
		const frame = Object.assign(document.createElement('iframe'), { src: url, onload: () => setTimeout(() => done(heard), 0) })
		document.body.append(frame)
	})`, silent)
	if heard != 0 || !hears(tab, 1) {
		t.Errorf("%d messages, refusals %v", heard, refusals(tab))
	}
}
