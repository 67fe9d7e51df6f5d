package oidc_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestParseJWKSRefuses(t *testing.T) {
	for _, document := range []string{
		`null`, `[]`, `"keys"`, `{}`, `{"keys": null}`, `{"keys": {}}`, `{"keys": "none"}`,
		`{"keys": [null]}`, `{"keys": ["key"]}`, `{"keys": [{"kty": "RSA"}, []]}`,
	} {
		keys, err := oidc.ParseJWKS(tree(t, document))
		wantError(t, err, oidc.InvalidKeys)
		if keys != nil {
			t.Errorf("%s: refused, yet returned %v", document, keys)
		}
	}
}

func TestParseJWKSKeepsWhatItDoesNotKnow(t *testing.T) {
	keys, err := oidc.ParseJWKS(tree(t, `{"keys": [{"kty": "AKP", "alg": "ML-DSA-44"}, {}], "issued": 5}`))
	wantError(t, err, "")
	if len(keys) != 2 {
		t.Errorf("kept %v", keys)
	}
	keys, err = oidc.ParseJWKS(tree(t, `{"keys": []}`))
	wantError(t, err, "")
	if _, found := keys.Find("", "RS256"); found {
		t.Error("found a key in an empty set")
	}
}

// goodKey is the RSA key of OIDC Core A.7, as testdata/core-jwks.json has it.
func goodKey(t testing.TB) map[string]any {
	t.Helper()
	set := tree(t, testdata(t, "core-jwks.json")).(map[string]any)
	return set["keys"].([]any)[0].(map[string]any)
}

