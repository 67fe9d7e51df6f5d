package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// discovered is how often the discovery document was fetched.
func (w *world) discovered() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.seen {
		if r.URL.Path == "/.well-known/openid-configuration" {
			n++
		}
	}
	return n
}

func TestMetadataIsFetchedOnceOrGiven(t *testing.T) {
	for name, row := range map[string]struct {
		alter func(*client.Config)
		want  int
	}{
		"fetched": {func(*client.Config) {}, 1},
		"given":   {listing("web_message"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn(row.alter)
				w.forget()
				again := w.open(p.tab.Reload(shop+"/"), row.alter)
				for range 3 {
					if err := again.ContinueSession(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if got := w.discovered(); got != row.want {
					t.Errorf("fetched %d times, want %d", got, row.want)
				}
			})
		})
	}
}

// The issuer is compared to the letter: one that differs by its last slash is
// another server's.
func TestTheIssuerIsComparedExactly(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop+"/"), func(c *client.Config) { c.Issuer = asOrigin })
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); code(err) != oidc.InvalidMetadata {
			t.Errorf("%v", err)
		}
		if p.tab.Left() != "" {
			t.Errorf("the page went to %s", p.tab.Left())
		}
	})
}

func TestIssuersThatAreRefused(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		ports := w.browser.Open(shop + "/").Ports()
		parse := func(text string) (oidc.URL, error) { return ports.URL(text, "") }
		page, err := parse(shop + "/")
		if err != nil {
			t.Fatal(err)
		}
		for issuer, want := range map[string]oidc.Code{
			"https://as.example/":            "",
			"http://localhost:4400/":         "",
			"http://127.0.0.1:4400":          "",
			"http://as.example/":             client.InvalidOption,
			"http://127.evil.example/":       client.InvalidOption,
			"http://localhost.evil.example/": client.InvalidOption,
			"ftp://localhost/":               client.InvalidOption,
			"https://as.example/?x=1":        client.InvalidOption,
			"https://as.example/#x":          client.InvalidOption,
			"as.example":                     client.InvalidOption,
			"":                               client.InvalidOption,
		} {
			c := config(func(c *client.Config) { c.Issuer = issuer })
			if err := c.Check(parse, page); code(err) != want {
				t.Errorf("%q: %v", issuer, err)
			}
		}
	})
}
