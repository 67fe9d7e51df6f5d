package oidc_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// verify is what WebCrypto does, by Go's crypto: go-jose reads the key.
func verify(t testing.TB, key oidc.JWK, jwt oidc.JWT) error {
	t.Helper()
	text, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	var jwk jose.JSONWebKey
	if err := jwk.UnmarshalJSON(text); err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(jwt.Signed)
	valid := false
	switch public := jwk.Key.(type) {
	case *rsa.PublicKey:
		if jwt.Alg == "PS256" {
			return rsa.VerifyPSS(public, crypto.SHA256, digest[:], jwt.Signature, nil)
		}
		return rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], jwt.Signature)
	case *ecdsa.PublicKey:
		half := len(jwt.Signature) / 2
		r, s := new(big.Int).SetBytes(jwt.Signature[:half]), new(big.Int).SetBytes(jwt.Signature[half:])
		valid = ecdsa.Verify(public, digest[:], r, s)
	case ed25519.PublicKey:
		valid = ed25519.Verify(public, jwt.Signed, jwt.Signature)
	}
	if !valid {
		return errors.New("the signature is not the key's")
	}
	return nil
}

// https://www.rfc-editor.org/rfc/rfc7515#appendix-A.2 and #appendix-A.3
const (
	rfc7515Payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

	rfc7515RS256 = "eyJhbGciOiJSUzI1NiJ9." + rfc7515Payload + "." +
		"cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7" +
		"AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4" +
		"BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K" +
		"0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv" +
		"hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB" +
		"p0igcN_IoypGlUPQGe77Rw"

	rfc7515ES256 = "eyJhbGciOiJFUzI1NiJ9." + rfc7515Payload + "." +
		"DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA" +
		"pmWQxfKTUJqPP3-Kg6NU1Q"
)

func TestParseJWTOfRFC7515(t *testing.T) {
	keys, err := oidc.ParseJWKS(tree(t, testdata(t, "rfc7515-jwks.json")))
	wantError(t, err, "")
	for alg, token := range map[string]string{"RS256": rfc7515RS256, "ES256": rfc7515ES256} {
		t.Run(alg, func(t *testing.T) {
			jwt, err := oidc.ParseJWT(token, parseJSON)
			wantError(t, err, "")
			if jwt.Alg != alg || jwt.KeyID != "" || jwt.Claims.String("iss") != "joe" {
				t.Errorf("read %s %q %v", jwt.Alg, jwt.KeyID, jwt.Claims)
			}
			if exp, ok := jwt.Claims.Seconds("exp"); !ok || exp != 1300819380 {
				t.Errorf("exp is %d (%t)", exp, ok)
			}
			key, found := keys.Find(jwt.KeyID, jwt.Alg)
			if !found {
				t.Fatal("no key fits")
			}
			if err := verify(t, key, jwt); err != nil {
				t.Errorf("signature: %v", err)
			}
			jwt.Signed[len(jwt.Signed)-1]++
			if verify(t, key, jwt) == nil {
				t.Error("a changed payload verifies: the test cannot fail")
			}
		})
	}
}

