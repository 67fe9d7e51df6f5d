package clienttest

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/go-jose/go-jose/v4"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

func digest(_ context.Context, data []byte) ([]byte, error) {
	sum := sha256.Sum256(data)
	return sum[:], nil
}

// verify checks a signature by go-jose, which is not the module's own way.
func verify(_ context.Context, key oidc.JWK, alg string, signed, signature []byte) error {
	text, err := json.Marshal(key)
	if err != nil {
		return err
	}
	var jwk jose.JSONWebKey
	if err := jwk.UnmarshalJSON(text); err != nil {
		return err
	}
	compact := string(signed) + "." + oidc.RandomString(signature)
	jws, err := jose.ParseSignedCompact(compact, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(alg)})
	if err != nil {
		return err
	}
	_, err = jws.Verify(jwk)
	return err
}
