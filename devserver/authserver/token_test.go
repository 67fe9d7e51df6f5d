package authserver_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTokenResponseGolden(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	resp := b.post(t, "/oauth/token", tokenForm(b.logIn(t, params()).Get("code")))
	tokens := parseToken(t, resp)
	got := strings.NewReplacer(tokens.AccessToken, "ACCESS", tokens.IDToken, "ID").Replace(resp.body)
	want := `{"access_token":"ACCESS","id_token":"ID","scope":"openid profile email read:orders","expires_in":86400,"token_type":"Bearer"}` + "\n"
	if resp.StatusCode != http.StatusOK || got != want {
		t.Errorf("status %d, body\n%s\nwant\n%s", resp.StatusCode, got, want)
	}
	if resp.Header.Get("Cache-Control") != "no-store" || resp.Header.Get("Pragma") != "no-cache" {
		t.Errorf("the tokens may be cached: %v", resp.Header)
	}
}

func TestTokenByJSON(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	body := map[string]string{}
	for name, values := range tokenForm(b.logIn(t, params()).Get("code")) {
		body[name] = values[0]
	}
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.postBody(t, "application/json; charset=utf-8", string(raw)); got.status != http.StatusOK || got.IDToken == "" {
		t.Errorf("answered %+v", got)
	}
}

// Each row deviates in one thing from a good exchange. The texts are Auth0's.
func TestTokenRefusals(t *testing.T) {
	const codeText = "Invalid authorization code"
	for _, tc := range []struct {
		name   string
		change []string
		status int
		code   string
		text   string
	}{
		{"no grant type", []string{"grant_type", ""}, 400, "invalid_request", "Missing required parameter: grant_type"},
		{"another grant type", []string{"grant_type", "password"}, 400, "unsupported_grant_type", "Grant type not supported"},
		{"no client", []string{"client_id", ""}, 400, "invalid_request", "Missing required parameter: client_id"},
		{"unknown client", []string{"client_id", "nobody"}, 401, "invalid_client", "Client authentication failed"},
		{"a secret", []string{"client_secret", "s3cret"}, 401, "invalid_client", "Client authentication failed"},
		{"no code", []string{"code", ""}, 400, "invalid_request", "Missing required parameter: code"},
		{"no redirect URI", []string{"redirect_uri", ""}, 400, "invalid_request", "Missing required parameter: redirect_uri"},
		{"no verifier", []string{"code_verifier", ""}, 400, "invalid_request", "Missing required parameter: code_verifier"},
		{"unknown code", []string{"code", "guess"}, 403, "invalid_grant", codeText},
		{"another client", []string{"client_id", "storezero-outlet"}, 403, "invalid_grant", codeText},
		{"another redirect URI", []string{"redirect_uri", app + "/"}, 403, "invalid_grant", codeText},
		{"another verifier", []string{"code_verifier", strings.Repeat("a", 43)}, 403, "invalid_grant", "Failed to verify code verifier"},
		{"the challenge as verifier", []string{"code_verifier", challengeOf(verifier)}, 403, "invalid_grant", "Failed to verify code verifier"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b := tn.browser(t)
			got := b.exchange(t, b.logIn(t, params()).Get("code"), tc.change...)
			want := tokenReply{status: tc.status, Error: tc.code, Description: tc.text}
			if got != want {
				t.Errorf("answered %+v, want %+v", got, want)
			}
			if !strings.Contains(tn.log.String(), "cure=") {
				t.Errorf("the log does not say how to mend it:\n%s", tn.log)
			}
		})
	}
}

func TestExpiredCode(t *testing.T) {
	for _, tc := range []struct {
		after time.Duration
		want  int
	}{{59 * time.Second, http.StatusOK}, {60 * time.Second, http.StatusForbidden}} {
		tn := newTenant(t)
		b := tn.browser(t)
		code := b.logIn(t, params()).Get("code")
		tn.clock.Advance(tc.after)
		if got := b.exchange(t, code); got.status != tc.want {
			t.Errorf("after %v: %+v, want status %d", tc.after, got, tc.want)
		}
	}
}

func TestCodeWorksOnce(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	code := b.logIn(t, params()).Get("code")
	if got := b.exchange(t, code); got.status != http.StatusOK {
		t.Fatalf("first: %+v", got)
	}
	want := tokenReply{status: http.StatusForbidden, Error: "invalid_grant", Description: "Invalid authorization code"}
	if got := b.exchange(t, code); got != want {
		t.Errorf("second: %+v, want %+v", got, want)
	}
}

