package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/config"
)

// The client that the start names can manage the tenant, and nobody can without it.
func TestManagementAPI(t *testing.T) {
	r := start(t)
	api, secret := r.line(t, `Its Management API: +(\S+)`), r.line(t, `As client, with secret: +management (\S+)`)
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"management"}, "client_secret": {secret}, "audience": {r.as + "/api/v2/"},
	}
	_, body := ask(t, http.DefaultClient, "POST", r.as+"/oauth/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.AccessToken == "" {
		t.Fatalf("%v in %s", err, body)
	}
	resp, body := ask(t, http.DefaultClient, "GET", api+"users/auth0%7Cada", "", "Authorization", "Bearer "+answer.AccessToken)
	if resp.StatusCode != http.StatusOK || !strings.Contains(body, `"user_id":"auth0|ada"`) {
		t.Errorf("status %d, %s", resp.StatusCode, body)
	}
	resp, body = ask(t, http.DefaultClient, "PATCH", api+"tenants/settings", `{"idle_session_lifetime_in_minutes": 1}`,
		"Authorization", "Bearer "+answer.AccessToken, "Content-Type", "application/json")
	if resp.StatusCode != http.StatusOK {
		t.Errorf("status %d, %s", resp.StatusCode, body)
	}
	_, body = ask(t, http.DefaultClient, "GET", r.as+"/__mock/settings", "")
	if !strings.Contains(body, `"idle_seconds":60`) {
		t.Errorf("settings %s", body)
	}
	if resp, _ := ask(t, http.DefaultClient, "GET", api+"users", ""); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("without a token: status %d", resp.StatusCode)
	}
}

// The dashboard is found without its slash, too.
func TestDashboardWithoutItsSlash(t *testing.T) {
	r := start(t)
	resp, body := ask(t, http.DefaultClient, "GET", r.as+"/__mock", "")
	if resp.StatusCode != http.StatusOK || !strings.Contains(body, `id="chains"`) {
		t.Errorf("status %d, %s", resp.StatusCode, body)
	}
}

func TestWithoutControl(t *testing.T) {
	r := start(t, "--no-control")
	for _, path := range []string{"/__mock/", "/__mock/sessions", "/__mock/events"} {
		if resp, _ := ask(t, http.DefaultClient, "GET", r.as+path, ""); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", path, resp.StatusCode)
		}
	}
	if strings.Contains(r.out.String(), "dashboard") {
		t.Errorf("the start names a dashboard:\n%s", r.out)
	}
	if _, body := ask(t, http.DefaultClient, "GET", r.storefront+"/config.json", ""); !strings.Contains(body, `"controlUrl":""`) {
		t.Errorf("config %s", body)
	}
}

// Beyond loopback the control API and the dashboard need the token of the start; it opens the Management API, too.
func TestPublicNeedsTheControlToken(t *testing.T) {
	at, err := listen(t.Context(), config.Ports{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(at.Close)
	cfg := config.Default()
	cfg.Public, cfg.PublicURL = true, "http://mock.example/below/"
	w, err := newWorld(cfg, at, certificate{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	w.announce(&out, "")
	if w.controlToken == "" || !strings.Contains(out.String(), w.controlToken) {
		t.Fatalf("the start does not tell the token:\n%s", out.String())
	}
	for _, tc := range []struct {
		path, token string
		want        int
	}{
		{"/below/__mock/sessions", "", http.StatusUnauthorized}, {"/below/__mock/sessions", w.controlToken, http.StatusOK},
		{"/below/__mock/", "", http.StatusUnauthorized}, {"/below/__mock/", w.controlToken, http.StatusOK},
		{"/below/__mock/dashboard/base.css", "", http.StatusOK},
		{"/below/api/v2/users", "", http.StatusUnauthorized}, {"/below/api/v2/users", w.controlToken, http.StatusOK},
		{"/below/api/v2/users", w.controlToken + "x", http.StatusUnauthorized},
	} {
		r := httptest.NewRequest(http.MethodGet, "http://mock.example"+tc.path, nil)
		r.Header.Set("Authorization", "Bearer "+tc.token)
		answer := httptest.NewRecorder()
		w.as.ServeHTTP(answer, r)
		if answer.Code != tc.want {
			t.Errorf("%s with %q: status %d, want %d: %.200s", tc.path, tc.token, answer.Code, tc.want, answer.Body)
		}
	}
}

// A dashboard that is open does not hold the stop up: its stream comes to a clean end, and is not cut.
func TestStopEndsTheStream(t *testing.T) {
	r := start(t)
	resp, err := http.Get(r.as + "/__mock/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if stream, err := io.ReadAll(resp.Body); err != nil || !strings.HasPrefix(string(stream), "event: state\n") {
		t.Errorf("%v after %q", err, stream)
	}
}
