package client_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

const pushPath = "/oauth/par"

// requirePushed is a server that takes pushed authorization requests alone.
func requirePushed(c *authserver.Config) { c.Clients[0].RequirePAR = true }

// pushing is an app that knows so, by the server's metadata.
func pushing(c *client.Config) {
	listing("web_message")(c)
	metadata := c.Metadata.(map[string]any)
	metadata["require_pushed_authorization_requests"] = true
	metadata["pushed_authorization_request_endpoint"] = asOrigin + pushPath
}

// wantReferences checks that so many references went by the browser, each once,
// and no request itself.
func (w *world) wantReferences(want int) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	carried := map[string]bool{}
	for _, r := range w.seen {
		if r.URL.Path != "/authorize" {
			continue
		}
		got := r.URL.Query()
		carried[got.Get("request_uri")] = true
		if len(got) != 2 || got.Get("client_id") != "storezero" || !strings.HasPrefix(got.Get("request_uri"), "urn:ietf:params:oauth:request_uri:") {
			w.t.Errorf("the browser carried %v", got)
		}
	}
	if len(carried) != want {
		w.t.Errorf("%d references, want %d", len(carried), want)
	}
}

// Login, reload, Continue, a token and a popup, with a server that refuses what
// was not pushed: the reference is all that the browser carries.
func TestRequestsArePushedWhereTheServerRequiresIt(t *testing.T) {
	rows := map[string]func(*client.Config){
		"by the page":         func(*client.Config) {},
		"by the worker":       withRefresh,
		"bound to a key":      func(c *client.Config) { c.DPoP = true },
		"returns by redirect": byRedirect,
	}
	for name, alter := range rows {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn(pushing, alter)
				p = w.open(p.tab.Reload(shop+"/"), pushing, alter)
				p.want(deadline.Active)
				if err := p.ContinueSession(t.Context()); err != nil {
					t.Error("Continue:", err)
				}
				if _, failed := p.token(client.TokenOptions{CacheMode: client.CacheOff, Active: true}); failed != "" {
					t.Error("a token:", failed)
				}
				p.tab.InPopup = func(address string) (string, string, error) { return w.browser.LogInTo(address, email, password) }
				if _, err := p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{}); err != nil {
					t.Error("a popup:", err)
				}
				p.want(deadline.Active)
				w.wantReferences(5)
			}, requirePushed, returns)
		})
	}
}

func TestNothingIsPushedUnasked(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.logIn()
		if n := w.fetches(pushPath); n != 0 {
			t.Errorf("%d requests were pushed", n)
		}
	})
}

// answerPush has pushed requests answered so.
func answerPush(status int, body string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != pushPath {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		})
	}
}

// pushFaults are the ways in which a push fails, each with its code.
var pushFaults = []struct {
	name  string
	order func(*page)
	code  oidc.Code
}{
	{"refused", wrapped(answerPush(http.StatusBadRequest, `{"error":"invalid_request"}`)), oidc.AuthorizationError},
	{"an unknown client", wrapped(answerPush(http.StatusUnauthorized, `{"error":"invalid_client"}`)), oidc.AuthorizationError},
	{"login_required, of which it knows nothing", wrapped(answerPush(http.StatusBadRequest, `{"error":"login_required"}`)), oidc.AuthorizationError},
	{"no reference", wrapped(answerPush(http.StatusCreated, `{"expires_in":60}`)), oidc.InvalidResponse},
	{"no JSON", wrapped(answerPush(http.StatusCreated, `<html>`)), oidc.InvalidResponse},
	{"too long", wrapped(answerPush(http.StatusCreated, strings.Repeat(" ", client.MaxBody+1))), client.Unreachable},
	{"a redirect", wrapped(answerPush(http.StatusFound, ``)), client.Unreachable},
	{"5xx", wrapped(answerPush(http.StatusServiceUnavailable, ``)), client.ServerError},
	{"no answer", wrapped(silence), client.Timeout},
	{"down", func(p *page) { p.w.network.SetDown(true) }, client.Unreachable},
	{"offline", func(p *page) { p.w.network.SetDown(true); p.tab.Signal(client.Offline) }, client.NoNetwork},
	{"a reference that has expired", wrapped(answerPush(http.StatusCreated, `{"request_uri":"urn:ietf:params:oauth:request_uri:old"}`)), ""},
}

