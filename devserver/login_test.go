package main

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// resolve is what a browser does with a link of a page.
func resolve(t *testing.T, page, link string) string {
	t.Helper()
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	if u, err = u.Parse(link); err != nil {
		t.Fatal(err)
	}
	return u.String()
}

type tokens struct {
	AccessToken  string `json:"access_token"`
	IDToken      string `json:"id_token"`
	RefreshToken string `json:"refresh_token"`
	Scope        string `json:"scope"`
	ExpiresIn    int    `json:"expires_in"`

	code string // what they were exchanged for
}

func (tk tokens) sid(t *testing.T) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(tk.IDToken, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims struct{ Sid string }
	if err := json.Unmarshal(raw, &claims); err != nil || claims.Sid == "" {
		t.Fatalf("no sid in %s: %v", raw, err)
	}
	return claims.Sid
}

// The vector of https://www.rfc-editor.org/rfc/rfc7636#appendix-B.
const (
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

func (r *running) authorizeURL(extra url.Values) string {
	v := url.Values{
		"response_type": {"code"}, "client_id": {"storezero"}, "redirect_uri": {r.storefront + "/callback"},
		"scope": {"openid read:orders"}, "audience": {"https://api.storezero.example/"}, "state": {"s"},
		"code_challenge": {challenge}, "code_challenge_method": {"S256"},
	}
	for name, values := range extra {
		v[name] = values
	}
	return r.as + "/authorize?" + v.Encode()
}

// logIn types the user and password that the start printed.
func (r *running) logIn(t *testing.T, browser *http.Client) tokens {
	t.Helper()
	where := r.authorizeURL(url.Values{"prompt": {"login"}, "scope": {"openid read:orders offline_access"}})
	resp, _ := ask(t, browser, "GET", where, "")
	where = resolve(t, where, resp.Header.Get("Location"))
	_, page := ask(t, browser, "GET", where, "")
	interaction := regexp.MustCompile(`name="interaction" value="([^"]+)"`).FindStringSubmatch(page)
	action := regexp.MustCompile(`<form method="post" action="([^"]+)"`).FindStringSubmatch(page)
	if interaction == nil || action == nil {
		t.Fatalf("no login page:\n%s", page)
	}
	form := url.Values{
		"interaction": interaction[1:], "action": {"login"},
		"username": {r.line(t, `Log in as: +(\S+)`)}, "password": {r.line(t, `Password: +(\S+)`)},
	}
	resp, body := ask(t, browser, "POST", resolve(t, where, action[1]), form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	callback, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || callback.Query().Get("code") == "" {
		t.Fatalf("login: status %d, Location %q\n%s", resp.StatusCode, resp.Header.Get("Location"), body)
	}
	exchange := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"storezero"}, "code": {callback.Query().Get("code")},
		"redirect_uri": {r.storefront + "/callback"}, "code_verifier": {verifier},
	}
	_, body = ask(t, browser, "POST", r.as+"/oauth/token", exchange.Encode(),
		"Content-Type", "application/x-www-form-urlencoded", "Origin", r.storefront)
	var tk tokens
	if err := json.Unmarshal([]byte(body), &tk); err != nil || tk.AccessToken == "" {
		t.Fatalf("token: %v, %s", err, body)
	}
	tk.code = callback.Query().Get("code")
	return tk
}

func (r *running) silently(t *testing.T, browser *http.Client) string {
	t.Helper()
	_, page := ask(t, browser, "GET", r.authorizeURL(url.Values{"prompt": {"none"}, "response_mode": {"web_message"}}), "")
	return page
}

// logInSocially goes over the identity provider, as its printed user, back to the callback.
func (r *running) logInSocially(t *testing.T, browser *http.Client) {
	t.Helper()
	where := r.authorizeURL(url.Values{"connection": {"facebook"}})
	var page string
	for page == "" {
		resp, body := ask(t, browser, "GET", where, "")
		if resp.StatusCode == http.StatusOK {
			page = body
			break
		}
		if resp.Header.Get("Location") == "" {
			t.Fatalf("status %d\n%s", resp.StatusCode, body)
		}
		where = resolve(t, where, resp.Header.Get("Location"))
	}
	action := regexp.MustCompile(`action="([^"]+)"`).FindStringSubmatch(page)
	if action == nil {
		t.Fatalf("no login page of the provider:\n%s", page)
	}
	form := url.Values{"email": {r.line(t, `Log in there as: +(\S+)`)}, "password": {r.line(t, `With the password: +(\S+)`)}}
	resp, _ := ask(t, browser, "POST", resolve(t, where, html.UnescapeString(action[1])), form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	resp, body := ask(t, browser, "GET", resp.Header.Get("Location"), "")
	if !strings.HasPrefix(resp.Header.Get("Location"), r.storefront+"/callback?code=") {
		t.Errorf("status %d, Location %q\n%s", resp.StatusCode, resp.Header.Get("Location"), body)
	}
}
