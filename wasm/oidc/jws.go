package oidc

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxJWT bounds a token, in bytes. Real ID tokens have about one thousand.
const maxJWT = 64 << 10

// algorithms are the JWS algorithms that are believed (RFC 7518 3.1, RFC 8037
// 3.1): asymmetric ones that browsers verify themselves.
var algorithms = []string{"RS256", "PS256", "ES256", "EdDSA"}

// Allowed tells whether tokens of this alg are believed. Never none, which
// anybody can make; never HS256 and its like, whose key a page cannot keep
// (RFC 8725 3.1 and 3.2, OIDC Core 3.1.3.7 steps 7 and 8).
func Allowed(alg string) bool { return slices.Contains(algorithms, alg) }

// JWT is a signed token, taken apart. Nothing in it is true before Signature
// was verified over Signed, with the key that [JWKS.Find] gives for KeyID and
// Alg, and Check has passed.
type JWT struct {
	Alg       string // one that is Allowed
	KeyID     string // kid, or ""
	Claims    Claims
	Signed    []byte // the JWS Signing Input (RFC 7515 section 2)
	Signature []byte // R and S side by side for ES256 (RFC 7518 3.4)
}

// ParseJWT takes a token of JWS compact serialization apart (RFC 7515 7.1, RFC
// 7519 7.2). parseJSON is that of the platform. Keys that the token brings along
// (jwk, jku, x5c, x5u) are not looked at. Its error is an [*Error] of
// IDTokenAlgorithm if alg is not [Allowed], else of IDTokenMalformed.
func ParseJWT(token string, parseJSON func(text string) (any, error)) (JWT, error) {
	if len(token) > maxJWT {
		return JWT{}, refuse(IDTokenMalformed, "the token is longer than 64 KiB")
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return JWT{}, refuse(IDTokenMalformed, "the token does not have the three parts of a signed token")
	}
	header, err := decodeObject("header", parts[0], parseJSON)
	if err != nil {
		return JWT{}, err
	}
	alg, _ := header["alg"].(string)
	if !Allowed(alg) {
		return JWT{}, refuse(IDTokenAlgorithm, "alg is "+quoted(alg)+", expected one of "+strings.Join(algorithms, " "))
	}
	keyID, ok := member(header, "kid")
	if !ok {
		return JWT{}, refuse(IDTokenMalformed, "kid is not a string")
	}
	// crit names extensions that must be understood (RFC 7515 4.1.11): none is.
	// b64 means a payload that is not encoded (RFC 7797); it must come with crit.
	for _, name := range []string{"crit", "b64"} {
		if _, present := header[name]; present {
			return JWT{}, refuse(IDTokenMalformed, "the header has "+name+", an extension that is not supported")
		}
	}
	claims, err := decodeObject("payload", parts[1], parseJSON)
	if err != nil {
		return JWT{}, err
	}
	signature, err := decode(parts[2])
	if err != nil || len(signature) == 0 {
		return JWT{}, refuse(IDTokenMalformed, "the signature is not base64url")
	}
	return JWT{
		Alg:       alg,
		KeyID:     keyID,
		Claims:    claims,
		Signed:    []byte(parts[0] + "." + parts[1]),
		Signature: signature,
	}, nil
}

func decodeObject(part, encoded string, parseJSON func(string) (any, error)) (map[string]any, error) {
	text, err := decode(encoded)
	if err != nil {
		return nil, refuse(IDTokenMalformed, "the "+part+" is not base64url")
	}
	if !utf8.Valid(text) {
		return nil, refuse(IDTokenMalformed, "the "+part+" is not UTF-8")
	}
	tree, err := parseJSON(string(text))
	if err != nil {
		return nil, &Error{Code: IDTokenMalformed, Message: "the " + part + " is not JSON", Err: err}
	}
	object, ok := tree.(map[string]any)
	if !ok {
		return nil, refuse(IDTokenMalformed, "the "+part+" is not a JSON object")
	}
	return object, nil
}

// decode reads base64url without padding and with nothing else in it (RFC 7515
// section 2): Go's decoder skips line breaks and, unless strict, stray bits, so
// that one token could be written in many ways.
func decode(encoded string) ([]byte, error) {
	if strings.ContainsAny(encoded, "\r\n") {
		return nil, base64.CorruptInputError(0)
	}
	return base64.RawURLEncoding.Strict().DecodeString(encoded)
}