// Tokens of a library that is not ours, of each algorithm that is allowed, found
// in one JWK Set by kid and verified.
func TestParseJWTOfEachAlgorithm(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	edPublic, edPrivate, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pairs := []struct {
		alg             string
		private, public any
	}{
		{"RS256", rsaKey, rsaKey.Public()},
		{"PS256", rsaKey, rsaKey.Public()},
		{"ES256", ecKey, ecKey.Public()},
		{"EdDSA", edPrivate, edPublic},
	}
	var published jose.JSONWebKeySet
	for _, pair := range pairs {
		published.Keys = append(published.Keys,
			jose.JSONWebKey{Key: pair.public, KeyID: "the " + pair.alg + " key", Algorithm: pair.alg, Use: "sig"})
	}
	text, err := json.Marshal(published)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := oidc.ParseJWKS(tree(t, string(text)))
	wantError(t, err, "")

	for _, pair := range pairs {
		t.Run(pair.alg, func(t *testing.T) {
			if !oidc.Allowed(pair.alg) {
				t.Fatal("not allowed")
			}
			signer, err := jose.NewSigner(
				jose.SigningKey{Algorithm: jose.SignatureAlgorithm(pair.alg), Key: pair.private},
				(&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", "the "+pair.alg+" key"))
			if err != nil {
				t.Fatal(err)
			}
			signed, err := signer.Sign([]byte(goodClaims))
			if err != nil {
				t.Fatal(err)
			}
			token, err := signed.CompactSerialize()
			if err != nil {
				t.Fatal(err)
			}
			jwt, err := oidc.ParseJWT(token, parseJSON)
			wantError(t, err, "")
			key, found := keys.Find(jwt.KeyID, jwt.Alg)
			if !found {
				t.Fatalf("no key for %q %s", jwt.KeyID, jwt.Alg)
			}
			if err := verify(t, key, jwt); err != nil {
				t.Errorf("signature: %v", err)
			}
			wantError(t, jwt.Check(goodExpectation()), "")
		})
	}
}

func TestAllowed(t *testing.T) {
	for _, alg := range []string{"none", "None", "", "HS256", "HS384", "HS512", "RS1", "rs256", "RS256 ", "ES256K", "A128KW", "dir"} {
		if oidc.Allowed(alg) {
			t.Errorf("%q is allowed", alg)
		}
	}
}

func TestParseJWTHeader(t *testing.T) {
	for _, test := range []struct {
		name, header string
		code         oidc.Code
		word         string
	}{
		{"good", `{"alg": "RS256", "kid": "1", "typ": "JWT"}`, "", ""},
		{"no kid", `{"alg": "RS256"}`, "", ""},
		{"a key of its own is not looked at", `{"alg": "RS256", "jku": "https://evil.example/keys", "jwk": {}}`, "", ""},
		{"alg none", `{"alg": "none"}`, oidc.IDTokenAlgorithm, `"none"`},
		{"alg NONE", `{"alg": "NONE"}`, oidc.IDTokenAlgorithm, `"NONE"`},
		{"alg HS256", `{"alg": "HS256"}`, oidc.IDTokenAlgorithm, `"HS256"`},
		{"alg RS512", `{"alg": "RS512"}`, oidc.IDTokenAlgorithm, `"RS512"`},
		{"alg missing", `{"kid": "1"}`, oidc.IDTokenAlgorithm, `""`},
		{"alg a list", `{"alg": ["RS256"]}`, oidc.IDTokenAlgorithm, `""`},
		{"kid a number", `{"alg": "RS256", "kid": 1}`, oidc.IDTokenMalformed, "kid"},
		{"crit", `{"alg": "RS256", "crit": ["exp"], "exp": 5}`, oidc.IDTokenMalformed, "crit"},
		{"crit empty", `{"alg": "RS256", "crit": []}`, oidc.IDTokenMalformed, "crit"},
		{"crit null", `{"alg": "RS256", "crit": null}`, oidc.IDTokenMalformed, "crit"},
		{"b64", `{"alg": "RS256", "b64": false}`, oidc.IDTokenMalformed, "b64"},
		{"b64 with crit", `{"alg": "RS256", "b64": false, "crit": ["b64"]}`, oidc.IDTokenMalformed, "crit"},
		{"a list", `["RS256"]`, oidc.IDTokenMalformed, "header is not a JSON object"},
		{"null", `null`, oidc.IDTokenMalformed, "header is not a JSON object"},
		{"not JSON", `{"alg": "RS256"`, oidc.IDTokenMalformed, "header is not JSON"},
		{"not UTF-8", "{\"alg\": \"RS256\", \"kid\": \"\xff\"}", oidc.IDTokenMalformed, "header is not UTF-8"},
		{"empty", ``, oidc.IDTokenMalformed, "header is not JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := oidc.ParseJWT(compact(test.header, `{"iss": "https://as.example"}`), parseJSON)
			wantError(t, err, test.code, test.word)
		})
	}
}

func TestParseJWTSerialization(t *testing.T) {
	token := compact(`{"alg": "RS256"}`, `{"iss": "https://as.example"}`)
	_, err := oidc.ParseJWT(token, parseJSON)
	wantError(t, err, "")
	header, rest, _ := strings.Cut(token, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	for _, test := range []struct{ name, token string }{
		{"empty", ""},
		{"no part", "not a token"},
		{"two parts", header + "." + payload},
		{"four parts", token + "."},
		{"five parts: encrypted", token + ".a.b"},
		{"no header", "." + payload + "." + signature},
		{"no payload", header + ".." + signature},
		{"no signature", header + "." + payload + "."},
		{"padding", header + "." + payload + "." + signature + "="},
		{"padding in the header", header + "=." + payload + "." + signature},
		{"standard base64", header + "." + payload + ".+/+/"},
		{"line break in the signature", header + "." + payload + "." + signature[:4] + "\n" + signature[4:]},
		{"line break in the payload", header + "." + payload[:4] + "\r\n" + payload[4:] + "." + signature},
		{"line break at the end", token + "\n"},
		{"space in front", " " + token},
		{"stray bits", header + "." + payload + ".AB"}, // one byte, A and the last four bits not zero
		{"a character too many", header + "." + payload + ".A"},
		{"payload a list", compact(`{"alg": "RS256"}`, `["a"]`)},
		{"payload text", compact(`{"alg": "RS256"}`, `"a"`)},
		{"payload not JSON", compact(`{"alg": "RS256"}`, `iss=as`)},
		{"payload not UTF-8", compact(`{"alg": "RS256"}`, "{\"iss\": \"\xc3\"}")},
		{"longer than 64 KiB", compact(`{"alg": "RS256"}`, `{"iss": "`+strings.Repeat("a", 64<<10)+`"}`)},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.ParseJWT(test.token, parseJSON)
			wantError(t, err, oidc.IDTokenMalformed)
			if got.Alg != "" || got.Claims != nil || got.Signed != nil || got.Signature != nil {
				t.Errorf("refused, yet returned %+v", got)
			}
		})
	}
}

func TestParseJWTOfTheLargestSize(t *testing.T) {
	filled := func(payload int) string {
		return base64url(`{"alg":"RS256"}`) + "." + base64url(`{"a":"`+strings.Repeat("x", payload-8)+`"}`) + ".QQ"
	}
	if len(filled(49134)) != 64<<10 {
		t.Fatalf("the test's token has %d bytes", len(filled(49134)))
	}
	_, err := oidc.ParseJWT(filled(49134), parseJSON)
	wantError(t, err, "")
	_, err = oidc.ParseJWT(filled(49135), parseJSON)
	wantError(t, err, oidc.IDTokenMalformed, "64 KiB")
}

func TestParseJWTKeepsTheParsersError(t *testing.T) {
	broken := errors.New("unexpected token in JSON")
	_, err := oidc.ParseJWT(compact(`{`, `{}`), func(string) (any, error) { return nil, broken })
	if !errors.Is(err, broken) {
		t.Errorf("%v does not wrap the parser's error", err)
	}
}
