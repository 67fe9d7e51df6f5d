package authserver

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

func challengeFor(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// A key that never gets ready holds up the JWKS, and nothing else.
func TestDiscoveryDoesNotWaitForTheKey(t *testing.T) {
	cfg := Defaults("http://localhost:4300")
	cfg.Issuer = "http://localhost:4400/"
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.keys = &keyring{keys: map[jose.SignatureAlgorithm][]*signingKey{jose.RS256: {{alg: jose.RS256, ready: make(chan struct{})}}}}

	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, discoveryPath, nil))
	if answer.Code != http.StatusOK {
		t.Errorf("discovery: status %d", answer.Code)
	}

	gone, cancel := context.WithCancel(context.Background())
	cancel()
	answer = httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, jwksPath, nil).WithContext(gone))
	if answer.Code != http.StatusInternalServerError {
		t.Errorf("the JWKS without a key: status %d", answer.Code)
	}
}

func TestKeyIsMadeWhenNoneIsGiven(t *testing.T) {
	keys := newKeyring(Config{})
	token, err := keys.sign(context.Background(), "RS256", idTokenType, idTokenClaims{Subject: "auth0|ada"})
	if err != nil {
		t.Fatal(err)
	}
	var claims idTokenClaims
	if err := keys.verify(context.Background(), idTokenType, token, &claims); err != nil || claims.Subject != "auth0|ada" {
		t.Errorf("claims %+v, %v", claims, err)
	}
	if err := keys.verify(context.Background(), accessTokenType, token, &claims); err == nil {
		t.Error("an ID token passes for an access token")
	}
	if err := newKeyring(Config{}).verify(context.Background(), idTokenType, token, &claims); err == nil {
		t.Error("another server's key verifies the token")
	}
}
