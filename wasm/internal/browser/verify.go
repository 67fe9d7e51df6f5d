//go:build js

package browser

import (
	"errors"
	"strconv"

	"github.com/spa-session/spa-session/wasm/internal/text"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// minModulus is the shortest RSA key in bits (RFC 7518 3.3).
const minModulus = 2048

// NewVerify checks a signature by WebCrypto: RS256, PS256 and ES256 (RFC 7518
// 3.1) and EdDSA with Ed25519 (RFC 8037). nil means that the key made it. The
// algorithm decides what the key must be, never the other way round: an EC key
// cannot be taken for RS256, nor a key that names another alg.
func NewVerify() func(ctx context.Context, key oidc.JWK, alg string, signed, signature []byte) error {
	return verify
}

func verify(ctx context.Context, key oidc.JWK, alg string, signed, signature []byte) error {
	algorithm := algorithmOf(alg)
	if algorithm == nil {
		return errors.New("browser: cannot verify signatures of alg " + text.Quote(alg))
	}
	imported, err := subtle(ctx, "importKey", "jwk", publicPart(key), algorithm, false, []string{"verify"})
	if err != nil {
		return problem("the key cannot be used for "+alg, err)
	}
	if alg == "RS256" || alg == "PS256" {
		bits, err := imported.GetFloat("algorithm", "modulusLength")
		if err != nil {
			return problem("the key cannot be measured", err)
		}
		if bits < minModulus {
			return errors.New("browser: the RSA key has " + strconv.Itoa(int(bits)) + " bits, fewer than " + strconv.Itoa(minModulus))
		}
	}
	verdict, err := subtle(ctx, "verify", algorithm, imported, signature, signed)
	if err != nil {
		return problem("the signature cannot be verified", err)
	}
	valid, err := verdict.Bool()
	if err != nil {
		return problem("the verdict is none", err)
	}
	if !valid {
		return errors.New("browser: the signature was not made by this key over this text")
	}
	return nil
}

// algorithmOf is what WebCrypto calls an alg, of the key and of the signature
// alike: of a member that one of them has no use for it takes no notice. nil is
// an alg that is not known.
func algorithmOf(alg string) map[string]any {
	const sha256 = "SHA-256"
	switch alg {
	case "RS256":
		return map[string]any{"name": "RSASSA-PKCS1-v1_5", "hash": sha256}
	case "PS256": // the salt is as long as the hash (RFC 7518 3.5)
		return map[string]any{"name": "RSA-PSS", "hash": sha256, "saltLength": 32}
	case "ES256":
		return map[string]any{"name": "ECDSA", "namedCurve": "P-256", "hash": sha256}
	case "EdDSA":
		return map[string]any{"name": "Ed25519"}
	}
	return nil
}

// publicPart leaves out use, key_ops and ext, whose odd values would refuse a
// good key, and everything private.
func publicPart(key oidc.JWK) map[string]any {
	public := map[string]any{}
	for _, name := range []string{"kty", "n", "e", "crv", "x", "y", "alg"} {
		if text, ok := key[name].(string); ok {
			public[name] = text
		}
	}
	return public
}
