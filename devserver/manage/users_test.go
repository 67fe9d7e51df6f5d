package manage_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/manage"
)

func clientWith(tn *tenant, scopes ...string) authserver.Client {
	return manage.Client(tn.url+"/", "limited", secret, scopes...)
}

func containsSecret(answer string) bool { return strings.Contains(answer, secret) }

const ada = "users/auth0%7Cada"

func TestUserGolden(t *testing.T) {
	tn := newTenant(t)
	tn.ask(t, "PATCH", ada, `{"user_metadata": {"theme": "dark", "old": 1}, "phone_number": "+4412345", "connection": "Username-Password-Authentication"}`, http.StatusOK, nil)
	_, got := tn.send(t, "PATCH", ada, `{"user_metadata": {"old": null, "lang": "en"}, "app_metadata": {"plan": {"seats": 3}}}`)
	const want = `{"user_id":"auth0|ada","email":"ada@storezero.example","email_verified":true,"name":"Ada Lovelace","phone_number":"+4412345","blocked":false,` +
		`"identities":[{"connection":"Username-Password-Authentication","provider":"auth0","user_id":"ada","isSocial":false}],` +
		`"user_metadata":{"lang":"en","theme":"dark"},"app_metadata":{"plan":{"seats":3}}}`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, again := tn.send(t, "GET", ada, ""); again != want {
		t.Errorf("GET\n%s\nwant\n%s", again, want)
	}
}

func TestUserFromTheMakingToTheEnd(t *testing.T) {
	tn := newTenant(t)
	const body = `{"connection": "Username-Password-Authentication", "email": "alan@storezero.example", "password": "bombe", "user_id": "alan/1"}`
	tn.ask(t, "POST", "users", body, http.StatusCreated, nil)
	status, got := tn.send(t, "POST", "users", strings.ReplaceAll(body, "alan/1", "alan-2"))
	if want := `{"statusCode":409,"error":"Conflict","message":"The user already exists.","errorCode":"auth0_idp_error"}`; status != http.StatusConflict || got != want {
		t.Errorf("twice: status %d, %s", status, got)
	}
	var page struct {
		Start, Limit, Length, Total int
		Users                       []struct {
			ID string `json:"user_id"`
		}
	}
	tn.ask(t, "GET", "users?include_totals=true&per_page=2&page=1", "", http.StatusOK, &page)
	if page.Start != 2 || page.Limit != 2 || page.Length != 1 || page.Total != 3 || page.Users[0].ID != "auth0|alan/1" {
		t.Errorf("second page %+v", page)
	}
	for _, query := range []string{"per_page=0", "per_page=101", "page=-1", "page=x"} {
		status, _ := tn.send(t, "GET", "users?"+query, "")
		wantStatus(t, query, status, http.StatusBadRequest)
	}
	var byEmail []any
	if tn.ask(t, "GET", "users-by-email?email=ALAN@storezero.example", "", http.StatusOK, &byEmail); len(byEmail) != 1 {
		t.Errorf("by email: %v", byEmail)
	}
	status, _ = tn.send(t, "GET", "users-by-email", "")
	wantStatus(t, "by no email", status, http.StatusBadRequest)
	const alan = "users/auth0%7Calan%2F1"
	tn.ask(t, "GET", alan, "", http.StatusOK, nil)
	cookie, _ := tn.login(t, "auth0|alan/1")
	for range 2 {
		tn.ask(t, "DELETE", alan, "", http.StatusNoContent, nil)
	}
	if got := tn.silently(t, cookie); got != "login_required" {
		t.Errorf("deleted, the user is let in: %s", got)
	}
	status, got = tn.send(t, "GET", alan, "")
	if want := `{"statusCode":404,"error":"Not Found","message":"The user does not exist.","errorCode":"inexistent_user"}`; status != http.StatusNotFound || got != want {
		t.Errorf("deleted: status %d, %s", status, got)
	}
}

// What ends a user's sessions at Auth0, and what does not.
func TestChangesThatEndSessions(t *testing.T) {
	for _, tc := range []struct {
		body string
		ends bool
	}{
		{`{"password": "another"}`, true}, {`{"email": "ada@new.example"}`, true}, {`{"phone_number": "+1"}`, true}, {`{"email_verified": false}`, true},
		{`{"email": "ada@storezero.example"}`, false}, {`{"email_verified": true}`, false}, {`{"name": "Ada"}`, false}, {`{"user_metadata": {"a": 1}}`, false},
	} {
		tn := newTenant(t)
		cookie, _ := tn.login(t, "auth0|ada")
		other, _ := tn.login(t, "auth0|grace")
		tn.ask(t, "PATCH", ada, tc.body, http.StatusOK, nil)
		if ended := tn.silently(t, cookie) == "login_required"; ended != tc.ends {
			t.Errorf("%s: ended %t", tc.body, ended)
		}
		if got := tn.silently(t, other); got == "login_required" {
			t.Errorf("%s ended another user's session", tc.body)
		}
		var tokens struct{ Tokens []any }
		if tn.ask(t, "GET", ada+"/refresh-tokens", "", http.StatusOK, &tokens); len(tokens.Tokens) != 1 {
			t.Errorf("%s: refresh tokens %v, though they outlive sessions", tc.body, tokens.Tokens)
		}
	}
}

