package authserver_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

func get(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	if err := resp.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(b.String(), "\r\n\r\n")
	return body
}

// A snapshot brings back keys, faults, recorded requests and diagnostics, too, any number of times; a reset brings back
// those of the start.
func TestSnapshotHoldsAllButTheClock(t *testing.T) {
	ts := authserver.NewTest(t)
	jwks := ts.URL + "/.well-known/jwks.json"
	first := get(t, jwks)
	ts.RotateKeys()
	rotated := get(t, jwks)
	get(t, ts.URL+"/authorize?client_id=nobody")
	number := ts.Fail(authserver.Fault{Endpoint: "/userinfo", Nth: 2, Status: 503})
	get(t, ts.URL+"/userinfo") // the first of them
	snapshot, err := ts.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	requests, diagnostics := len(ts.Requests("")), len(ts.Diagnostics())
	for range 2 {
		ts.RotateKeys()
		ts.RevokePreviousKeys()
		ts.ClearFaults()
		get(t, ts.URL+"/authorize?client_id=nobody")
		if err := ts.Restore(snapshot); err != nil {
			t.Fatal(err)
		}
		if len(ts.Requests("")) != requests || len(ts.Diagnostics()) != diagnostics {
			t.Errorf("restored %d requests and %d diagnostics, want %d and %d", len(ts.Requests("")), len(ts.Diagnostics()), requests, diagnostics)
		}
		if held := ts.Faults(); len(held) != 1 || held[0].Number != number || held[0].Matched != 1 {
			t.Errorf("restored faults %+v", held)
		}
		if got := get(t, ts.URL+"/userinfo"); !strings.Contains(got, "ordered by a test") {
			t.Errorf("the restored fault is forgotten: %s", got)
		}
		if got := get(t, jwks); got != rotated {
			t.Errorf("restored keys\n%s\nwant\n%s", got, rotated)
		}
	}
	if err := ts.Reset(); err != nil {
		t.Fatal(err)
	}
	if len(ts.Requests(""))+len(ts.Diagnostics())+len(ts.Faults()) != 0 {
		t.Errorf("after the reset: %v, %v, %v", ts.Requests(""), ts.Diagnostics(), ts.Faults())
	}
	if got := get(t, jwks); got != first {
		t.Errorf("after the reset, keys\n%s\nwant\n%s", got, first)
	}
}

// The number of a request is never given twice, whatever is restored.
func TestRequestNumbersGrow(t *testing.T) {
	ts := authserver.NewTest(t)
	get(t, ts.URL+"/userinfo")
	if err := ts.Reset(); err != nil {
		t.Fatal(err)
	}
	get(t, ts.URL+"/userinfo")
	if got := ts.Requests(""); len(got) != 1 || got[0].Number != 2 {
		t.Errorf("recorded %+v", got)
	}
}

func TestEndFault(t *testing.T) {
	ts := authserver.NewTest(t)
	slow, broken := ts.Fail(authserver.Fault{Endpoint: "/slow", Delay: time.Hour}), ts.Fail(authserver.Fault{Endpoint: "/userinfo", Status: 503})
	if !ts.EndFault(broken) || ts.EndFault(broken) {
		t.Error("a fault ends once")
	}
	if got := get(t, ts.URL+"/userinfo"); strings.Contains(got, "ordered by a test") {
		t.Errorf("ended, the fault strikes: %s", got)
	}
	if left := ts.Faults(); len(left) != 1 || left[0].Number != slow || left[0].Fault.Delay != time.Hour {
		t.Errorf("left: %+v", left)
	}
}

func TestDeletedClientIsUnknown(t *testing.T) {
	ts := authserver.NewTest(t)
	if err := ts.DeleteClient("storezero"); err != nil {
		t.Fatal(err)
	}
	if err := ts.DeleteClient("storezero"); !errors.Is(err, authserver.ErrNoClient) {
		t.Errorf("deleted twice: %v", err)
	}
	if page := get(t, ts.URL+"/authorize?client_id=storezero&redirect_uri=http://localhost:4300/callback"); !strings.Contains(page, "Unknown client") {
		t.Errorf("%s", page)
	}
}

