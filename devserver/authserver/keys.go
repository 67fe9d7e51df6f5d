package authserver

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// The `typ` headers tell the two kinds of token apart, so that neither passes for the other (RFC 9068 section 2.1,
// RFC 8725 section 3.11).
const (
	idTokenType     = "JWT"
	accessTokenType = "at+jwt"
)

// A keyring holds the one signing key. It is never written anywhere.
type keyring struct {
	ready chan struct{} // closed when the fields below are set
	key   *rsa.PrivateKey
	kid   string // the key's RFC 7638 thumbprint
	err   error
}

// newKeyring makes a key in the background if it is given none: RSA-2048 takes some 100 ms, and the goroutine ends
// with it.
func newKeyring(key *rsa.PrivateKey) *keyring {
	k := &keyring{ready: make(chan struct{})}
	go func() {
		defer close(k.ready)
		if key == nil {
			if key, k.err = rsa.GenerateKey(rand.Reader, 2048); k.err != nil {
				return
			}
		}
		k.key = key
		k.kid, k.err = thumbprint(key)
	}()
	return k
}

func thumbprint(key *rsa.PrivateKey) (string, error) {
	jwk := jose.JSONWebKey{Key: key.Public()}
	sum, err := jwk.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(sum), nil
}

func (k *keyring) wait(ctx context.Context) error {
	select {
	case <-k.ready:
		return k.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// sign returns claims as a JWT signed by RS256.
func (k *keyring) sign(ctx context.Context, typ string, claims any) (string, error) {
	if err := k.wait(ctx); err != nil {
		return "", fmt.Errorf("authserver: no signing key: %w", err)
	}
	signingKey := jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: k.key, KeyID: k.kid}}
	signer, err := jose.NewSigner(signingKey, (&jose.SignerOptions{}).WithType(jose.ContentType(typ)))
	if err != nil {
		return "", fmt.Errorf("authserver: signing: %w", err)
	}
	return jwt.Signed(signer).Claims(claims).Serialize()
}

// verify checks the signature and the type of a token that this server issued, and reads its claims. Instants,
// issuer and audience are the caller's to check.
func (k *keyring) verify(ctx context.Context, typ, token string, claims any) error {
	if err := k.wait(ctx); err != nil {
		return err
	}
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return err
	}
	if got, _ := parsed.Headers[0].ExtraHeaders[jose.HeaderType].(string); got != typ {
		return errors.New("the token is of another type: typ is not " + typ)
	}
	return parsed.Claims(k.key.Public(), claims)
}

func (s *Server) jwks(w http.ResponseWriter, r *http.Request) {
	if err := s.keys.wait(r.Context()); err != nil {
		s.internalError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{
		Key: s.keys.key.Public(), KeyID: s.keys.kid, Algorithm: string(jose.RS256), Use: "sig",
	}}})
}
