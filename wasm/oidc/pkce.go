package oidc

import "encoding/base64"

// RandomBytes is how many random bytes make a verifier, a state or a nonce:
// 256 bits, as RFC 7636 7.1 asks of the verifier. 32 bytes become 43 characters,
// the shortest verifier that RFC 7636 4.1 allows.
const RandomBytes = 32

// RandomString writes random bytes as unpadded base64url, which needs no escape
// in a URL and is a valid code_verifier (RFC 7636 4.1). Give it [RandomBytes]
// bytes of cryptographic quality, fresh ones for every value.
func RandomString(random []byte) string {
	return base64.RawURLEncoding.EncodeToString(random)
}

// Challenge is the code_challenge of method S256: digest is the SHA-256 of the
// verifier's characters (RFC 7636 4.2).
func Challenge(digest []byte) string {
	return base64.RawURLEncoding.EncodeToString(digest)
}
