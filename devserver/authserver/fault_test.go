package authserver_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// clientError runs a login through two libraries that know nothing of this server and returns what stops them.
func clientError(t *testing.T, tn *tenant) error {
	t.Helper()
	b := tn.browser(t)
	code := b.logIn(t, params()).Get("code")
	ctx := context.Background()
	provider, err := oidc.NewProvider(ctx, tn.issuer)
	if err != nil {
		return err
	}
	client := oauth2.Config{ClientID: "storezero", RedirectURL: callback, Endpoint: provider.Endpoint()}
	token, err := client.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return err
	}
	raw, _ := token.Extra("id_token").(string)
	idToken, err := provider.Verifier(&oidc.Config{ClientID: "storezero", Now: tn.clock.Now}).Verify(ctx, raw)
	if err != nil {
		return err
	}
	if idToken.Nonce != "nonce-1" {
		return errNonce
	}
	return nil
}

// resourceError gets an access token and shows it to an API that verifies by the same library, and to /userinfo.
func resourceError(t *testing.T, tn *tenant) error {
	t.Helper()
	b := tn.browser(t)
	token := b.exchange(t, b.logIn(t, params()).Get("code")).AccessToken
	ctx := context.Background()
	provider, err := oidc.NewProvider(ctx, tn.issuer)
	if err != nil {
		return err
	}
	_, err = provider.Verifier(&oidc.Config{ClientID: authserver.StorefrontAudience, Now: tn.clock.Now}).Verify(ctx, token)
	if _, userinfo := provider.UserInfo(ctx, oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})); (userinfo == nil) != (err == nil) {
		t.Errorf("the API says %v, /userinfo %v", err, userinfo)
	}
	return err
}

var errNonce = errorString("the nonce is another")

type errorString string

func (e errorString) Error() string { return string(e) }

func TestFaultsOfTheTokenEndpoint(t *testing.T) {
	token := func(f authserver.TokenFault) authserver.Fault {
		return authserver.Fault{Endpoint: "/oauth/token", Token: f}
	}
	for _, tc := range []struct {
		name  string
		fault authserver.Fault
		want  string // in the client's error; "" is none
	}{
		{"no fault", authserver.Fault{Endpoint: "/elsewhere", Drop: true}, ""},
		{"another client's fault", authserver.Fault{ClientID: "storezero-outlet", Drop: true}, ""},
		{"status", authserver.Fault{Endpoint: "/oauth/token", Status: 503}, "503"},
		{"OAuth error", authserver.Fault{Endpoint: "/oauth/token", Error: "temporarily_unavailable"}, "temporarily_unavailable"},
		{"drop", authserver.Fault{Endpoint: "/oauth/token", Drop: true}, "EOF"},
		{"truncate", authserver.Fault{Endpoint: "/oauth/token", Truncate: true}, "unexpected EOF"},
		{"discovery down", authserver.Fault{Endpoint: "/.well-known/openid-configuration", Status: 500}, "500"},
		{"keys down", authserver.Fault{Endpoint: "/.well-known/jwks.json", Status: 500}, "500"},
		{"wrong iss", token(authserver.TokenFault{Issuer: "https://evil.example/"}), "issued by a different provider"},
		{"wrong aud", token(authserver.TokenFault{Audience: "another"}), "expected audience"},
		{"wrong nonce", token(authserver.TokenFault{Nonce: "another"}), "nonce"},
		{"expired", token(authserver.TokenFault{Expired: true}), "expired"},
		{"clock behind", token(authserver.TokenFault{Skew: -time.Hour}), "expired"},
		{"bad signature", token(authserver.TokenFault{BadSignature: true}), "failed to verify"},
		{"unknown kid", token(authserver.TokenFault{KeyID: "another"}), "failed to verify"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			tn.Fail(tc.fault)
			err := clientError(t, tn)
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Fatalf("the client says %v, want %q", err, tc.want)
			}
			tn.ClearFaults()
			if err := clientError(t, tn); err != nil {
				t.Errorf("after ClearFaults: %v", err)
			}
		})
	}
}

