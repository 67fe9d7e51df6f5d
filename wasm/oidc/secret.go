package oidc

// SecretsEqual compares a received state or nonce with the one that was sent,
// in a time that depends on the length alone. Two empty values are not equal:
// a secret that was never made cannot be known to anybody. (crypto/subtle has
// the same loop, but no part of crypto ships to the browser.)
func SecretsEqual(a, b string) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	var difference byte
	for i := range len(a) {
		difference |= a[i] ^ b[i]
	}
	return difference == 0
}
