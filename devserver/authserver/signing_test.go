package authserver_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// A library that knows nothing of this server verifies ID token and at_hash by each algorithm.
func TestIDTokenAlgorithms(t *testing.T) {
	for _, alg := range []string{"RS256", "PS256", "ES256", "EdDSA"} {
		t.Run(alg, func(t *testing.T) {
			tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].IDTokenAlg = alg })
			tokens := tn.tokens(t)
			idToken, err := tn.verify(t, alg, tokens.IDToken)
			if err != nil {
				t.Fatal(err)
			}
			if err := idToken.VerifyAccessToken(tokens.AccessToken); err != nil {
				t.Errorf("at_hash: %v", err)
			}
		})
	}
}

func TestAccessTokenAlgorithm(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.APIs[0].SigningAlg = "ES256" })
	tokens := tn.tokens(t)
	if _, err := tn.verify(t, "ES256", tokens.AccessToken); err != nil {
		t.Error(err)
	}
	if got := tn.browser(t).userinfo(t, "Bearer "+tokens.AccessToken); got.StatusCode != http.StatusOK {
		t.Errorf("userinfo: status %d", got.StatusCode)
	}
}

// After a rotation both keys are published: tokens from before and after verify, until the overlap is ended.
func TestKeyRotationOverlaps(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].IDTokenAlg = "ES256"; c.APIs[0].SigningAlg = "ES256" })
	before := tn.tokens(t)
	tn.RotateKeys()
	after := tn.tokens(t)
	for name, token := range map[string]string{"before": before.IDToken, "after": after.IDToken} {
		if _, err := tn.verify(t, "ES256", token); err != nil {
			t.Errorf("a token from %s the rotation: %v", name, err)
		}
	}
	tn.RevokePreviousKeys()
	if _, err := tn.verify(t, "ES256", before.IDToken); err == nil {
		t.Error("the overlap has ended, and a token from before still verifies")
	}
	if got := tn.browser(t).userinfo(t, "Bearer "+before.AccessToken); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("userinfo by the revoked key: status %d", got.StatusCode)
	}
	if _, err := tn.verify(t, "ES256", after.IDToken); err != nil {
		t.Errorf("a token from after the rotation: %v", err)
	}
}

func (tn *tenant) tokens(t *testing.T) tokenReply {
	t.Helper()
	b := tn.browser(t)
	return b.exchange(t, b.logIn(t, params()).Get("code"))
}

func (tn *tenant) verify(t *testing.T, alg, token string) (*oidc.IDToken, error) {
	t.Helper()
	provider, err := oidc.NewProvider(context.Background(), tn.issuer)
	if err != nil {
		t.Fatal(err)
	}
	return provider.Verifier(&oidc.Config{
		SkipClientIDCheck: true, Now: tn.clock.Now, SupportedSigningAlgs: []string{alg},
	}).Verify(context.Background(), token)
}
