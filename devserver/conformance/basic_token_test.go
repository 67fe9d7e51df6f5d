package conformance_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"time"
)

func codeReuse(r *run) {
	p := r.logIn(r.authorize())
	r.exchange(p)
	r.wantInvalidGrant(r.token("basic", codeForm(p.params.Get("code"))))
}

// codeReuse30Seconds also looks whether the access token of the first use still works.
func codeReuse30Seconds(r *run) {
	p := r.logIn(r.authorize())
	reply, _ := r.exchange(p)
	r.clock = r.clock.Add(30 * time.Second)
	r.wantInvalidGrant(r.token("basic", codeForm(p.params.Get("code"))))
	if r.userinfo(http.MethodGet, reply.AccessToken) != nil {
		r.warn()
	}
}

func (r *run) wantInvalidGrant(reply tokenReply) {
	r.Helper()
	if reply.Error != "invalid_grant" || reply.status < 400 || reply.status >= 500 || reply.AccessToken != "" {
		r.Errorf("the token endpoint answered %+v, want invalid_grant", reply)
	}
}

// refreshToken: bound to its client, and the new ID token is the same user's without another login.
func refreshToken(r *run) {
	first, before := r.happy("scope", "openid offline_access")
	if first.RefreshToken == "" {
		r.Fatal("no refresh token")
	}
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {first.RefreshToken}}
	r.wantInvalidGrant(r.token("basic-2", form))
	r.clock = r.clock.Add(time.Second)
	second := r.token("basic", form)
	after := r.verify("basic", second)
	if after.Subject != before.Subject || after.AuthTime != before.AuthTime {
		r.Errorf("%+v became %+v", before, after)
	}
	if second.AccessToken == first.AccessToken || r.userinfo(http.MethodGet, second.AccessToken)["sub"] != before.Subject {
		r.Error("the new access token is not a new one that works")
	}
}

// unsigned is a request object by alg none.
func unsigned(payload string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." +
		base64.RawURLEncoding.EncodeToString([]byte(payload)) + "."
}

func requestURI(r *run) {
	r.wantError(r.authorize("request_uri", "https://rp.example/request.jwt"), "request_uri_not_supported")
}

func requestObject(r *run) {
	r.wantError(r.authorize("request", unsigned(`{"state":"other"}`)), "request_not_supported")
}

// requestObjectWithRedirectURI: the object's redirect_uri must not win, and here nothing of it is read.
func requestObjectWithRedirectURI(r *run) {
	p := r.authorize("request", unsigned(`{"redirect_uri":"https://rp.example/other"}`))
	r.wantError(p, "request_not_supported")
	if p.at.Path != "/callback" {
		r.Errorf("the answer went to %s", p.at)
	}
	r.skip()
}
