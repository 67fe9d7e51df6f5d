package authserver

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// A signingKey is made in the background, and never written anywhere.
type signingKey struct {
	alg   jose.SignatureAlgorithm
	ready chan struct{} // closed when the fields below are set
	key   crypto.Signer
	kid   string // the key's RFC 7638 thumbprint
	err   error

	signers sync.Map // jose.Signer by the `typ` of the token: made once, for they are safe for concurrent use
}

// newSigningKey makes a key unless it is given one: RSA-2048 takes some 100 ms. The goroutine ends with it.
func newSigningKey(alg jose.SignatureAlgorithm, given crypto.Signer) *signingKey {
	k := &signingKey{alg: alg, ready: make(chan struct{}), key: given}
	go func() {
		defer close(k.ready)
		if k.key == nil {
			if k.key, k.err = generateKey(alg); k.err != nil {
				return
			}
		}
		k.kid, k.err = thumbprint(k.key.Public())
	}()
	return k
}

func generateKey(alg jose.SignatureAlgorithm) (crypto.Signer, error) {
	switch alg {
	case jose.RS256, jose.PS256:
		return rsa.GenerateKey(rand.Reader, 2048)
	case jose.ES256:
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case jose.EdDSA:
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	return nil, fmt.Errorf("authserver: no key can be made for %s", alg)
}

// thumbprint is RFC 7638.
func thumbprint(public crypto.PublicKey) (string, error) {
	jwk := jose.JSONWebKey{Key: public}
	sum, err := jwk.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(sum), nil
}

func (k *signingKey) wait(ctx context.Context) error {
	select {
	case <-k.ready:
		return k.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (k *signingKey) signer(ctx context.Context, typ string) (jose.Signer, error) {
	if err := k.wait(ctx); err != nil {
		return nil, err
	}
	if made, found := k.signers.Load(typ); found {
		return made.(jose.Signer), nil
	}
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: k.alg, Key: jose.JSONWebKey{Key: k.key, KeyID: k.kid}},
		(&jose.SignerOptions{}).WithType(jose.ContentType(typ)))
	if err == nil {
		k.signers.Store(typ, signer)
	}
	return signer, err
}
