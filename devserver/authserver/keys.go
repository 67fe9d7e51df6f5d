package authserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// The `typ` headers tell the kinds of token apart, so that none passes for another (RFC 9068 section 2.1, RFC 8725
// section 3.11).
const (
	idTokenType     = "JWT"
	accessTokenType = "at+jwt"
)

// signatureAlgorithms are those of idTokenAlgs.
var signatureAlgorithms = []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256, jose.EdDSA}

// A keyring holds the signing keys of each algorithm, the current one last. After a rotation the one before it stays
// published until the next, so that tokens which were signed before still verify.
type keyring struct {
	mu   sync.Mutex
	keys map[jose.SignatureAlgorithm][]*signingKey
}

// newKeyring makes the keys that the configuration needs.
func newKeyring(cfg Config) *keyring {
	k := &keyring{keys: map[jose.SignatureAlgorithm][]*signingKey{}}
	if cfg.Key != nil {
		k.keys[jose.RS256] = []*signingKey{newSigningKey(jose.RS256, cfg.Key)}
	}
	k.prepare(string(jose.RS256))
	k.prepareFor(newTenant(cfg))
	return k
}

// prepareFor starts the making of the keys that a tenant's clients and APIs need and that are not there.
func (k *keyring) prepareFor(t *tenant) {
	for _, client := range t.clients {
		k.prepare(client.IDTokenAlg)
	}
	for _, api := range t.apis {
		k.prepare(api.signingAlg())
	}
}

// prepare starts the making of a key for the algorithm, unless there is one.
func (k *keyring) prepare(alg string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	algorithm := jose.SignatureAlgorithm(alg)
	if len(k.keys[algorithm]) == 0 {
		k.keys[algorithm] = []*signingKey{newSigningKey(algorithm, nil)}
	}
}

// rotate puts a new key before each current one.
func (k *keyring) rotate() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for alg, keys := range k.keys {
		k.keys[alg] = []*signingKey{keys[len(keys)-1], newSigningKey(alg, nil)}
	}
}

// forgetPrevious ends the overlap.
func (k *keyring) forgetPrevious() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for alg, keys := range k.keys {
		k.keys[alg] = keys[len(keys)-1:]
	}
}

func (k *keyring) current(alg string) (*signingKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	keys := k.keys[jose.SignatureAlgorithm(alg)]
	if len(keys) == 0 {
		return nil, fmt.Errorf("authserver: no key signs by %s", alg)
	}
	return keys[len(keys)-1], nil
}

// published are all keys, in the order of the algorithms that clients can choose from.
func (k *keyring) published() []*signingKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	var all []*signingKey
	for _, alg := range idTokenAlgs {
		all = append(all, k.keys[jose.SignatureAlgorithm(alg)]...)
	}
	return all
}

// sign returns claims as a JWT.
func (k *keyring) sign(ctx context.Context, alg, typ string, claims any) (string, error) {
	key, err := k.current(alg)
	if err != nil {
		return "", err
	}
	signer, err := key.signer(ctx, typ)
	if err != nil {
		return "", fmt.Errorf("authserver: signing: %w", err)
	}
	// Not jwt.Signed, which decodes and encodes the claims twice more.
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("authserver: claims: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("authserver: signing: %w", err)
	}
	return signed.CompactSerialize()
}

// verify checks the signature and the type of a token that this server issued, and reads its claims. Instants,
// issuer and audience are the caller's to check.
func (k *keyring) verify(ctx context.Context, typ, token string, claims any) error {
	parsed, err := jwt.ParseSigned(token, signatureAlgorithms)
	if err != nil {
		return err
	}
	header := parsed.Headers[0]
	if got, _ := header.ExtraHeaders[jose.HeaderType].(string); got != typ {
		return errors.New("the token is of another type: typ is not " + typ)
	}
	for _, key := range k.published() {
		if err := key.wait(ctx); err != nil {
			return err
		}
		named := header.KeyID == "" || header.KeyID == key.kid
		if named && string(key.alg) == header.Algorithm && parsed.Claims(key.key.Public(), claims) == nil {
			return nil
		}
	}
	return errors.New("no published key verifies the signature")
}

func (s *Server) jwks(w http.ResponseWriter, r *http.Request) {
	var set jose.JSONWebKeySet
	for _, key := range s.keys.published() {
		if err := key.wait(r.Context()); err != nil {
			s.internalError(w, r, err)
			return
		}
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: key.key.Public(), KeyID: key.kid, Algorithm: string(key.alg), Use: "sig"})
	}
	writeJSON(w, http.StatusOK, set)
}

// RotateKeys makes a new signing key for each algorithm. The keys before these stay in the JWKS until the next
// rotation, or until RevokePreviousKeys.
func (s *Server) RotateKeys() { s.keys.rotate() }

// RevokePreviousKeys takes what the last rotation left out of the JWKS: tokens signed by it no longer verify.
func (s *Server) RevokePreviousKeys() { s.keys.forgetPrevious() }
