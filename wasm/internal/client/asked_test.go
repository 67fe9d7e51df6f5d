package client_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestATokenRightAfterALogin(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
		if err != nil {
			t.Error("right after the login:", err)
		}
	})
}

func TestAFailureIsNotRetriedForNothing(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		var locks int
		var mu sync.Mutex
		w.ports = func(p *client.Ports) {
			real := p.Lock
			p.Lock = func(ctx context.Context, name string, steal bool) (*client.Lease, error) {
				mu.Lock()
				locks++
				mu.Unlock()
				return real(ctx, name, steal)
			}
		}
		hour := func(c *client.Config) { c.Session.Lifetimes.Idle = 3_600_000 }
		p := w.logIn(hour)
		p.tab.Signal(client.Input)
		w.fault(answerAt("/oauth/token", http.StatusServiceUnavailable))
		_, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
		t.Log(err)
		w.fault(nil)
		mu.Lock()
		locks = 0
		mu.Unlock()
		w.pass(4 * time.Minute)
		mu.Lock()
		t.Logf("locks taken in four minutes: %d, err %v", locks, p.Snapshot().Err)
		if locks > 5 {
			t.Error("a storm of moot retries")
		}
		mu.Unlock()
	})
}

// A hidden page asks for a token before it was looked at.
func TestAHiddenPageIsNotToldToLogIn(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		tab := p.tab.Reload(shop + "/")
		tab.Signal(client.Hidden)
		again := w.open(tab)
		_, _, err := again.GetTokenSilently(t.Context(), client.TokenOptions{})
		if code(err) == "login_required" {
			t.Error("a signed-in user's hidden page:", err)
		}
	})
}

// Another issuer's client with the same client id takes the callback.
func TestNoMixUpOfIssuers(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		var stolen string
		const evil = "http://localhost:4600/"
		w.network.Serve("http://localhost:4600", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Access-Control-Allow-Origin", "*")
			if r.URL.Path == "/oauth/token" {
				_ = r.ParseForm()
				stolen = r.Form.Get("code") + " " + r.Form.Get("code_verifier")
			}
			rw.Write([]byte(`{"issuer":"` + evil + `","authorization_endpoint":"` + evil + `authorize","token_endpoint":"` + evil + `oauth/token","jwks_uri":"` + evil + `jwks"}`))
		}))
		p := w.open(w.browser.Open(shop + "/"))
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
			t.Fatal(err)
		}
		callback, err := w.browser.LogIn(p.tab.Left(), email, password)
		if err != nil {
			t.Fatal(err)
		}
		p.Close()
		// The honest server does not announce iss, as Auth0 does not: taken out here.
		u := query(t, callback)
		back := p.tab.Reload(shop + "/callback?code=" + u.Get("code") + "&state=" + u.Get("state"))
		w.open(back, func(c *client.Config) { c.Issuer = evil })
		w.pass(time.Second)
		if stolen != "" {
			t.Errorf("the other issuer was sent code and verifier: %s", stolen)
		}
	})
}

// max_age of a call is lost where absoluteTimeout is set, and not checked where it is not.
func TestMaxAgeOfACallIsSentAndChecked(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn(func(c *client.Config) { c.Session.Lifetimes.Absolute = 3_600_000 })
		err := p.LoginWithRedirect(t.Context(), client.LoginOptions{Authorization: client.Authorization{Extra: oidc.Params{{Name: "max_age", Value: "0"}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := query(t, p.tab.Left())["max_age"]; len(got) != 1 || got[0] != "0" {
			t.Errorf("max_age sent is %q, asked for 0", got)
		}
	})
}

func TestHandleRedirectCallbackCleansTheAddress(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.open(w.browser.Open(shop + "/"))
		_ = p.LoginWithRedirect(t.Context(), client.LoginOptions{})
		callback, err := w.browser.LogIn(p.tab.Left(), email, password)
		if err != nil {
			t.Fatal(err)
		}
		tab := p.tab.Reload(callback)
		p.Close()
		c := client.New(config(), tab.Ports(), p.rec.Observer()) // autoStart: false
		defer c.Close()
		if _, err := c.HandleRedirectCallback(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		if tab.Address() != shop+"/callback" {
			t.Errorf("the code is still in the address: %s", tab.Address())
		}
	})
}

// The end leads to the login a second time in a page that stays (openUrl).
func TestASecondEndRedirectsToo(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		var opened int
		with := func(c *client.Config) {
			c.Session.OnSessionEnd = client.EndRedirect
			c.OpenURL = func(context.Context, string) error { opened++; return nil }
		}
		a := w.logIn()
		b := w.second(with)
		for i := range 2 {
			_ = w.server.EndSession(a.GetIDTokenClaims().String("sid"))
			_ = a.ContinueSession(t.Context())
			w.pass(2 * time.Second)
			b.want(deadline.Ended)
			if opened != i+1 {
				t.Errorf("end %d: %d logins were opened", i+1, opened)
			}
			_ = a.LogInHere(t.Context())
			a = w.comeBack(a)
			w.pass(2 * time.Second)
			b.want(deadline.Active)
		}
	})
}

// In a warning, Continue failed while offline; the network comes back, the user is there.
func TestAWarningIsRetriedOnline(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(61 * time.Second)
		w.network.SetDown(true)
		p.tab.Signal(client.Offline)
		t.Log(p.ContinueSession(t.Context()))
		w.pass(3 * time.Second)
		w.network.SetDown(false)
		p.tab.Signal(client.Online)
		w.pass(6 * time.Second)
		p.want(deadline.Active)
	})
}

// The record is wiped while a tab lives; another tab of the same user begins anew.
func TestAWipedRecordIsNoOtherUser(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		w.browser.Wipe()
		b := w.open(w.browser.Open(shop + "/"))
		b.want(deadline.Active)
		a.tab.Signal(client.Input)
		w.pass(31 * time.Second)
		a.tab.Signal(client.Input)
		w.pass(2 * time.Second)
		t.Log(a.Snapshot().Status, a.Snapshot().Reason, b.Snapshot().Status, b.Snapshot().Reason)
		a.want(deadline.Active)
		b.want(deadline.Active)
	})
}

// A hidden tab with nothing to wait for ticks each second.
func TestAHiddenTabHardlyTicks(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		var n int
		var mu sync.Mutex
		w.ports = func(p *client.Ports) {
			real := p.Wake
			p.Wake = func(ms int64, fire func()) func() {
				mu.Lock()
				n++
				mu.Unlock()
				return real(ms, fire)
			}
		}
		p := w.open(w.browser.Open(shop + "/"))
		p.want(deadline.SignedOut)
		p.tab.Signal(client.Hidden)
		w.pass(2 * time.Second)
		mu.Lock()
		n = 0
		mu.Unlock()
		w.pass(time.Minute)
		mu.Lock()
		defer mu.Unlock()
		if n > 5 {
			t.Errorf("%d timers in a hidden minute", n)
		}
	})
}