// An API that verifies as it should refuses each spoiled access token; the ID token beside it is good.
func TestFaultsOfAccessTokens(t *testing.T) {
	for _, tc := range []struct {
		name  string
		fault authserver.TokenFault
		want  string
	}{
		{"none", authserver.TokenFault{}, ""},
		{"wrong iss", authserver.TokenFault{Issuer: "https://evil.example/"}, "issued by a different provider"},
		{"wrong aud", authserver.TokenFault{Audience: "another"}, "expected audience"},
		{"expired", authserver.TokenFault{Expired: true}, "expired"},
		{"clock behind", authserver.TokenFault{Skew: -48 * time.Hour}, "expired"},
		{"bad signature", authserver.TokenFault{BadSignature: true}, "failed to verify"},
		{"unknown kid", authserver.TokenFault{KeyID: "another"}, "failed to verify"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			tn.Fail(authserver.Fault{Endpoint: "/oauth/token", AccessToken: tc.fault})
			if err := clientError(t, tn); err != nil {
				t.Errorf("the client says %v", err)
			}
			err := resourceError(t, tn)
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("the API says %v, want %q", err, tc.want)
			}
		})
	}
}

// A fault for one user strikes wherever a request tells whose it is: by password, code, refresh token, access token
// and session. Another user meets nothing.
func TestFaultOfOneUser(t *testing.T) {
	for _, name := range []string{"auth0|ada", "ADA@storezero.example"} {
		tn := newTenant(t, withTOTP)
		ada, refreshToken := tn.offline(t)
		first := ada.exchange(t, ada.silently(t).Code)
		unused := ada.silently(t).Code
		grace := tn.browser(t)
		_, hers := grace.loginPage(t, params())
		form := credentials(hers)
		form.Set("username", "grace@storezero.example")
		form.Set("password", "nanosecond")
		_, his := tn.browser(t).loginPage(t, params())
		tn.Fail(authserver.Fault{User: name, Status: 503})
		stranger := tn.browser(t)
		for what, got := range map[string]int{
			"session":       ada.authorize(t, silent()).StatusCode,
			"code":          stranger.post(t, "/oauth/token", tokenForm(unused)).StatusCode,
			"refresh token": stranger.post(t, "/oauth/token", url.Values{"client_id": {"storezero"}, "refresh_token": {refreshToken}}).StatusCode,
			"revocation":    stranger.post(t, "/oauth/revoke", url.Values{"client_id": {"storezero"}, "token": {refreshToken}}).StatusCode,
			"access token":  stranger.userinfo(t, "Bearer "+first.AccessToken).StatusCode,
			"password":      tn.browser(t).post(t, "/login", credentials(his)).StatusCode,
		} {
			if got != http.StatusServiceUnavailable {
				t.Errorf("fault of %s, by %s: status %d", name, what, got)
			}
		}
		if got := grace.post(t, "/login", form); got.StatusCode != http.StatusSeeOther {
			t.Errorf("another user: status %d", got.StatusCode)
		}
		if got := grace.silently(t); got.Code == "" {
			t.Errorf("another user: %+v", got)
		}
		if got := tn.Faults()[0].Matched; got != 6 {
			t.Errorf("the fault matched %d requests, want 6", got)
		}
	}
}

// The words of an error can be ordered, too: clients look for some.
func TestFaultWithItsDescription(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	tn.Fail(authserver.Fault{Error: "mfa_required", ErrorDescription: "Multifactor authentication required", Status: 403})
	if got, _ := posted(t, b.authorize(t, silent())); got.Error != "mfa_required" || got.Description != "Multifactor authentication required" {
		t.Errorf("posted %+v", got)
	}
	if got := b.exchange(t, "x"); got.status != 403 || got.Error != "mfa_required" || got.Description != "Multifactor authentication required" {
		t.Errorf("token endpoint: %+v", got)
	}
}

