package oidc_test

import (
	"crypto/sha256"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

// https://www.rfc-editor.org/rfc/rfc7636#appendix-B
func TestPKCEVectorOfRFC7636(t *testing.T) {
	random := []byte{
		116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186,
		22, 212, 37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
	}
	if len(random) != oidc.RandomBytes {
		t.Fatalf("the RFC uses %d bytes, RandomBytes is %d", len(random), oidc.RandomBytes)
	}
	verifier := oidc.RandomString(random)
	if want := "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; verifier != want {
		t.Errorf("verifier %q, want %q", verifier, want)
	}
	digest := sha256.Sum256([]byte(verifier))
	if got, want := oidc.Challenge(digest[:]), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"; got != want {
		t.Errorf("challenge %q, want %q", got, want)
	}
}

// RFC 7636 4.1: 43 to 128 characters, all of them unreserved.
func TestRandomStringIsAVerifier(t *testing.T) {
	const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	for fill := range 256 {
		random := make([]byte, oidc.RandomBytes)
		for i := range random {
			random[i] = byte(fill + i*7)
		}
		verifier := oidc.RandomString(random)
		if len(verifier) < 43 || len(verifier) > 128 || strings.Trim(verifier, unreserved) != "" {
			t.Fatalf("%q is no code_verifier", verifier)
		}
	}
}
