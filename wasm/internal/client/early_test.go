package client_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// kept is the question that the hint has, "" if it has none.
func (w *world) kept() string {
	w.t.Helper()
	hints := w.browser.Site("spa-session.hint.")
	if len(hints) == 0 {
		return ""
	}
	var hint struct{ Ask string }
	if err := json.Unmarshal([]byte(hints[0]), &hint); err != nil {
		w.t.Fatal(err)
	}
	return hint.Ask
}

// early is a tab that asks before its client is there.
func (w *world) early() *clienttest.Tab {
	w.t.Helper()
	tab := w.browser.Open(shop + "/")
	question := w.kept()
	if question == "" {
		w.t.Fatal("no question is kept")
	}
	w.forget()
	tab.AskEarly(asOrigin+"/authorize", question, w.browser.Site("spa-session.hint.")[0])
	w.asked(1)
	return tab
}

// askedBefore is a world in which the server was asked for a page that is closed.
func (w *world) askedBefore(alter ...func(*client.Config)) {
	w.t.Helper()
	first := w.logIn(alter...)
	w.second(alter...).Close()
	first.Close()
	w.pass(time.Second)
}

func TestAQuestionThatWasAskedEarlyIsTakenOver(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.askedBefore(hour)
		tab := w.early()
		w.pass(3 * time.Second)
		p := w.open(tab, hour)
		w.asked(1)
		p.want(deadline.Active)
		if left := p.Snapshot().IdleDeadline - w.browser.Clock.Now().Wall; left != (time.Hour - 3*time.Second).Milliseconds() {
			t.Errorf("%d ms are left: it counts from when it was sent", left)
		}
		if n := tab.OpenFrames(); n != 0 {
			t.Errorf("%d frames are left", n)
		}
	})
}

// What the early question may not be taken for: then the client asks itself, or nobody.
func TestAQuestionThatWasAskedEarlyIsLeft(t *testing.T) {
	for name, row := range map[string]struct {
		meanwhile func(w *world, tab *clienttest.Tab)
		alter     func(*client.Config)
		asks      int // with the early one
		status    deadline.Status
	}{
		"another scope": {alter: func(c *client.Config) { c.Authorization.Scope = "openid" }, asks: 2, status: deadline.Active},
		"too long ago":  {meanwhile: func(w *world, _ *clienttest.Tab) { w.pass(11 * time.Second) }, asks: 2, status: deadline.Active},
		"touched since": {meanwhile: func(w *world, _ *clienttest.Tab) {
			w.pass(time.Second)
			w.second(hour).Close() // which forgets the count
		}, asks: 1, status: deadline.Active},
		"logged out since": {meanwhile: func(w *world, _ *clienttest.Tab) {
			other := w.second(hour)
			if err := other.LogOutHere(w.t.Context()); err != nil {
				w.t.Fatal(err)
			}
		}, asks: 0, status: deadline.SignedOut},
		"logged in since, by a login of before": {meanwhile: func(w *world, _ *clienttest.Tab) {
			w.browser.Put("spa-session.hint."+issuer+".storezero", `{"since":2}`)
		}, asks: 2, status: deadline.Active},
		"the tab is hidden": {meanwhile: func(_ *world, tab *clienttest.Tab) { tab.Signal(client.Hidden) }, asks: 1, status: deadline.Loading},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				w.askedBefore(hour)
				tab := w.early()
				if row.meanwhile != nil {
					row.meanwhile(w, tab)
				}
				alter := row.alter
				if alter == nil {
					alter = func(*client.Config) {}
				}
				p := w.open(tab, hour, alter)
				p.want(row.status)
				w.asked(row.asks)
				tab.LoaderIsDone()
				w.pass(0)
				if n := tab.OpenFrames(); n != 0 {
					t.Errorf("%d frames are left", n)
				}
			})
		})
	}
}

