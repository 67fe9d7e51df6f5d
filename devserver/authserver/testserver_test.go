package authserver_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// The examples run as tests do, with a TB of their own.
type exampleTB struct{ cleanups []func() }

func (*exampleTB) Helper()                           {}
func (e *exampleTB) Cleanup(f func())                { e.cleanups = append(e.cleanups, f) }
func (*exampleTB) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (e *exampleTB) end() {
	for _, f := range e.cleanups {
		f()
	}
}

// silentURL is what a single-page app loads in a hidden frame.
func silentURL(ts *authserver.TestServer) string {
	return ts.URL + "/authorize?" + silent().Encode()
}

func body(client *http.Client, url string) string {
	resp, err := client.Get(url)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

// A session that nobody touches ends, without a second of waiting.
func ExampleTestServer_Advance() {
	t := &exampleTB{} // in a test: t *testing.T
	defer t.end()
	as := authserver.NewTest(t, func(c *authserver.Config) { c.Sessions.Idle = 5 * time.Minute })
	client, _ := as.LoggedIn("auth0|ada")

	fmt.Println(strings.Contains(body(client, silentURL(as)), `"code":`))
	as.Advance(5 * time.Minute)
	fmt.Println(strings.Contains(body(client, silentURL(as)), `"error":"login_required"`))
	// Output:
	// true
	// true
}

// What does your application do when the token endpoint is down?
func ExampleServer_Fail() {
	t := &exampleTB{} // in a test: t *testing.T
	defer t.end()
	as := authserver.NewTest(t)
	as.Fail(authserver.Fault{Endpoint: "/oauth/token", Status: http.StatusServiceUnavailable, Times: 1})

	for range 2 {
		resp, err := http.PostForm(as.URL+"/oauth/token", url.Values{"grant_type": {"authorization_code"}})
		if err != nil {
			fmt.Println(err)
			return
		}
		resp.Body.Close()
		fmt.Println(resp.Status)
	}
	// Output:
	// 503 Service Unavailable
	// 400 Bad Request
}

// What has your application really asked for?
func ExampleServer_Requests() {
	t := &exampleTB{} // in a test: t *testing.T
	defer t.end()
	as := authserver.NewTest(t)
	client, _ := as.LoggedIn("auth0|ada")
	body(client, silentURL(as))

	for _, r := range as.Requests("/authorize") {
		fmt.Println(r.Method, r.ClientID, r.Params.Get("prompt"), r.Status)
	}
	// Output: GET storezero none 200
}

// An end-to-end test that is not about logging in gives its browser the cookie of a minted session.
func ExampleServer_MintSession() {
	t := &exampleTB{} // in a test: t *testing.T
	defer t.end()
	as := authserver.NewTest(t)
	cookie, session, err := as.MintSession("auth0|grace")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.HasPrefix(cookie.Name, "as-session_"), session.Sub)
	// Output: true auth0|grace
}

// sharedKey spares the making of a key: these tests are about other things.
func sharedKey(c *authserver.Config) { c.Key = signingKey() }

// Ten servers in one process share nothing: neither clock nor sessions, faults, users, recordings or keys.
func TestTenServersInParallel(t *testing.T) {
	for i := range 10 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			ts := authserver.NewTest(t, sharedKey, func(c *authserver.Config) {
				c.Sessions.Idle = time.Duration(i+1) * time.Minute
				c.Users[0].Name = fmt.Sprint("Ada ", i)
			})
			client, sid := ts.LoggedIn("auth0|ada")
			ts.Advance(time.Duration(i+1)*time.Minute - time.Second)
			if got := body(client, silentURL(ts)); !strings.Contains(got, `"code":`) {
				t.Fatalf("a second before the limit: %s", got)
			}
			ts.Advance(time.Duration(i+1) * time.Minute)
			if got := body(client, silentURL(ts)); !strings.Contains(got, `"error":"login_required"`) {
				t.Errorf("at the limit: %s", got)
			}
			if got := len(ts.Requests("/authorize")); got != 2 {
				t.Errorf("%d recorded requests, want 2", got)
			}
			if got := ts.Users()[0].Name; got != fmt.Sprint("Ada ", i) {
				t.Errorf("user %q", got)
			}
			if _, err := ts.Session(sid); err != nil {
				t.Errorf("the session: %v", err)
			}
			ts.Fail(authserver.Fault{Status: 500 + i%2})
			if resp, err := client.Get(ts.URL + "/"); err != nil || resp.StatusCode != 500+i%2 {
				t.Errorf("the fault: %v, %v", resp, err)
			} else {
				resp.Body.Close()
			}
		})
	}
}

// The cookie of one mock is worth nothing at another on the same host, and does not disturb it.
func TestCookiesOfTwoMocksDoNotCollide(t *testing.T) {
	one, two := authserver.NewTest(t, sharedKey), authserver.NewTest(t, sharedKey)
	client, _ := one.LoggedIn("auth0|ada")
	if got := body(client, silentURL(two)); !strings.Contains(got, "login_required") {
		t.Errorf("the second mock: %s", got)
	}
	second, _, err := two.MintSession("auth0|grace")
	if err != nil {
		t.Fatal(err)
	}
	client.Jar.SetCookies(mustURL(t, two.URL), []*http.Cookie{second})
	for _, ts := range []*authserver.TestServer{one, two} {
		if got := body(client, silentURL(ts)); !strings.Contains(got, `"code":`) {
			t.Errorf("with both cookies: %s", got)
		}
	}
}

func TestMintUnknownUser(t *testing.T) {
	if _, _, err := authserver.NewTest(t, sharedKey).MintSession("auth0|nobody"); err == nil {
		t.Error("a session of nobody")
	}
}

func TestWaitForRequest(t *testing.T) {
	ts := authserver.NewTest(t, sharedKey)
	got := make(chan authserver.Request)
	go func() { got <- ts.Wait(t.Context(), "/v2/logout") }()
	body(ts.Client(), ts.URL+"/authorize")
	body(ts.Client(), ts.URL+"/v2/logout?client_id=storezero")
	if r := <-got; r.ClientID != "storezero" || r.Status != http.StatusFound {
		t.Errorf("waited for %+v", r)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ts.WaitForRequest(ended, func(authserver.Request) bool { return false }); err == nil {
		t.Error("a wait that ended in vain has no error")
	}
}

func TestRecordingIsBounded(t *testing.T) {
	ts := authserver.NewTest(t, sharedKey, func(c *authserver.Config) { c.RecordRequests = 3 })
	for i := range 5 {
		body(ts.Client(), ts.URL+fmt.Sprint("/", i))
	}
	got := ts.Requests("")
	if len(got) != 3 || got[0].Path != "/2" || got[2].Path != "/4" {
		t.Errorf("recorded %+v", got)
	}
}