func TestAPushThatFailsSaysWhyAndEndsNothing(t *testing.T) {
	for _, keeper := range []string{"by the page", "by the worker"} {
		alter := func(*client.Config) {}
		if keeper == "by the worker" {
			alter = func(c *client.Config) { c.DPoP = true }
		}
		for _, row := range pushFaults {
			t.Run(row.name+" "+keeper, func(t *testing.T) {
				inWorld(t, time.Hour, func(t *testing.T, w *world) {
					p := w.logIn(pushing, alter)
					row.order(p)
					silent := row.code
					if silent == "" {
						silent = client.ErrorPage // the frame is where that comes to light
					}
					if err := p.ContinueSession(t.Context()); code(err) != silent {
						t.Errorf("Continue: %v, want %s", err, silent)
					}
					p.want(deadline.Active)
					if n := p.tab.OpenFrames(); n != 0 {
						t.Errorf("%d frames stand", n)
					}
					err := p.LoginWithRedirect(t.Context(), client.LoginOptions{})
					if code(err) != row.code || (p.tab.Left() == "") != (row.code != "") {
						t.Errorf("a login: %v, the page went to %q", err, p.tab.Left())
					}
					if kept := p.tab.Keys(); row.code != "" && strings.Contains(strings.Join(kept, " "), "spa-session.login.") {
						t.Errorf("kept: %q", kept)
					}
					_, err = p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{Timeout: 5})
					if row.code != "" && (code(err) != row.code || !p.tab.Windows[0].Closed()) {
						t.Errorf("a popup: %v, closed %t", err, p.tab.Windows[0].Closed())
					}
				}, requirePushed)
			})
		}
	}
}

// What the app has asked for goes into the pushed request, and cannot alter what
// is not the app's to say.
func TestAPushedRequestIsTheOneThatWouldHaveBeenSent(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop+"/"), pushing)
		w.forget()
		extra := oidc.Params{{Name: "screen_hint", Value: "signup"}, {Name: "request_uri", Value: "urn:evil"}, {Name: "request", Value: "x"}, {Name: "response_mode", Value: "fragment"}}
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{Authorization: client.Authorization{Extra: extra}, Fragment: "top"}); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(p.tab.Left(), "#top") {
			t.Errorf("the page went to %s", p.tab.Left())
		}
		got := w.push
		if got.Get("screen_hint") != "signup" || got.Get("code_challenge_method") != "S256" || got.Get("redirect_uri") != shop+"/callback" {
			t.Errorf("pushed: %v", got)
		}
		for _, name := range []string{"request_uri", "request", "response_mode", "dpop_jkt"} {
			if got.Has(name) {
				t.Errorf("pushed: %s %q", name, got.Get(name))
			}
		}
	}, requirePushed)
}

// The code of a login is bound to the key of this browser (RFC 9449 section 10).
func TestTheCodeIsBoundToTheKey(t *testing.T) {
	for name, alter := range map[string]func(*client.Config){
		"in the address": func(*client.Config) {},
		"pushed":         pushing,
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				bound := func(c *client.Config) { c.DPoP = true; alter(c) }
				p := w.open(w.browser.Open(shop+"/"), bound)
				if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
					t.Fatal(err)
				}
				sent := query(t, p.tab.Left())
				if name == "pushed" {
					sent = w.push
				}
				if got, want := sent.Get("dpop_jkt"), w.browser.Thumbprint(); got != want {
					t.Errorf("dpop_jkt is %q, want %q", got, want)
				}
				callback, err := w.browser.LogIn(p.tab.Left(), email, password)
				if err != nil {
					t.Fatal(err)
				}
				w.browser.NewKey() // as whoever has stolen the code would have
				back := w.open(p.tab.Reload(callback), bound)
				if s := back.Snapshot(); s.Status != deadline.SignedOut && s.Status != deadline.Loading {
					t.Errorf("by another key: %s", s.Status)
				}
				if w.fetches("/oauth/token") == 0 {
					t.Error("the code was not tried")
				}
			})
		})
	}
}

func TestTheCodeOfASilentRequestIsBoundToTheKey(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(func(c *client.Config) { c.DPoP = true })
		w.forget()
		if err := p.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.asked(1)
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, r := range w.seen {
			if r.URL.Path == "/authorize" && r.URL.Query().Get("dpop_jkt") != w.browser.Thumbprint() {
				t.Errorf("a silent request with dpop_jkt %q", r.URL.Query().Get("dpop_jkt"))
			}
		}
	})
}

// Where no key can be kept, no login is begun that could not be completed.
func TestWithoutAPlaceForTheKeyTheErrorSaysSo(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		tab := w.browser.Open(shop + "/")
		tab.NoKeys = true
		p := w.open(tab, func(c *client.Config) { c.DPoP = true })
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); code(err) != client.StorageUnavailable || tab.Left() != "" {
			t.Errorf("%v, the page went to %q", err, tab.Left())
		}
		for _, keeper := range tab.Keepers {
			if !keeper.Closed {
				t.Error("a keeper of no use stays open")
			}
		}
	})
}
