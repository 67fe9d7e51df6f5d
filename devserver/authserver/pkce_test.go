package authserver

import (
	"strings"
	"testing"
)

// The vector of https://www.rfc-editor.org/rfc/rfc7636#appendix-B, and its neighbours.
func TestVerifierMatches(t *testing.T) {
	const (
		verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
		challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	)
	for _, tc := range []struct {
		name, verifier, challenge string
		want                      bool
	}{
		{"RFC 7636 appendix B", verifier, challenge, true},
		{"one letter changed", "e" + verifier[1:], challenge, false},
		{"challenge in another case", verifier, strings.ToLower(challenge), false},
		{"plain", challenge, challenge, false},
		{"empty", "", challenge, false},
		{"too short", verifier[:42], challengeFor(verifier[:42]), false},
		{"as long as allowed", strings.Repeat("a", 128), challengeFor(strings.Repeat("a", 128)), true},
		{"too long", strings.Repeat("a", 129), challengeFor(strings.Repeat("a", 129)), false},
		{"a character that section 4.1 has not", strings.Repeat("a", 42) + "+", challengeFor(strings.Repeat("a", 42) + "+"), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := verifierMatches(tc.verifier, tc.challenge); got != tc.want {
				t.Errorf("verifierMatches = %v, want %v", got, tc.want)
			}
		})
	}
}
