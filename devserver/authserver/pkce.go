package authserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// verifierMatches tells whether BASE64URL(SHA256(verifier)) is the challenge (RFC 7636 section 4.6), and whether the
// verifier has the form that section 4.1 asks for. The comparison takes constant time.
func verifierMatches(verifier, challenge string) bool {
	if len(verifier) < 43 || len(verifier) > 128 || !onlyRunes(verifier, "-._~") {
		return false
	}
	sum := sha256.Sum256([]byte(verifier))
	computed := base64.RawURLEncoding.EncodeToString(sum[:])
	return subtle.ConstantTimeCompare([]byte(computed), []byte(challenge)) == 1
}
