package control_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/control"
)

// FuzzControlJSON: every answer is JSON and no server error, and a request that is refused has changed nothing. SID
// stands for a session that lives.
func FuzzControlJSON(f *testing.F) {
	for _, seed := range [][3]string{
		{"POST", "sessions", `{"user_id": "auth0|ada"}`}, {"POST", "sessions/SID/age", `{"seconds": 60}`}, {"DELETE", "sessions/SID", ""},
		{"POST", "sessions/SID/age", `{"seconds": 1e400}`}, {"POST", "clock", `{"advance_seconds": 9223372036}`},
		{"POST", "clock", `{"frozen": true, "set": "9999-12-31T23:59:59Z", "advance_seconds": 300000000}`}, {"POST", "clock", `{"set": "0001-01-01T00:00:00Z", "advance_seconds": -300000000}`}, {"GET", "clock", ""},
		{"POST", "faults", `{"endpoint": "/oauth/token", "status": 503, "times": 1, "token": {"skew_seconds": -1}}`},
		{"POST", "faults", `{"nth": -1}`}, {"POST", "faults", `{"status": 99}`}, {"DELETE", "faults", ""}, {"GET", "faults", ""},
		{"GET", "requests?path=/authorize&client_id=%zz", ""}, {"GET", "diagnostics", ""}, {"POST", "snapshots", "{}"},
		{"POST", "snapshots/x/restore", "{}"}, {"POST", "reset", "{}"}, {"POST", "reset", "[]"}, {"PUT", "", "null"}, {"POST", "clock", `{"frozen": 1}`},
	} {
		f.Add(seed[0], seed[1], "application/json", seed[2])
	}
	f.Add("POST", "reset", "text/plain", "{}")
	clock := control.NewClock(func() time.Time { return start })
	tenant := authserver.Defaults(storefront)
	tenant.Issuer, tenant.Now, tenant.RecordRequests = "http://localhost:4400/", clock.Now, 10
	as, err := authserver.New(tenant)
	if err != nil {
		f.Fatal(err)
	}
	api, err := control.New(control.Config{Sessions: as, Mock: as, Clock: clock, Origin: "http://localhost:4400"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, path, contentType, body string) {
		if strings.Contains(path, "wait") || strings.Contains(path, "events") {
			t.Skip("these wait for what does not come")
		}
		if err := as.Reset(); err != nil {
			t.Fatal(err)
		}
		clock.Freeze(false)
		clock.Set(start)
		_, session, err := as.MintSession("auth0|ada")
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequest(method, "http://localhost:4400"+control.Prefix+strings.ReplaceAll(path, "SID", session.SID), strings.NewReader(body))
		if err != nil {
			t.Skip("no request")
		}
		r.Header["Content-Type"] = []string{contentType}
		before := stateOf(t, as, clock)
		w := httptest.NewRecorder()
		api.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("no JSON: %s", w.Body)
		}
		if after := stateOf(t, as, clock); w.Code >= 400 && !reflect.DeepEqual(before, after) {
			t.Errorf("status %d, and yet:\n%+v\nbecame\n%+v", w.Code, before, after)
		}
	})
}

type mockState struct {
	now      time.Time
	sessions []authserver.Session
	settings authserver.Settings
	users    []authserver.User
}

func stateOf(t *testing.T, as *authserver.Server, clock *control.Clock) mockState {
	t.Helper()
	sessions, err := as.Sessions()
	if err != nil {
		t.Fatal(err)
	}
	return mockState{clock.Now(), sessions, as.Settings(), as.Users()}
}
