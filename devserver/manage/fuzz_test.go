package manage_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/manage"
)

// FuzzManagement: every answer is JSON and no server error, and a request that is refused has changed nothing. SID
// stands for a session that lives.
func FuzzManagement(f *testing.F) {
	for _, route := range everyRoute {
		f.Add(route.method, route.path, `{}`)
	}
	for _, seed := range [][3]string{
		{"GET", "sessions/SID", ""}, {"DELETE", "sessions/SID", ""}, {"POST", "sessions/SID/revoke", ""},
		{"GET", "users?page=-1&per_page=99999999999999999999&q=%zz", ""}, {"GET", "users-by-email?email=%00", ""},
		{"PATCH", "tenants/settings", `{"session_lifetime": 1, "session_lifetime_in_minutes": 1}`},
		{"PATCH", "tenants/settings", `{"idle_session_lifetime": 1e300}`}, {"PATCH", "tenants/settings", `{"idle_session_lifetime": -1}`},
		{"PATCH", "users/auth0%7Cada", `{"email": "x@y.example", "password": null}`}, {"PATCH", "users/auth0%7Cada", `{"blocked": "no"}`},
		{"POST", "users", `{"email": "grace@storezero.example", "connection": "x", "password": "p"}`},
		{"POST", "clients", `{"name": "x", "callbacks": ["javascript:alert(1)"]}`}, {"PATCH", "clients/storezero", `{"callbacks": ["http://*.x"]}`},
		{"PATCH", "clients/storezero", `{"refresh_token": {"rotation_type": "rotating", "leeway": -1}}`}, {"PATCH", "clients/%2e%2e", `[`},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	const origin, token = "http://localhost:4400", "printed-at-start"
	tenant := authserver.Defaults("http://localhost:4300")
	tenant.Issuer = origin + "/"
	server, err := authserver.New(tenant)
	if err != nil {
		f.Fatal(err)
	}
	api, err := manage.New(manage.Config{Server: server, Issuer: tenant.Issuer, Origin: origin, Token: token})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, path, body string) {
		if err := server.Reset(); err != nil {
			t.Fatal(err)
		}
		_, session, err := server.MintSession("auth0|ada")
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequest(method, origin+manage.Prefix+strings.ReplaceAll(path, "SID", session.SID), strings.NewReader(body))
		if err != nil {
			t.Skip("no request")
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		before := stateOf(t, server)
		w := httptest.NewRecorder()
		api.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
		if w.Body.Len() > 0 && !json.Valid(w.Body.Bytes()) {
			t.Errorf("status %d, no JSON: %s", w.Code, w.Body)
		}
		if after := stateOf(t, server); w.Code >= 400 && !reflect.DeepEqual(before, after) {
			t.Errorf("status %d, and yet:\n%+v\nbecame\n%+v", w.Code, before, after)
		}
	})
}

type managed struct {
	settings authserver.Settings
	clients  []authserver.Client
	users    []authserver.User
	sessions []authserver.Session
}

func stateOf(t *testing.T, server *authserver.Server) managed {
	t.Helper()
	sessions, err := server.Sessions()
	if err != nil {
		t.Fatal(err)
	}
	return managed{server.Settings(), server.Clients(), server.Users(), sessions}
}