func TestFaultsOfTheAnswer(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	tn.Fail(authserver.Fault{Endpoint: "/authorize", Answer: authserver.AnswerFault{State: "x", Issuer: "https://y/", Target: "https://z"}})
	got, target := posted(t, b.authorize(t, silent()))
	if got.State != "x" || got.Iss != "https://y/" || target != "https://z" || got.Code == "" {
		t.Errorf("posted %+v to %q", got, target)
	}
	tn.ClearFaults()
	tn.Fail(authserver.Fault{Endpoint: "/authorize", Error: "server_error"})
	if got, _ := posted(t, b.authorize(t, silent())); got.Error != "server_error" || got.Code != "" || got.State != "state-1" {
		t.Errorf("posted %+v", got)
	}
	if got := location(t, tn.browser(t).authorize(t, params())); got.Get("error") != "server_error" {
		t.Errorf("nobody is logged in: %v", got)
	}
	tn.ClearFaults()
	tn.Fail(authserver.Fault{Endpoint: "/authorize", Deny: true})
	if h := b.authorize(t, silent()).Header; h.Get("X-Frame-Options") != "DENY" || strings.Contains(h.Get("Content-Security-Policy"), app) {
		t.Errorf("the frame is not denied: %v", h)
	}
}

// Nth and Times say which of the matching requests are struck.
func TestFaultStrikesTheNth(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	tn.Fail(authserver.Fault{Endpoint: "/userinfo", Nth: 2, Times: 2, Status: 503})
	for i, want := range []int{401, 503, 503, 401} {
		if got := b.userinfo(t, "").StatusCode; got != want {
			t.Errorf("request %d: status %d, want %d", i+1, got, want)
		}
		b.get(t, "/elsewhere") // does not count
	}
}

// A page of the application's can read an error that was ordered; its browser's preflight meets no fault.
func TestFaultIsReadAcrossOrigins(t *testing.T) {
	tn := newTenant(t)
	tn.Fail(authserver.Fault{Endpoint: "/oauth/token", Nth: 1, Times: 2, Status: 429, Error: "too_many_requests"})
	preflight, err := http.NewRequest(http.MethodOptions, tn.url+"/oauth/token", nil)
	if err != nil {
		t.Fatal(err)
	}
	preflight.Header.Set("Origin", app)
	b := tn.browser(t)
	if got := b.do(t, preflight); got.StatusCode != http.StatusNoContent {
		t.Errorf("preflight: status %d", got.StatusCode)
	}
	for _, origin := range []string{app, "https://evil.example"} {
		got := b.post(t, "/oauth/token", url.Values{}, "Origin", origin)
		if allowed := got.Header.Get("Access-Control-Allow-Origin") == origin; got.StatusCode != 429 || allowed != (origin == app) {
			t.Errorf("%s: status %d, allowed %v", origin, got.StatusCode, allowed)
		}
	}
}

func TestFaultDelaysUntilTheClientLeaves(t *testing.T) {
	tn := newTenant(t)
	tn.Fail(authserver.Fault{Delay: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, tn.url+"/userinfo", nil)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			resp.Body.Close()
		}
		ended <- err
	}()
	cancel()
	if err := <-ended; err == nil {
		t.Error("the answer was not delayed")
	}
}

// A body that the recorder has read is still there for the handler, too long or not.
func TestRecordingLeavesTheBody(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.RecordRequests = 10 })
	b := tn.browser(t)
	form := tokenForm(b.logIn(t, params()).Get("code"))
	asJSON := map[string]string{}
	for name := range form {
		asJSON[name] = form.Get(name)
	}
	raw, err := json.Marshal(asJSON)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.postBody(t, "application/json", string(raw)); got.status != http.StatusOK {
		t.Errorf("JSON: %+v", got)
	}
	if got := b.postBody(t, "application/x-www-form-urlencoded", "code="+strings.Repeat("x", 2<<20)); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("too long: %+v", got)
	}
	if got := tn.Requests("/oauth/token"); len(got) != 2 || got[0].ClientID != "storezero" || got[0].Status != http.StatusOK {
		t.Errorf("recorded %+v", got)
	}
}
