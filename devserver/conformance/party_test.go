package conformance_test

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// What the relying party does.

// request is a good authorization request; pairs of name and value deviate from it, "" takes a parameter out.
func request(pairs ...string) url.Values {
	v := url.Values{
		"response_type": {"code"}, "client_id": {"basic"}, "redirect_uri": {callback}, "scope": {"openid"},
		"state": {"state-1"}, "nonce": {"nonce-1"},
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			v.Del(pairs[i])
			continue
		}
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func (r *run) authorize(pairs ...string) page {
	r.Helper()
	return r.get(r.endpoint("authorization_endpoint") + "?" + request(pairs...).Encode())
}

// wantError fails unless the relying party got this error, and its state back.
func (r *run) wantError(p page, code string) {
	r.Helper()
	if p.params.Get("error") != code || p.params.Get("state") != "state-1" {
		r.Errorf("status %d, at the relying party %v, want %s with state\n%s", p.status, p.params, code, p.body)
	}
}

// wantErrorPage fails if the browser was sent anywhere.
func (r *run) wantErrorPage(p page) {
	r.Helper()
	if p.params != nil || p.status < 400 || p.status >= 500 {
		r.Errorf("status %d at %s, want a page that says what is wrong", p.status, p.at)
	}
}

// A tokenReply is an answer of the token endpoint.
type tokenReply struct {
	status       int
	AccessToken  string `json:"access_token"`
	IDToken      string `json:"id_token"`
	RefreshToken string `json:"refresh_token"`
	TokenType    string `json:"token_type"`
	Error        string `json:"error"`
}

// token asks the token endpoint as one of the clients with client_secret_basic.
func (r *run) token(clientID string, form url.Values) tokenReply {
	r.Helper()
	req := r.post(r.endpoint("token_endpoint"), form)
	req.SetBasicAuth(url.QueryEscape(clientID), url.QueryEscape(secret))
	return r.tokens(req)
}

func (r *run) tokens(req *http.Request) tokenReply {
	r.Helper()
	resp, body := r.do(req)
	reply := tokenReply{status: resp.StatusCode}
	r.decode(body, &reply)
	return reply
}

func (r *run) post(uri string, form url.Values) *http.Request {
	r.Helper()
	req, err := http.NewRequestWithContext(r.Context(), http.MethodPost, uri, strings.NewReader(form.Encode()))
	if err != nil {
		r.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return req
}

func codeForm(code string, pairs ...string) url.Values {
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// claims are those of an ID token that the library has verified.
type claims struct {
	Subject  string   `json:"sub"`
	Nonce    string   `json:"nonce"`
	AuthTime int64    `json:"auth_time"`
	ACR      string   `json:"acr"`
	AMR      []string `json:"amr"`
	Name     string   `json:"name"`
	Email    string   `json:"email"`
}

// exchange redeems the code at the relying party and verifies the ID token.
func (r *run) exchange(p page) (tokenReply, claims) {
	r.Helper()
	if p.params.Get("code") == "" || p.params.Get("state") != "state-1" {
		r.Fatalf("status %d, at the relying party %v, want a code with state\n%s", p.status, p.params, p.body)
	}
	reply := r.token("basic", codeForm(p.params.Get("code")))
	return reply, r.verify("basic", reply)
}

func (r *run) verify(clientID string, reply tokenReply) (c claims) {
	r.Helper()
	if reply.status != http.StatusOK || !strings.EqualFold(reply.TokenType, "Bearer") {
		r.Fatalf("the token endpoint answered %+v", reply)
	}
	token, err := r.provider.VerifierContext(r.context(), &oidc.Config{ClientID: clientID, Now: func() time.Time { return r.clock }}).Verify(r.context(), reply.IDToken)
	if err != nil {
		r.Fatal(err)
	}
	if err := token.VerifyAccessToken(reply.AccessToken); err != nil {
		r.Error(err)
	}
	if err := token.Claims(&c); err != nil {
		r.Fatal(err)
	}
	return c
}

// happy is a whole login: what most modules begin with.
func (r *run) happy(pairs ...string) (tokenReply, claims) {
	r.Helper()
	reply, c := r.exchange(r.logIn(r.authorize(pairs...)))
	if want := request(pairs...).Get("nonce"); c.Nonce != want {
		r.Errorf("nonce %q, want %q", c.Nonce, want)
	}
	return reply, c
}

// again is a request of a browser that is logged in: it must not ask.
func (r *run) again(pairs ...string) (tokenReply, claims) {
	r.Helper()
	return r.exchange(r.authorize(pairs...))
}

// userinfo asks by a header, and returns the claims; nil unless the answer is 200.
func (r *run) userinfo(method, accessToken string) map[string]any {
	r.Helper()
	req, err := http.NewRequestWithContext(r.Context(), method, r.endpoint("userinfo_endpoint"), nil)
	if err != nil {
		r.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+accessToken)
	resp, body := r.do(req)
	if resp.StatusCode != http.StatusOK {
		return nil
	}
	var info map[string]any
	r.decode(body, &info)
	return info
}
