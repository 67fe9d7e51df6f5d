package authserver_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// Two libraries that know nothing of this server discover it, exchange the code and verify the ID token.
func TestPKCEFlowWithIndependentClients(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	ctx := context.Background()
	provider, err := oidc.NewProvider(ctx, tn.issuer)
	if err != nil {
		t.Fatal(err)
	}
	client := oauth2.Config{
		ClientID: "storezero", RedirectURL: callback, Endpoint: provider.Endpoint(),
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}
	verifier := oauth2.GenerateVerifier()
	resp := b.get(t, client.AuthCodeURL("s-1", oauth2.S256ChallengeOption(verifier), oidc.Nonce("n-1")))
	page := b.get(t, resp.Header.Get("Location"))
	got := location(t, b.post(t, "/login", credentials(hidden(t, page.body, "interaction"))))
	if got.Get("state") != "s-1" || got.Get("iss") != tn.issuer {
		t.Fatalf("at the redirect URI: %v, want state s-1 and iss %s", got, tn.issuer)
	}

	token, err := client.Exchange(ctx, got.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := token.Extra("id_token").(string)
	idToken, err := provider.Verifier(&oidc.Config{ClientID: "storezero", Now: tn.clock.Now}).Verify(ctx, raw)
	if err != nil {
		t.Fatal(err)
	}
	if idToken.Subject != "auth0|ada" || idToken.Nonce != "n-1" {
		t.Errorf("ID token of %q with nonce %q, want auth0|ada and n-1", idToken.Subject, idToken.Nonce)
	}
	if err := idToken.VerifyAccessToken(token.AccessToken); err != nil {
		t.Errorf("at_hash: %v", err)
	}

	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		t.Fatal(err)
	}
	if info.Subject != "auth0|ada" || info.Email != "ada@storezero.example" {
		t.Errorf("userinfo: %+v", info)
	}
}

func TestIDTokenClaims(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	code := b.logIn(t, params()).Get("code")
	tn.clock.Advance(5 * time.Second)
	got := claims(t, b.exchange(t, code).IDToken)
	iat := float64(start.Unix() + 5)
	for name, want := range map[string]any{
		"iss": tn.issuer, "aud": "storezero", "sub": "auth0|ada", "nonce": "nonce-1",
		"iat": iat, "exp": iat + 150, "auth_time": float64(start.Unix()),
		"name": "Ada Lovelace", "email": "ada@storezero.example",
	} {
		if got[name] != want {
			t.Errorf("%s = %v, want %v", name, got[name], want)
		}
	}
}

func TestClaimsFollowScope(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	got := claims(t, b.exchange(t, b.logIn(t, params("scope", "openid")).Get("code")).IDToken)
	if got["name"] != nil || got["email"] != nil {
		t.Errorf("scope openid alone told name %v and email %v", got["name"], got["email"])
	}
	tokens := b.exchange(t, location(t, b.authorize(t, params("scope", "profile"))).Get("code"))
	if tokens.IDToken != "" {
		t.Error("without scope openid there is an ID token")
	}
}

func TestAccessTokenClaims(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	got := claims(t, b.exchange(t, b.logIn(t, params("scope", "openid read:orders delete:everything")).Get("code")).AccessToken)
	audience, _ := got["aud"].([]any)
	if len(audience) != 2 || audience[0] != authserver.StorefrontAudience || audience[1] != tn.url+"/userinfo" {
		t.Errorf("aud = %v, want the API and userinfo", got["aud"])
	}
	if got["scope"] != "openid read:orders" {
		t.Errorf("scope = %v: what the API does not know must be left out", got["scope"])
	}
	if got["azp"] != "storezero" || got["sid"] != nil {
		t.Errorf("azp = %v, sid = %v, want storezero and none", got["azp"], got["sid"])
	}
}

func TestAccessTokenLifetimePerAPI(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.APIs[0].AccessTokenLifetime = 30 * time.Second })
	b := tn.browser(t)
	if got := b.exchange(t, b.logIn(t, params()).Get("code")).ExpiresIn; got != 30 {
		t.Errorf("expires_in = %d for the API with a lifetime of its own, want 30", got)
	}
	if got := b.exchange(t, location(t, b.authorize(t, params("audience", ""))).Get("code")).ExpiresIn; got != 86400 {
		t.Errorf("expires_in = %d without an audience, want 86400", got)
	}
}

// A second client of the tenant is signed in by the first one's session, without any page.
func TestSingleSignOn(t *testing.T) {
	tn := newTenant(t)
	b, sid := tn.loggedIn(t)
	got := location(t, b.authorize(t, params("client_id", "storezero-outlet", "redirect_uri", app+"/outlet")))
	if got.Get("code") == "" {
		t.Fatalf("no code for the second client: %v", got)
	}
	session, err := tn.Session(sid)
	if err != nil {
		t.Fatal(err)
	}
	if len(session.Clients) != 2 {
		t.Errorf("clients of the session: %v, want both", session.Clients)
	}
}

func TestAuthorizeByPost(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	resp := b.post(t, "/authorize", params())
	if resp.StatusCode != http.StatusSeeOther || location(t, resp).Get("code") == "" {
		t.Errorf("status %d, Location %q, want 303 with a code", resp.StatusCode, resp.Header.Get("Location"))
	}
}
