//go:build js

package browser

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestRandom(t *testing.T) {
	random := NewRandom()
	one, two := random(32), random(32)
	if len(one) != 32 || len(two) != 32 || bytes.Equal(one, two) || bytes.Equal(one, make([]byte, 32)) {
		t.Errorf("%x, %x", one, two)
	}
	if got := random(65_536); len(got) != 65_536 {
		t.Errorf("%d bytes", len(got))
	}
}

func TestDigest(t *testing.T) {
	for text, want := range map[string]string{ // FIPS 180-2 B.1 and the empty text
		"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"":    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	} {
		got, err := NewDigest()(t.Context(), []byte(text))
		if err != nil || hex.EncodeToString(got) != want {
			t.Errorf("digest of %q: %x, %v", text, got, err)
		}
	}
}

func TestWithoutSecureContextTheErrorSaysSo(t *testing.T) {
	replace(t, "crypto", "{value: {}}")
	const want = "browser: WebCrypto is missing, for the page is no secure context: serve it over https, or from localhost"
	_, err := NewDigest()(t.Context(), nil)
	wantError(t, err, want)
	v := vectors()["RFC 7515 A.2"]
	err = NewVerify()(t.Context(), v.key, v.alg, nil, nil)
	wantError(t, err, "browser: the key cannot be used for RS256: "+want)
}

// vector is a signature that is good.
type vector struct {
	alg, jws string
	key      oidc.JWK
}

func vectors() map[string]vector {
	const claims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	return map[string]vector{
		"RFC 7515 A.2": {
			alg: "RS256",
			jws: "eyJhbGciOiJSUzI1NiJ9." + claims + "." +
				"cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKB" +
				"YNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6Bf" +
				"I7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
			key: oidc.JWK{
				"kty": "RSA",
				"n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_" +
					"YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxv" +
					"b3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
				"e": "AQAB",
			},
		},
		"RFC 7515 A.3": {
			alg: "ES256",
			jws: "eyJhbGciOiJFUzI1NiJ9." + claims + "." +
				"DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
			key: oidc.JWK{
				"kty": "EC", "crv": "P-256",
				"x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
				"y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
			},
		},
		"RFC 8037 A.4": {
			alg: "EdDSA",
			jws: "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc." +
				"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
			key: oidc.JWK{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
		},
	}
}

// made is a signature of the browser's own, over "signed".
func made(t *testing.T, alg, generate, sign string) vector {
	t.Helper()
	result := tree(t, await(t, `(async () => {
		const generate = `+generate+`
		const {privateKey, publicKey} = await crypto.subtle.generateKey(generate, true, ['sign', 'verify'])
		const signature = await crypto.subtle.sign(`+sign+`, privateKey, new TextEncoder().encode('signed'))
		const key = await crypto.subtle.exportKey('jwk', publicKey)
		return {key, signature: btoa(String.fromCharCode(...new Uint8Array(signature)))}
	})()`)).(map[string]any)
	signature := strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(result["signature"].(string))
	return vector{alg: alg, jws: "signed." + signature, key: result["key"].(map[string]any)}
}

func (v vector) verify(t *testing.T) error {
	t.Helper()
	dot := strings.LastIndex(v.jws, ".")
	signature, err := base64.RawURLEncoding.DecodeString(v.jws[dot+1:])
	if err != nil {
		t.Fatal(err)
	}
	return NewVerify()(t.Context(), v.key, v.alg, []byte(v.jws[:dot]), signature)
}

const rsa = "{name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1])}"

func TestVerify(t *testing.T) {
	good := vectors()
	good["PS256 of the browser"] = made(t, "PS256", rsa, "{name: 'RSA-PSS', saltLength: 32}")
	for name, v := range good {
		t.Run(name, func(t *testing.T) {
			if err := v.verify(t); err != nil {
				t.Errorf("a good signature: %v", err)
			}
			for _, where := range []string{"header", "payload", "signature"} {
				if err := tampered(v, where).verify(t); err == nil || err.Error() != "browser: the signature was not made by this key over this text" {
					t.Errorf("changed in the %s: %v", where, err)
				}
			}
			short := v
			short.jws = v.jws[:len(v.jws)-8]
			if err := short.verify(t); err == nil {
				t.Error("a signature that is cut off was taken")
			}
		})
	}
}

// tampered changes one character.
func tampered(v vector, where string) vector {
	dot := strings.LastIndex(v.jws, ".")
	i := map[string]int{"header": 1, "payload": dot - 1, "signature": dot + 10}[where]
	other := "A"
	if v.jws[i] == 'A' {
		other = "B"
	}
	v.jws = v.jws[:i] + other + v.jws[i+1:]
	return v
}

func TestVerifyRefuses(t *testing.T) {
	rs256, es256 := vectors()["RFC 7515 A.2"], vectors()["RFC 7515 A.3"]
	with := func(v vector, change func(*vector)) vector {
		v.key = maps.Clone(v.key)
		change(&v)
		return v
	}
	const weak = "{name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1])}"
	for name, row := range map[string]struct {
		vector
		want string
	}{
		"alg none":              {with(rs256, func(v *vector) { v.alg = "none" }), `browser: cannot verify signatures of alg "none"`},
		"an HMAC":               {with(rs256, func(v *vector) { v.alg = "HS256" }), `browser: cannot verify signatures of alg "HS256"`},
		"an EC key for RS256":   {with(rs256, func(v *vector) { v.key = es256.key }), "browser: the key cannot be used for RS256: "},
		"an RSA key for ES256":  {with(es256, func(v *vector) { v.key = rs256.key }), "browser: the key cannot be used for ES256: "},
		"a key for another alg": {with(rs256, func(v *vector) { v.key["alg"] = "PS256" }), "browser: the key cannot be used for RS256: "},
		"no key":                {with(rs256, func(v *vector) { v.key = nil }), "browser: the key cannot be used for RS256: "},
		"a key of numbers":      {with(rs256, func(v *vector) { v.key["n"] = 5.0 }), "browser: the key cannot be used for RS256: "},
		"an RSA key too short":  {made(t, "RS256", weak, "'RSASSA-PKCS1-v1_5'"), "browser: the RSA key has 1024 bits, fewer than 2048"},
		"a salt of other length": {made(t, "PS256", rsa, "{name: 'RSA-PSS', saltLength: 20}"),
			"browser: the signature was not made by this key over this text"},
	} {
		if err := row.verify(t); err == nil || !strings.HasPrefix(err.Error(), row.want) {
			t.Errorf("%s: %v, want %s", name, err, row.want)
		}
	}
	odd := with(rs256, func(v *vector) {
		maps.Copy(v.key, map[string]any{"use": "enc", "key_ops": []any{"wrapKey"}, "ext": false, "kid": 5.0, "alg": "RS256"})
	})
	if err := odd.verify(t); err != nil {
		t.Errorf("members that do not concern the signature: %v", err)
	}
}
