package client_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// returns registers the pages that frames and popups return to.
func returns(c *authserver.Config) {
	c.Clients[0].Callbacks = append(c.Clients[0].Callbacks, shop+"/spa-session/silent.html", shop+"/spa-session/popup.html")
}

// byRedirect is a server that does not post its answers.
func byRedirect(c *client.Config) { c.Silent.Mode = client.ModeRedirect }

// visitor is a page of somebody who has not logged in; as is who logs in in its popups.
func (w *world) visitor(email, password string, alter ...func(*client.Config)) *page {
	w.t.Helper()
	p := w.open(w.browser.Open(shop+"/"), alter...)
	p.tab.InPopup = func(address string) (last, page string, err error) {
		return w.browser.LogInTo(address, email, password)
	}
	return p
}

func TestALoginInAPopup(t *testing.T) {
	for name, row := range map[string]struct {
		alter    func(*client.Config)
		isolated bool
		relayed  bool
	}{
		"the server posts its answer":        {alter: func(*client.Config) {}},
		"our own page relays it":             {alter: byRedirect, relayed: true},
		"the page is cross-origin isolated":  {alter: func(*client.Config) {}, isolated: true, relayed: true},
		"web_message is told to be the mode": {alter: func(c *client.Config) { c.Silent.Mode = client.ModeWebMessage }},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				w.ports = func(p *client.Ports) { p.Isolated = row.isolated }
				p := w.visitor(email, password, row.alter)
				token, err := p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{})
				if err != nil || token.AccessToken == "" {
					t.Fatalf("token %v, %v", token, err)
				}
				p.want(deadline.Active)
				window := p.tab.Windows[0]
				asked := query(t, window.Visited[0])
				if relayed := strings.HasPrefix(window.Relay, client.RelayPrefix); relayed != row.relayed {
					t.Errorf("the channel is %q", window.Relay)
				}
				if row.relayed && (window.Relay != client.RelayPrefix+asked.Get("state") || asked.Get("redirect_uri") != shop+"/spa-session/popup.html") {
					t.Errorf("the channel %q of the login %v", window.Relay, asked)
				}
				if !window.Closed() || window.Listens() {
					t.Errorf("closed %t, listens %t", window.Closed(), window.Listens())
				}
				if kept, found, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOnly}); !found || err != nil || kept.AccessToken != token.AccessToken {
					t.Errorf("the token was not kept: %v, %t, %v", kept, found, err)
				}
				if !row.isolated {
					again := w.open(p.tab.Reload(shop+"/"), row.alter)
					again.want(deadline.Active)
				}
			}, returns)
		})
	}
}

// What goes wrong with a popup, and its code: none of it touches the session.
func TestPopupsThatComeToNothing(t *testing.T) {
	for name, row := range map[string]struct {
		order  func(w *world, p *page)
		alter  func(*client.Config)
		code   oidc.Code
		within time.Duration
	}{
		"blocked":            {func(_ *world, p *page) { p.tab.BlockPopups = true }, nil, client.PopupBlocked, 0},
		"closed":             {closeAfter(3 * time.Second), nil, client.PopupClosed, 5 * time.Second},
		"not answered":       {closeAfter(time.Hour), nil, client.Timeout, 61 * time.Second},
		"closed, relayed":    {closeAfter(3 * time.Second), byRedirect, client.Timeout, 61 * time.Second},
		"the user refuses":   {func(_ *world, p *page) { p.tab.InPopup = refuses }, byRedirect, oidc.AccessDenied, 0},
		"the server is down": {func(w *world, p *page) { w.network.SetDown(true) }, nil, client.Unreachable, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				alter := row.alter
				if alter == nil {
					alter = func(*client.Config) {}
				}
				p := w.visitor(email, password, alter)
				row.order(w, p)
				start := time.Now()
				_, err := p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{})
				if code(err) != row.code || time.Since(start) > row.within {
					t.Errorf("%v after %v, want %s within %v", err, time.Since(start), row.code, row.within)
				}
				p.want(deadline.SignedOut)
				for _, window := range p.tab.Windows {
					if !window.Closed() || window.Listens() {
						t.Errorf("closed %t, listens %t", window.Closed(), window.Listens())
					}
				}
			}, returns)
		})
	}
}

func closeAfter(d time.Duration) func(*world, *page) {
	return func(_ *world, p *page) {
		p.tab.InPopup = func(string) (string, string, error) {
			window := p.tab.Windows[0]
			time.AfterFunc(d, window.Close)
			return "", "", nil
		}
	}
}

func refuses(address string) (last, page string, err error) {
	_, state, _ := strings.Cut(address, "&state=")
	state, _, _ = strings.Cut(state, "&")
	return shop + "/spa-session/popup.html?error=access_denied&state=" + state + "&iss=http%3A%2F%2Flocalhost%3A4400%2F", "", nil
}

func TestAPopupOfTheAppsOwn(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.visitor(email, password)
		p.tab.BlockPopups = true
		window := p.tab.OpenPopup()
		_, err := p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{Window: window, KeepOpen: true})
		if err != nil || len(window.Visited) != 1 || window.Closed() {
			t.Errorf("%v, visited %v, closed %t", err, window.Visited, window.Closed())
		}
		p.want(deadline.Active)
	})
}

func TestForgedMessagesToAPopupAreIgnored(t *testing.T) {
	for _, f := range forgeries {
		t.Run(f.name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.visitor(email, password)
				p.tab.InPopup = func(address string) (last, page string, err error) {
					p.tab.Windows[0].Post(f.post(query(t, address).Get("state")))
					return w.browser.LogInTo(address, email, password)
				}
				if _, err := p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{}); err != nil {
					t.Error(err)
				}
				p.want(deadline.Active)
			})
		})
	}
}

func TestAnotherUserInAPopupIsNotSwitchedTo(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		if err := w.server.EndSession(p.GetIDTokenClaims().String("sid")); err != nil {
			t.Fatal(err)
		}
		p.tab.InPopup = func(address string) (last, page string, err error) {
			return w.browser.LogInTo(address, "grace@storezero.example", "nanosecond")
		}
		_, err := p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{})
		if code(err) != client.UserChanged {
			t.Errorf("%v", err)
		}
		p.want(deadline.SignedOut)
		if s := p.Snapshot(); s.Reason != client.ReasonUserChanged {
			t.Errorf("reason %q", s.Reason)
		}
		again := w.open(p.tab.Reload(shop + "/"))
		again.want(deadline.Active)
		if got := again.GetUser()["email"]; got != "grace@storezero.example" {
			t.Errorf("the user is %v", got)
		}
	})
}
