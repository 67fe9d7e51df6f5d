package control_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/control"
)

const token = "printed-at-the-start"

func locked(cfg *control.Config) { cfg.Token = token }

func TestTokenOpensTheAPI(t *testing.T) {
	m := newMock(t, locked)
	for name, tc := range map[string]struct {
		header string
		want   int
	}{
		"the token": {"Bearer " + token, http.StatusOK}, "in small letters": {"bearer " + token, http.StatusOK},
		"none": {"", http.StatusUnauthorized}, "a longer one": {"Bearer " + token + "x", http.StatusUnauthorized},
		"a shorter one": {"Bearer " + token[1:], http.StatusUnauthorized}, "by another scheme": {"Basic " + token, http.StatusUnauthorized},
	} {
		for _, path := range []string{"clock", "sessions", "requests", "faults", "settings"} {
			if status := m.call(t, "GET", path, "", nil, "Authorization", tc.header); status != tc.want {
				t.Errorf("%s, %s: status %d, want %d", name, path, status, tc.want)
			}
		}
	}
	if status := m.call(t, "POST", "reset", "{}", nil); status != http.StatusUnauthorized {
		t.Errorf("reset without the token: status %d", status)
	}
	if status := m.call(t, "GET", "clock", "", nil, "Authorization", "Bearer "+token, "Origin", "https://evil.example"); status != http.StatusForbidden {
		t.Errorf("the token from another site: status %d", status)
	}
}

// A control origin's page sends the token, too: its preflight is answered without it.
func TestPreflightAllowsTheToken(t *testing.T) {
	m := newMock(t, locked)
	status, _, header := send(t, "OPTIONS", m.url+"/__mock/clock", "", "Origin", storefront, "Access-Control-Request-Headers", "authorization")
	if status != http.StatusNoContent || !strings.Contains(header.Get("Access-Control-Allow-Headers"), "Authorization") {
		t.Errorf("status %d, %v", status, header)
	}
}

// The dashboard trades the token for a cookie that is not the token, and that no other site's request carries.
func TestDashboardIsUnlockedByACookie(t *testing.T) {
	m := newMock(t, locked)
	page := func(headers ...string) (int, string, http.Header) {
		t.Helper()
		return send(t, "GET", m.url+"/__mock/", "", headers...)
	}
	if status, body, _ := page(); status != http.StatusUnauthorized || !strings.Contains(body, `id="unlock"`) || strings.Contains(body, "ada@") {
		t.Errorf("locked: status %d, %s", status, body)
	}
	status, _, _ := send(t, "POST", m.url+"/__mock/login", `{"token": "wrong"}`, "Content-Type", asJSON)
	if status != http.StatusForbidden {
		t.Errorf("a wrong token: status %d", status)
	}
	if status, _, _ := send(t, "POST", m.url+"/__mock/login", "token="+token, "Content-Type", "application/x-www-form-urlencoded"); status != http.StatusUnsupportedMediaType {
		t.Errorf("a form: status %d", status)
	}
	status, _, header := send(t, "POST", m.url+"/__mock/login", `{"token": "`+token+`"}`, "Content-Type", asJSON)
	cookie := header.Get("Set-Cookie")
	if status != http.StatusNoContent || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Strict") || strings.Contains(cookie, token) {
		t.Fatalf("status %d, cookie %s", status, cookie)
	}
	cookie, _, _ = strings.Cut(cookie, ";")
	if status, body, _ := page("Cookie", cookie); status != http.StatusOK || !strings.Contains(body, `id="chains"`) {
		t.Errorf("unlocked: status %d, %s", status, body)
	}
	if status, _, _ := page("Cookie", cookie+"x"); status != http.StatusUnauthorized {
		t.Errorf("another cookie: status %d", status)
	}
}

func TestSecureOriginHasAHostCookie(t *testing.T) {
	m := newMock(t, locked, func(cfg *control.Config) { cfg.Origin = "https://mock.example" })
	_, _, header := send(t, "POST", m.url+"/__mock/login", `{"token": "`+token+`"}`, "Content-Type", asJSON)
	if cookie := header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-") || !strings.Contains(cookie, "Secure") {
		t.Errorf("cookie %s", cookie)
	}
}