// A code that was spent, or is too old, says nothing of the session: the client asks itself.
func TestACodeThatIsWorthNothingAnyMore(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.askedBefore(hour)
		tab := w.early()
		spent := false
		w.ports = func(p *client.Ports) {
			fetch := p.Fetch
			p.Fetch = func(ctx context.Context, r client.Request) (client.Response, error) {
				if r.Method == "POST" && !spent {
					spent = true
					return client.Response{Status: 400, Body: `{"error":"invalid_grant"}`}, nil
				}
				return fetch(ctx, r)
			}
		}
		p := w.open(tab, hour)
		p.want(deadline.Active)
		w.asked(2)
	})
}

// What the loader had asked for is as old as it says: the token's life counts from there.
func TestAnAnswerThatWasThereBefore(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.askedBefore(hour)
		w.ports = func(p *client.Ports) {
			fetch := p.Fetch
			p.Fetch = func(ctx context.Context, r client.Request) (client.Response, error) {
				response, err := fetch(ctx, r)
				if r.Method == "POST" {
					response.Age = 9000
				}
				return response, err
			}
		}
		life := func() int64 {
			token, found := w.open(w.browser.Open(shop+"/"), hour).CachedToken()
			if !found {
				t.Fatal("there is no token")
			}
			return token.ExpiresIn
		}
		aged := life()
		w.ports = nil
		if fresh := life(); fresh-aged != 9 {
			t.Errorf("it lives for %d s, and one that was asked for now for %d", aged, fresh)
		}
	})
}

// Whoever can write to the page's storage can have another question asked, and has
// nothing of it: the client asks its own.
func TestAQuestionOfSomebodyElsesIsNotTakenOver(t *testing.T) {
	for name, forge := range map[string]func(string) string{
		"of another client": func(q string) string { return strings.Replace(q, "client_id=storezero", "client_id=another", 1) },
		"with more scope":   func(q string) string { return strings.Replace(q, "scope=openid", "scope=openid+offline_access", 1) },
		"and more":          func(q string) string { return q + "&audience=evil" },
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				w.askedBefore(hour)
				tab := w.browser.Open(shop + "/")
				tab.AskEarly(asOrigin+"/authorize", forge(w.kept()), w.browser.Site("spa-session.hint.")[0])
				w.pass(0)
				w.forget()
				p := w.open(tab, hour)
				p.want(deadline.Active)
				w.asked(1)
			})
		})
	}
}

func TestARefusalOfAnEarlyQuestionCounts(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.askedBefore(hour)
		w.pass(2 * time.Hour)
		p := w.open(w.early(), hour)
		p.want(deadline.SignedOut)
		w.asked(1)
		w.wantHint(0)
	})
}

// What is kept tells of nobody, and is not kept where it could not be asked again.
func TestTheQuestionThatIsKept(t *testing.T) {
	for name, row := range map[string]struct {
		alter func(*client.Config)
		want  bool
	}{
		"by default":      {func(*client.Config) {}, true},
		"an organization": {func(c *client.Config) { c.Authorization.Extra = in(acme).Extra }, true},
		"a login hint": {func(c *client.Config) {
			c.Authorization.Extra = oidc.Params{{Name: "login_hint", Value: email}}
		}, false},
		"a token as a hint": {func(c *client.Config) {
			c.Authorization.Extra = oidc.Params{{Name: "id_token_hint", Value: "a.b.c"}}
		}, false},
		"by redirect":         {func(c *client.Config) { c.Silent.Mode = client.ModeRedirect }, false},
		"proof of possession": {func(c *client.Config) { c.DPoP = true }, false},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				w.askedBefore(hour, row.alter)
				question := w.kept()
				if (question != "") != row.want {
					t.Fatalf("kept is %q", question)
				}
				if row.want && strings.Count(question, "=&")+strings.Count(question+"&", "=&") != 6 {
					t.Errorf("there are not three blanks in %s", question)
				}
			}, organizations, func(c *authserver.Config) {
				for i := range c.Clients {
					c.Clients[i].Callbacks = append(c.Clients[i].Callbacks, shop+"/spa-session/silent.html")
				}
			})
		})
	}
}