const (
	machineAPI = "https://machine.example/"
	allOfIt    = "read:it write:it"
)

func machineServer(t *testing.T) *authserver.TestServer {
	t.Helper()
	return authserver.NewTest(t, func(cfg *authserver.Config) {
		cfg.APIs = append(cfg.APIs, authserver.API{Audience: machineAPI, Scopes: strings.Fields(allOfIt)})
		cfg.Clients = append(cfg.Clients, authserver.Client{
			ID: "machine", Secret: "secret", GrantTypes: []string{"client_credentials"},
			Grants: []authserver.ClientGrant{{Audience: machineAPI, Scopes: strings.Fields(allOfIt)}},
		})
	})
}

func TestVerifyAccessToken(t *testing.T) {
	ts := machineServer(t)
	resp, err := http.PostForm(ts.URL+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"machine"}, "client_secret": {"secret"}, "audience": {machineAPI},
	})
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	got, err := ts.VerifyAccessToken(t.Context(), answer.AccessToken, machineAPI)
	if err != nil || got != (authserver.AccessToken{Sub: "machine@clients", ClientID: "machine", Scope: allOfIt, Machine: true}) {
		t.Errorf("%+v, %v", got, err)
	}
	parts := strings.Split(answer.AccessToken, ".")
	for name, token := range map[string]string{
		"empty": "", "unsigned": parts[0] + "." + parts[1] + ".", "another payload": parts[0] + "." + parts[0] + "." + parts[2],
	} {
		if _, err := ts.VerifyAccessToken(t.Context(), token, machineAPI); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := ts.VerifyAccessToken(t.Context(), answer.AccessToken, machineAPI+"x"); err == nil || !strings.Contains(err.Error(), "not for") {
		t.Errorf("another audience: %v", err)
	}
	ts.Advance(25 * time.Hour)
	if _, err := ts.VerifyAccessToken(t.Context(), answer.AccessToken, machineAPI); err == nil || !strings.Contains(err.Error(), "expired") {
		t.Errorf("a day later: %v", err)
	}

}

// One entry for each client, session and audience, with the newest tokens; the session tells of the browser.
func TestIssuedAndDevice(t *testing.T) {
	tn := newTenant(t, func(cfg *authserver.Config) { cfg.RecordRequests = 10 })
	b := tn.browser(t)
	b.exchange(t, b.logIn(t, params()).Get("code"))
	tn.clock.Advance(time.Minute)
	b.exchange(t, b.authorizeCode(t, "prompt", "none"))
	got, sessions := tn.Issued(), liveSessions(t, tn)
	if len(got) != 1 || got[0].ClientID != "storezero" || got[0].SID != sessions[0].SID || !got[0].Time.Equal(tn.clock.Now()) ||
		got[0].IDTokenExpires.Sub(got[0].Time) != 150*time.Second || got[0].AccessTokenExpires.Sub(got[0].Time) != 24*time.Hour {
		t.Errorf("issued %+v", got)
	}
	first := sessions[0].InitialDevice
	if first.IP != "127.0.0.1" || !strings.HasPrefix(first.UserAgent, "Go-http-client") {
		t.Errorf("device %+v", first)
	}
	req, err := http.NewRequest(http.MethodGet, tn.url+"/authorize?"+params("prompt", "none").Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", strings.Repeat("x", 5000))
	b.do(t, req)
	if now := liveSessions(t, tn)[0]; now.InitialDevice != first || now.LastDevice.UserAgent != strings.Repeat("x", 256) {
		t.Errorf("devices %+v and %+v", now.InitialDevice, now.LastDevice)
	}
}

func liveSessions(t *testing.T, tn *tenant) []authserver.Session {
	t.Helper()
	sessions, err := tn.Sessions()
	if err != nil || len(sessions) != 1 {
		t.Fatalf("sessions %+v, %v", sessions, err)
	}
	return sessions
}
