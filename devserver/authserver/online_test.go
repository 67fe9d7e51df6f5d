package authserver_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// online is a browser that holds an online refresh token, bound to the prover's key.
func (tn *tenant) online(t *testing.T, p *prover) (b *browser, sid, token string) {
	t.Helper()
	b = tn.browser(t)
	code := b.logIn(t, params("scope", "openid online_access")).Get("code")
	tokens := p.post(t, b, tokenForm(code))
	if tokens.RefreshToken == "" {
		t.Fatalf("no refresh token: %+v", tokens)
	}
	sid, _ = claims(t, tokens.IDToken)["sid"].(string)
	return b, sid, tokens.RefreshToken
}

// post sends a token request with a proof, and once more with the nonce that is asked for.
func (p *prover) post(t *testing.T, b *browser, form url.Values) tokenReply {
	t.Helper()
	proof := p.claims(b.tn, "POST", "/oauth/token")
	resp := b.post(t, "/oauth/token", form, "DPoP", p.sign(t, proof))
	proof = p.claims(b.tn, "POST", "/oauth/token")
	proof["nonce"] = resp.Header.Get("DPoP-Nonce")
	return parseToken(t, b.post(t, "/oauth/token", form, "DPoP", p.sign(t, proof)))
}

func refreshForm(token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "client_id": {"storezero"}, "refresh_token": {token}}
}

// Each exchange extends the session's idle limit, never the absolute one, and the token does not rotate.
func TestOnlineRefreshTokenExtendsTheSession(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Sessions.Absolute = 900 * time.Second })
	p := newProver(t)
	b, sid, token := tn.online(t, p)
	for i := range 4 {
		tn.clock.Advance(200 * time.Second)
		if got := p.post(t, b, refreshForm(token)); got.status != http.StatusOK || got.RefreshToken != "" || got.AccessToken == "" {
			t.Fatalf("exchange %d: %+v", i+1, got)
		}
		if got := mustSession(t, tn, sid).LastInteraction; !got.Equal(tn.clock.Now()) {
			t.Errorf("exchange %d: last interaction at %v", i+1, got)
		}
	}
	tn.clock.Advance(99 * time.Second)
	if got := p.post(t, b, refreshForm(token)); got.status != http.StatusOK {
		t.Errorf("a second before the absolute limit: %+v", got)
	}
	tn.clock.Advance(time.Second)
	if got := p.post(t, b, refreshForm(token)); got.status != http.StatusForbidden || got.Error != "invalid_grant" {
		t.Errorf("at the absolute limit: %+v", got)
	}
	if families, err := tn.RefreshTokens(); err != nil || len(families) != 0 {
		t.Errorf("listed: %v (%v)", families, err)
	}
}

// It ends with its session, whatever ends that.
func TestOnlineRefreshTokenEndsWithTheSession(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *tenant, *browser){
		"idle":   func(_ *testing.T, tn *tenant, _ *browser) { tn.clock.Advance(300 * time.Second) },
		"logout": func(t *testing.T, _ *tenant, b *browser) { b.get(t, "/v2/logout") },
		"new password": func(t *testing.T, tn *tenant, _ *browser) {
			change(t, tn, func(u *authserver.User) { u.Password = "x" })
		},
		"lowered": func(t *testing.T, tn *tenant, _ *browser) {
			tn.clock.Advance(100 * time.Second)
			tn.setLimits(t, time.Minute, time.Hour)
		},
	} {
		t.Run(name, func(t *testing.T) {
			tn := newTenant(t)
			p := newProver(t)
			b, _, token := tn.online(t, p)
			end(t, tn, b)
			if got := p.post(t, b, refreshForm(token)); got.status != http.StatusForbidden || got.Error != "invalid_grant" {
				t.Errorf("answered %+v", got)
			}
		})
	}
}

func TestOnlineAccessIsRefused(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	got := location(t, b.authorize(t, params("scope", "openid online_access offline_access")))
	if got.Get("error") != "invalid_request" || got.Get("error_description") != "Cannot request both online_access and offline_access scopes" {
		t.Errorf("both scopes: %v", got)
	}
	code := b.logIn(t, params("scope", "openid online_access")).Get("code")
	if got := b.exchange(t, code); got.Error != "invalid_dpop_proof" || got.AccessToken != "" {
		t.Errorf("a public client without a proof: %+v", got)
	}
}
