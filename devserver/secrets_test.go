package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// wholeLogin goes through all that carries secrets, and returns these: a login, a wrong password, orders, silent renewal,
// a refresh, a login over the identity provider, refusals of each, a logout.
func (r *running) wholeLogin(t *testing.T) (secrets map[string]string) {
	t.Helper()
	browser := newBrowser(t)
	tk := r.logIn(t, browser)
	secrets = map[string]string{
		"code": tk.code, "verifier": verifier, "access token": tk.AccessToken, "ID token": tk.IDToken, "refresh token": tk.RefreshToken,
		"password": r.line(t, `Password: +(\S+)`), "password at the provider": r.line(t, `With the password: +(\S+)`),
	}
	for _, origin := range []string{r.as, r.idp} {
		u, err := url.Parse(origin)
		if err != nil {
			t.Fatal(err)
		}
		for _, cookie := range browser.Jar.Cookies(u) {
			secrets["cookie of "+origin] = cookie.Value
		}
	}
	post := func(path string, form url.Values, headers ...string) string {
		t.Helper()
		_, body := ask(t, browser, "POST", r.as+path, form.Encode(), append(headers, "Content-Type", "application/x-www-form-urlencoded", "Origin", r.storefront)...)
		return body
	}
	var refreshed tokens
	if err := json.Unmarshal([]byte(post("/oauth/token", url.Values{"grant_type": {"refresh_token"}, "client_id": {"storezero"}, "refresh_token": {tk.RefreshToken}})), &refreshed); err != nil || refreshed.RefreshToken == "" {
		t.Fatalf("refresh: %v, %+v", err, refreshed)
	}
	secrets["new refresh token"], secrets["new access token"] = refreshed.RefreshToken, refreshed.AccessToken
	// What is refused is logged: a used code, a used token, a token where none belongs, and a foreign client.
	post("/oauth/token", url.Values{"grant_type": {"authorization_code"}, "client_id": {"storezero"}, "code": {tk.code}, "redirect_uri": {r.storefront + "/callback"}, "code_verifier": {verifier}})
	post("/oauth/token", url.Values{"grant_type": {tk.RefreshToken}, "client_id": {"storezero"}, "refresh_token": {tk.RefreshToken}})
	post("/oauth/revoke", url.Values{"client_id": {tk.RefreshToken}, "token": {tk.RefreshToken}})
	post("/login", url.Values{"interaction": {"x"}, "password": {secrets["password"]}, "username": {secrets["password"]}})
	ask(t, browser, "GET", r.as+"/userinfo", "", "Authorization", "Bearer "+tk.IDToken)
	ask(t, browser, "GET", r.storefront+"/api/orders", "", "Authorization", "Bearer "+tk.AccessToken)
	ask(t, browser, "GET", r.storefront+"/api/orders", "", "Authorization", "Bearer "+tk.IDToken)
	ask(t, browser, "GET", r.as+"/oidc/logout?"+url.Values{"id_token_hint": {tk.IDToken}, "post_logout_redirect_uri": {r.storefront + "/nowhere?code=" + tk.code}, "client_id": {"storezero"}}.Encode(), "")
	r.silently(t, browser)
	r.logInSocially(t, newBrowser(t))
	ask(t, browser, "GET", r.as+"/v2/logout?client_id=storezero", "")
	return secrets
}

// log is what was printed after the announcement, which names a password on purpose.
func (r *running) log(t *testing.T) string {
	t.Helper()
	_, log, found := strings.Cut(r.out.String(), "Ctrl-C stops all three.")
	if !found {
		t.Fatal("no announcement")
	}
	return log
}

func TestLogHasNoSecrets(t *testing.T) {
	for name, args := range map[string][]string{"default": nil, "requests": {"--log-requests"}, "json": {"--log-requests", "--log-format", "json"}} {
		t.Run(name, func(t *testing.T) {
			r := start(t, args...)
			secrets := r.wholeLogin(t)
			log := r.log(t)
			for what, secret := range secrets {
				for _, spelling := range []string{secret, url.QueryEscape(secret)} {
					if secret == "" || strings.Contains(log, spelling) {
						t.Errorf("the %s, %q, is in the log:\n%s", what, secret, log)
					}
				}
			}
			for line := range strings.SplitSeq(strings.TrimSpace(log), "\n") {
				if !strings.Contains(line, "request_id") {
					t.Errorf("a line without a request id: %s", line)
				}
			}
			if !strings.Contains(log, "logged in") || !strings.Contains(log, "refused") {
				t.Errorf("the log does not tell of what happened:\n%s", log)
			}
		})
	}
}

// The other side of the test above: what it looks for would be found.
func TestLogSecrets(t *testing.T) {
	r := start(t, "--log-secrets")
	secrets := r.wholeLogin(t)
	log := r.log(t)
	for what, secret := range secrets {
		if !strings.Contains(log, secret) {
			t.Errorf("the %s, %q, is not in the log", what, secret)
		}
	}
	if !strings.Contains(r.out.String(), "in clear") {
		t.Error("the start does not say that the log shows secrets")
	}
}

func TestRequestIDIsAnswered(t *testing.T) {
	r := start(t, "--log-requests")
	for _, origin := range []string{r.storefront, r.as, r.idp} {
		resp, _ := ask(t, http.DefaultClient, "GET", origin+"/nowhere", "", "X-Request-Id", "mine-1")
		if got := resp.Header.Get("X-Request-Id"); got != "mine-1" {
			t.Errorf("%s answers the id %q", origin, got)
		}
		resp, _ = ask(t, http.DefaultClient, "GET", origin+"/nowhere", "", "X-Request-Id", "mine 2", "Host", "rebound.evil.example")
		if got := resp.Header.Get("X-Request-Id"); got == "" || got == "mine 2" || !strings.Contains(r.log(t), "request_id="+got) {
			t.Errorf("%s answers the id %q, and logs\n%s", origin, got, r.log(t))
		}
	}
}