// A wrong verifier uses the code up: nobody gets to try verifiers.
func TestFailedExchangeUsesTheCodeUp(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	code := b.logIn(t, params()).Get("code")
	b.exchange(t, code, "code_verifier", strings.Repeat("a", 43))
	if got := b.exchange(t, code); got.Error != "invalid_grant" {
		t.Errorf("with the right verifier afterwards: %+v", got)
	}
}

func TestCodeWorksOnceInARace(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	code := b.logIn(t, params()).Get("code")
	var (
		wg      sync.WaitGroup
		mu      sync.Mutex
		success int
	)
	for range 16 {
		wg.Go(func() {
			resp, err := b.Client.PostForm(tn.url+"/oauth/token", tokenForm(code))
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				mu.Lock()
				success++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if success != 1 {
		t.Errorf("%d of 16 exchanges succeeded, want 1", success)
	}
}

func TestTokenBodies(t *testing.T) {
	good := tokenForm("code").Encode()
	for _, tc := range []struct {
		name, contentType, body string
		status                  int
		text                    string
	}{
		{"text", "text/plain", good, 400, "Unsupported content type"},
		{"no type", "", good, 400, "Unsupported content type"},
		{"broken form", "application/x-www-form-urlencoded", "code=%zz", 400, "The body cannot be parsed"},
		{"duplicate", "application/x-www-form-urlencoded", good + "&code=other", 400, "Duplicate parameter: code"},
		{"broken JSON", "application/json", `{"code":`, 400, "The body cannot be parsed"},
		{"JSON and more", "application/json", `{"code":"a"} {"code":"b"}`, 400, "The body cannot be parsed"},
		{"JSON with a number", "application/json", `{"code":1}`, 400, "Parameter code must be a string"},
		{"too long", "application/json", `{"code":"` + strings.Repeat("x", 64<<10) + `"}`, 413, "The body is longer than 65536 bytes"},
		{"too long a form", "application/x-www-form-urlencoded", "code=" + strings.Repeat("x", 64<<10), 413, "The body is longer than 65536 bytes"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			got := tn.browser(t).postBody(t, tc.contentType, tc.body)
			if want := (tokenReply{status: tc.status, Error: "invalid_request", Description: tc.text}); got != want {
				t.Errorf("answered %+v, want %+v", got, want)
			}
		})
	}
}

func TestTokenRefusesBasicAuthentication(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	code := b.logIn(t, params()).Get("code")
	resp := b.post(t, "/oauth/token", tokenForm(code), "Authorization", "Basic c3RvcmV6ZXJvOg==")
	if resp.StatusCode != http.StatusUnauthorized || !strings.HasPrefix(resp.Header.Get("WWW-Authenticate"), "Basic ") {
		t.Errorf("status %d, WWW-Authenticate %q (RFC 6749 section 5.2)", resp.StatusCode, resp.Header.Get("WWW-Authenticate"))
	}
	if got := b.exchange(t, code); got.status != http.StatusOK {
		t.Errorf("the code was used up: %+v", got)
	}
}

// Nothing of value may be read in the log, of a good life or a bad one.
func TestNothingSecretIsLogged(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params())
	wrong := credentials(interaction)
	wrong.Set("password", "wrong-password")
	b.post(t, "/login", wrong)
	anonymous := b.cookies(t)[0].Value
	code := location(t, b.post(t, "/login", credentials(interaction))).Get("code")
	tokens := b.exchange(t, code)
	b.exchange(t, code)
	b.exchange(t, b.silently(t).Code, "code_verifier", strings.Repeat("a", 43))
	session := b.cookies(t)[0].Value
	b.get(t, "/oidc/logout?"+url.Values{"id_token_hint": {tokens.IDToken + "x"}}.Encode())
	b.get(t, "/userinfo?access_token="+tokens.AccessToken)
	b.get(t, "/v2/logout")

	log := tn.log.String()
	if !strings.Contains(log, "refused") {
		t.Fatal("nothing was logged at all: this test would prove nothing")
	}
	for name, secret := range map[string]string{
		"password": "difference-engine", "wrong password": "wrong-password", "code": code,
		"access token": tokens.AccessToken, "ID token": tokens.IDToken, "verifier": verifier,
		"session id": session, "anonymous session id": anonymous, "interaction": interaction,
	} {
		if secret == "" || strings.Contains(log, secret) {
			t.Errorf("the %s is in the log, or was empty", name)
		}
	}
}

func (b *browser) postBody(t *testing.T, contentType, body string) tokenReply {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, b.tn.url+"/oauth/token", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return parseToken(t, b.do(t, req))
}