func TestFindOneKey(t *testing.T) {
	const (
		ecKey = `{"kty": "EC", "kid": "1e9gdk7", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
			"y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}`
		edKey = `{"kty": "OKP", "kid": "1e9gdk7", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	)
	for _, test := range []struct {
		name, key, deviation string // an empty key is goodKey
		keyID, alg           string
		want                 bool
	}{
		{"kid and alg", "", `{}`, "1e9gdk7", "RS256", true},
		{"without kid", "", `{}`, "", "RS256", true},
		{"the key serves PS256 too", "", `{}`, "1e9gdk7", "PS256", true},
		{"another kid", "", `{}`, "1e9gdk8", "RS256", false},
		{"kid in capitals", "", `{}`, "1E9GDK7", "RS256", false},
		{"the key has no kid, the token has", "", `{"kid": null}`, "1e9gdk7", "RS256", false},
		{"neither has", "", `{"kid": null}`, "", "RS256", true},
		{"kid a number", "", `{"kid": 5}`, "5", "RS256", false},
		{"use sig", "", `{"use": "sig"}`, "1e9gdk7", "RS256", true},
		{"use enc", "", `{"use": "enc"}`, "1e9gdk7", "RS256", false},
		{"use a list", "", `{"use": ["sig"]}`, "1e9gdk7", "RS256", false},
		{"alg of the key", "", `{"alg": "RS256"}`, "1e9gdk7", "RS256", true},
		{"another alg of the key", "", `{"alg": "RS512"}`, "1e9gdk7", "RS256", false},
		{"padding of the key", "", `{"alg": "PS256"}`, "1e9gdk7", "RS256", false},
		{"key_ops verify", "", `{"key_ops": ["verify"]}`, "1e9gdk7", "RS256", true},
		{"key_ops without verify", "", `{"key_ops": ["encrypt", "wrapKey"]}`, "1e9gdk7", "RS256", false},
		{"key_ops empty", "", `{"key_ops": []}`, "1e9gdk7", "RS256", false},
		{"key_ops text", "", `{"key_ops": "verify"}`, "1e9gdk7", "RS256", false},
		{"private", "", `{"d": "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97Ij"}`, "1e9gdk7", "RS256", false},
		{"RSA key for ES256", "", `{}`, "1e9gdk7", "ES256", false},
		{"RSA key for EdDSA", "", `{}`, "1e9gdk7", "EdDSA", false},
		{"RSA key for HS256", "", `{}`, "1e9gdk7", "HS256", false},
		{"RSA key for none", "", `{}`, "1e9gdk7", "none", false},
		{"kty missing", "", `{"kty": null}`, "1e9gdk7", "RS256", false},
		{"kty in small letters", "", `{"kty": "rsa"}`, "1e9gdk7", "RS256", false},
		{"n missing", "", `{"n": null}`, "1e9gdk7", "RS256", false},
		{"n not base64url", "", `{"n": "+++"}`, "1e9gdk7", "RS256", false},
		{"1024 bits", "", `{"n": "` + base64url(string(fill(128, 0xc3))) + `"}`, "1e9gdk7", "RS256", false},
		{"1024 bits, the rest zero", "", `{"n": "` + base64url(string(fill(128, 0))+string(fill(128, 0xc3))) + `"}`, "1e9gdk7", "RS256", false},
		{"2048 bits and a leading zero", "", `{"n": "` + base64url("\x00"+string(fill(256, 0xc3))) + `"}`, "1e9gdk7", "RS256", true},
		{"4096 bits", "", `{"n": "` + base64url(string(fill(512, 0xc3))) + `"}`, "1e9gdk7", "RS256", true},
		{"EC", ecKey, `{}`, "1e9gdk7", "ES256", true},
		{"EC for RS256", ecKey, `{}`, "1e9gdk7", "RS256", false},
		{"EC of another curve", ecKey, `{"crv": "P-384"}`, "1e9gdk7", "ES256", false},
		{"EC of Bitcoin's curve", ecKey, `{"crv": "secp256k1"}`, "1e9gdk7", "ES256", false},
		{"Ed25519", edKey, `{}`, "1e9gdk7", "EdDSA", true},
		{"X25519, which agrees on keys", edKey, `{"crv": "X25519"}`, "1e9gdk7", "EdDSA", false},
		{"symmetric", `{"kty": "oct", "kid": "1e9gdk7", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}`, `{}`, "1e9gdk7", "HS256", false},
		{"symmetric for RS256", `{"kty": "oct", "kid": "1e9gdk7", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}`, `{}`, "1e9gdk7", "RS256", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			good := any(goodKey(t))
			if test.key != "" {
				good = tree(t, test.key)
			}
			key := merge(good, tree(t, test.deviation))
			keys, err := oidc.ParseJWKS(map[string]any{"keys": []any{key}})
			wantError(t, err, "")
			if _, found := keys.Find(test.keyID, test.alg); found != test.want {
				t.Errorf("found: %t, want %t", found, test.want)
			}
		})
	}
}

func fill(length int, with byte) []byte {
	bytes := make([]byte, length)
	for i := range bytes {
		bytes[i] = with
	}
	return bytes
}

func TestFindAmongSeveral(t *testing.T) {
	rsaKey := func(deviation string) any { return merge(goodKey(t), tree(t, deviation)) }
	ecKey := tree(t, `{"kty": "EC", "kid": "ec", "crv": "P-256"}`)
	encryption := rsaKey(`{"kid": "enc", "use": "enc"}`)
	for _, test := range []struct {
		name       string
		keys       []any
		keyID, alg string
		want       string // kid of the key found
	}{
		{"by kid", []any{rsaKey(`{"kid": "old"}`), rsaKey(`{"kid": "new"}`)}, "new", "RS256", "new"},
		{"without kid two fit", []any{rsaKey(`{"kid": "old"}`), rsaKey(`{"kid": "new"}`)}, "", "RS256", ""},
		{"without kid one fits alg", []any{rsaKey(`{"kid": "rsa"}`), ecKey, encryption}, "", "RS256", "rsa"},
		{"one kid, two kinds of key", []any{rsaKey(`{"kid": "ec"}`), ecKey}, "ec", "ES256", "ec"},
		{"one kid, two keys that fit", []any{rsaKey(`{"kid": "a"}`), rsaKey(`{"kid": "a"}`)}, "a", "RS256", ""},
		{"the kid of the encryption key", []any{rsaKey(`{"kid": "rsa"}`), encryption}, "enc", "RS256", ""},
		{"the kid of the other kind of key", []any{rsaKey(`{"kid": "rsa"}`), ecKey}, "ec", "RS256", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			keys, err := oidc.ParseJWKS(map[string]any{"keys": test.keys})
			wantError(t, err, "")
			key, found := keys.Find(test.keyID, test.alg)
			if found != (test.want != "") || found && key["kid"] != test.want {
				t.Errorf("found %v (%t), want %q", key["kid"], found, test.want)
			}
		})
	}
}
