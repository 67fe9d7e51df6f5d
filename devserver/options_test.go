package main

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestHealth(t *testing.T) {
	r := start(t)
	for _, origin := range []string{r.storefront, r.as, r.idp} {
		resp, body := ask(t, http.DefaultClient, "GET", origin+"/healthz", "")
		if resp.StatusCode != http.StatusOK || body != `{"status":"ok"}`+"\n" {
			t.Errorf("%s: status %d, %s", origin, resp.StatusCode, body)
		}
		if resp, _ := ask(t, http.DefaultClient, "GET", origin+"/healthz", "", "Host", "rebound.evil.example"); resp.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("%s for a foreign host: status %d", origin, resp.StatusCode)
		}
	}
}

// One line points an app of one's own at the mock: it logs in, and its origin gets answers.
func TestClientInOneLine(t *testing.T) {
	r := start(t, "--client", "my-app", "--origin", "http://localhost:3000")
	if got := r.line(t, `Your app: +(.*)`); got != "domain "+r.as+", clientId my-app" {
		t.Errorf("the start says %q", got)
	}
	mine := url.Values{"client_id": {"my-app"}, "redirect_uri": {"http://localhost:3000"}, "audience": {""}}
	resp, body := ask(t, newBrowser(t), "GET", r.authorizeURL(mine), "")
	if resp.StatusCode != http.StatusFound || !strings.HasPrefix(resp.Header.Get("Location"), "/login?") {
		t.Errorf("status %d, Location %q\n%s", resp.StatusCode, resp.Header.Get("Location"), body)
	}
	mine["prompt"], mine["response_mode"] = []string{"none"}, []string{"web_message"}
	if _, page := ask(t, newBrowser(t), "GET", r.authorizeURL(mine), ""); !strings.Contains(page, `"http://localhost:3000"`) || !strings.Contains(page, "login_required") {
		t.Errorf("no message for the app's origin:\n%s", page)
	}
	resp, _ = ask(t, http.DefaultClient, "OPTIONS", r.as+"/oauth/token", "", "Origin", "http://localhost:3000", "Access-Control-Request-Method", "POST")
	if got := resp.Header.Get("Access-Control-Allow-Origin"); got != "http://localhost:3000" {
		t.Errorf("Access-Control-Allow-Origin %q", got)
	}
	resp, _ = ask(t, newBrowser(t), "GET", r.as+"/v2/logout?client_id=my-app&returnTo="+url.QueryEscape("http://localhost:3000/"), "")
	if resp.StatusCode == http.StatusBadRequest {
		t.Error("the app's own page is no logout URL")
	}
}

func TestNoControl(t *testing.T) {
	r := start(t, "--no-control")
	if strings.Contains(r.out.String(), "dashboard") {
		t.Errorf("the start names a dashboard:\n%s", r.out)
	}
	resp, _ := ask(t, http.DefaultClient, "GET", r.as+"/__mock/sessions", "")
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("status %d", resp.StatusCode)
	}
	if _, app := ask(t, http.DefaultClient, "GET", r.storefront+"/config.json", ""); !strings.Contains(app, `"controlUrl":""`) {
		t.Errorf("the storefront is told %s", app)
	}
}

// A tenant of one's own, without anything of the storefront's, starts all the same.
func TestForeignTenant(t *testing.T) {
	file := filepath.Join(t.TempDir(), "devserver.yaml")
	writeConfig(t, file, `
clients:
  - client_id: other
    callbacks: [http://localhost:5000/]
users: []
apis: []
identity_provider: {users: []}
`, time.Unix(1, 0))
	r := start(t, "--config", file)
	if !strings.Contains(r.out.String(), "no client has the web origin "+r.storefront) || strings.Contains(r.out.String(), "Log in as") {
		t.Errorf("the start says\n%s", r.out)
	}
}