func TestSessionGolden(t *testing.T) {
	tn := newTenant(t)
	_, sid := tn.login(t, "auth0|ada")
	tn.clock.Advance(time.Minute)
	_, got := tn.send(t, "GET", "sessions/"+sid, "")
	want := `{"id":"` + sid + `","user_id":"auth0|ada","created_at":"2026-11-21T12:00:00Z","updated_at":"2026-11-21T12:00:00Z","authenticated_at":"2026-11-21T12:00:00Z",` +
		`"idle_expires_at":"2026-11-21T12:05:00Z","expires_at":"2026-11-22T00:00:00Z","last_interacted_at":"2026-11-21T12:00:00Z",` +
		`"device":{"initial_user_agent":"","initial_ip":"","last_user_agent":"Go-http-client/1.1","last_ip":"127.0.0.1"},"clients":[{"client_id":"storezero"}],` +
		`"authentication":{"methods":[{"name":"pwd","timestamp":"2026-11-21T12:00:00Z"}]},"cookie":{"mode":"persistent"}}`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	var listed struct {
		Sessions []struct{ ID string }
		Next     string
	}
	_, second := tn.login(t, "auth0|ada")
	tn.ask(t, "GET", ada+"/sessions?take=1", "", http.StatusOK, &listed)
	if len(listed.Sessions) != 1 || listed.Next != listed.Sessions[0].ID {
		t.Errorf("the first of two: %+v", listed)
	}
	from := listed.Next
	listed.Next = ""
	tn.ask(t, "GET", ada+"/sessions?from="+from, "", http.StatusOK, &listed)
	if len(listed.Sessions) != 1 || listed.Next != "" || listed.Sessions[0].ID == from || listed.Sessions[0].ID != second && listed.Sessions[0].ID != sid {
		t.Errorf("the second of two: %+v", listed)
	}
}

// What ends sessions, and what of it takes the refresh tokens along.
func TestEndings(t *testing.T) {
	for _, tc := range []struct {
		method, path, body      string
		sessions, refreshTokens int // of two each, that are left
	}{
		{"DELETE", "sessions/{sid}", "", 1, 2},
		{"POST", "sessions/{sid}/revoke", "{}", 1, 1},
		{"DELETE", ada + "/sessions", "", 0, 2},
		{"DELETE", ada + "/refresh-tokens", "", 2, 0},
		{"POST", ada + "/revoke-access", "{}", 0, 0},
		{"POST", ada + "/revoke-access", `{"preserve_refresh_tokens": true}`, 0, 2},
		{"POST", ada + "/revoke-access", `{"session_id": "{sid}"}`, 1, 1},
		{"DELETE", "refresh-tokens/{refresh}", "", 2, 1},
	} {
		tn := newTenant(t)
		_, sid := tn.login(t, "auth0|ada")
		tn.login(t, "auth0|ada")
		var sessions struct{ Sessions []any }
		var tokens struct {
			Tokens []struct {
				ID        string
				SessionID string `json:"session_id"`
			}
		}
		tn.ask(t, "GET", ada+"/refresh-tokens", "", http.StatusOK, &tokens)
		fill := strings.NewReplacer("{sid}", sid, "{refresh}", tokens.Tokens[0].ID)
		what := tc.method + " " + tc.path + " " + tc.body
		tn.ask(t, tc.method, fill.Replace(tc.path), fill.Replace(tc.body), http.StatusAccepted, nil)
		tn.ask(t, "GET", ada+"/sessions", "", http.StatusOK, &sessions)
		tn.ask(t, "GET", ada+"/refresh-tokens", "", http.StatusOK, &tokens)
		if len(sessions.Sessions) != tc.sessions || len(tokens.Tokens) != tc.refreshTokens {
			t.Errorf("%s: %d sessions and %d refresh tokens are left", what, len(sessions.Sessions), len(tokens.Tokens))
		}
	}
}

func TestRefreshTokenGolden(t *testing.T) {
	tn := newTenant(t)
	_, sid := tn.login(t, "auth0|ada")
	var tokens struct{ Tokens []struct{ ID string } }
	tn.ask(t, "GET", ada+"/refresh-tokens", "", http.StatusOK, &tokens)
	id := tokens.Tokens[0].ID
	_, got := tn.send(t, "GET", "refresh-tokens/"+id, "")
	want := `{"id":"` + id + `","user_id":"auth0|ada","created_at":"2026-11-21T12:00:00Z","idle_expires_at":"2026-12-21T12:00:00Z","expires_at":"2026-12-21T12:00:00Z",` +
		`"client_id":"storezero","session_id":"` + sid + `","rotating":true,"resource_servers":[{"audience":"","scopes":"openid offline_access"}],"last_exchanged_at":"2026-11-21T12:00:00Z"}`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	tn.ask(t, "PATCH", "clients/storezero", `{"refresh_token": {"rotation_type": "non-rotating", "expiration_type": "non-expiring"}}`, http.StatusOK, nil)
	if _, got := tn.send(t, "GET", "refresh-tokens/"+id, ""); strings.Contains(got, "idle_expires_at") || !strings.Contains(got, `"rotating":false`) {
		t.Errorf("after the client's change: %s", got)
	}
	for _, path := range []string{"refresh-tokens/x", "sessions/x"} {
		for _, method := range []string{"GET", "DELETE"} {
			status, _ := tn.send(t, method, path, "")
			wantStatus(t, method+" "+path, status, http.StatusNotFound)
		}
	}
}
