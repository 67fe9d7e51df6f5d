package oidc

import "slices"

// JWK is a public key, as the server wrote it and as WebCrypto imports it (RFC
// 7517 section 4).
type JWK map[string]any

// JWKS is a JWK Set: the keys that a server signs with.
type JWKS []JWK

// ParseJWKS reads the document at jwks_uri (RFC 7517 section 5). Keys that are
// of no use here are kept, Find passes them by. Its error is an [*Error] of
// InvalidKeys.
func ParseJWKS(document any) (JWKS, error) {
	fields, _ := document.(map[string]any)
	keys, ok := fields["keys"].([]any)
	if !ok {
		return nil, refuse(InvalidKeys, "the JWK Set has no list named keys")
	}
	set := make(JWKS, 0, len(keys))
	for _, key := range keys {
		fields, ok := key.(map[string]any)
		if !ok {
			return nil, refuse(InvalidKeys, "a key of the JWK Set is not a JSON object")
		}
		set = append(set, fields)
	}
	return set, nil
}

// Find is the one key that fits a token's kid and alg (OIDC Core 10.1). Without
// a kid, too, it must be the only one that fits: with two to choose from, no
// answer is better than a guess. If none fits, the server may have new keys.
func (s JWKS) Find(keyID, alg string) (JWK, bool) {
	var found JWK
	fitting := 0
	for _, key := range s {
		if key.fits(alg) && (keyID == "" || key.has("kid", keyID)) {
			found = key
			fitting++
		}
	}
	return found, fitting == 1
}

// fits tells whether a key can verify signatures of alg. The token's alg alone
// must never decide what a key is used for (RFC 8725 2.1). A symmetric key (oct)
// fits nothing, and with a private key that was published anybody can sign.
func (k JWK) fits(alg string) bool {
	if _, private := k["d"]; private {
		return false
	}
	if k["use"] != nil && !k.has("use", "sig") || k["alg"] != nil && !k.has("alg", alg) {
		return false
	}
	if operations, _ := texts(k["key_ops"]); k["key_ops"] != nil && !slices.Contains(operations, "verify") {
		return false
	}
	switch alg {
	case "RS256", "PS256":
		return k.has("kty", "RSA") && k.modulusBytes() >= minModulusBytes
	case "ES256":
		return k.has("kty", "EC") && k.has("crv", "P-256")
	case "EdDSA":
		return k.has("kty", "OKP") && k.has("crv", "Ed25519")
	}
	return false
}

// has compares text. (Comparing interfaces would bring reflection.)
func (k JWK) has(name, value string) bool {
	text, ok := k[name].(string)
	return ok && text == value
}

// minModulusBytes are 2048 bits, as RFC 7518 3.3 and 3.5 demand: shorter keys
// can be broken, and browsers take them all the same.
const minModulusBytes = 2048 / 8

func (k JWK) modulusBytes() int {
	encoded, _ := k["n"].(string)
	modulus, err := decode(encoded)
	if err != nil {
		return 0
	}
	for len(modulus) > 0 && modulus[0] == 0 { // Base64urlUInt has no leading zeros, some servers write them
		modulus = modulus[1:]
	}
	return len(modulus)
}
