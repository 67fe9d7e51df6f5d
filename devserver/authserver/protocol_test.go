package authserver_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// params is a good authorization request; pairs of name and value deviate from it, "" takes a parameter out.
func params(pairs ...string) url.Values {
	v := url.Values{
		"response_type": {"code"}, "client_id": {"storezero"}, "redirect_uri": {callback},
		"scope": {"openid profile email read:orders"}, "audience": {authserver.StorefrontAudience},
		"state": {"state-1"}, "nonce": {"nonce-1"},
		"code_challenge": {challengeOf(verifier)}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			v.Del(pairs[i])
		} else {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v
}

func silent(pairs ...string) url.Values {
	return params(append([]string{"prompt", "none", "response_mode", "web_message"}, pairs...)...)
}

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// A message is what a web_message page posts.
type message struct {
	Code        string `json:"code"`
	Error       string `json:"error"`
	Description string `json:"error_description"`
	State       string `json:"state"`
	Iss         string `json:"iss"`
}

// posted reads the JSON blocks of a web_message page as its script does.
func posted(t *testing.T, resp reply) (m message, target string) {
	t.Helper()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("status %d, want a web_message page\n%s", resp.StatusCode, resp.body)
	}
	block(t, resp.body, "response", &m)
	block(t, resp.body, "target", &target)
	return m, target
}

func block(t *testing.T, body, id string, v any) {
	t.Helper()
	m := regexp.MustCompile(`<script type="application/json" id="` + id + `">([^<]*)</script>`).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("the page has no block %q:\n%s", id, body)
	}
	if err := json.Unmarshal([]byte(m[1]), v); err != nil {
		t.Fatalf("block %q: %v in %s", id, err, m[1])
	}
}

// silently asks by prompt=none and returns the message.
func (b *browser) silently(t *testing.T, pairs ...string) message {
	t.Helper()
	m, _ := posted(t, b.authorize(t, silent(pairs...)))
	return m
}

// A tokenReply is an answer of the token endpoint, good or bad.
type tokenReply struct {
	status       int
	RefreshToken string `json:"refresh_token"`
	AccessToken  string `json:"access_token"`
	IDToken      string `json:"id_token"`
	Scope        string `json:"scope"`
	ExpiresIn    int64  `json:"expires_in"`
	TokenType    string `json:"token_type"`
	Error        string `json:"error"`
	Description  string `json:"error_description"`
}

func tokenForm(code string, pairs ...string) url.Values {
	v := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"storezero"}, "code": {code},
		"redirect_uri": {callback}, "code_verifier": {verifier},
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			v.Del(pairs[i])
		} else {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v
}

func (b *browser) exchange(t *testing.T, code string, pairs ...string) tokenReply {
	t.Helper()
	return parseToken(t, b.post(t, "/oauth/token", tokenForm(code, pairs...)))
}

func parseToken(t *testing.T, resp reply) tokenReply {
	t.Helper()
	tr := tokenReply{status: resp.StatusCode}
	if err := json.Unmarshal([]byte(resp.body), &tr); err != nil {
		t.Fatalf("token endpoint: status %d, body %q: %v", resp.StatusCode, resp.body, err)
	}
	return tr
}

// claims reads a token without verifying it; TestPKCEFlow leaves that to the referees.
func claims(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("%q is no JWT", token)
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var c map[string]any
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// loggedIn returns a browser with a session and that session's sid.
func (tn *tenant) loggedIn(t *testing.T) (b *browser, sid string) {
	t.Helper()
	b = tn.browser(t)
	tokens := b.exchange(t, b.logIn(t, params()).Get("code"))
	sid, _ = claims(t, tokens.IDToken)["sid"].(string)
	if sid == "" {
		t.Fatalf("the ID token has no sid: %+v", tokens)
	}
	return b, sid
}
