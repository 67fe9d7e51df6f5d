package shop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	// refetchAfter is how long an unknown `kid` is believed to be wrong: anybody can send one, and must not be able
	// to make the API call the authorization server each time.
	refetchAfter = time.Minute
	maxDocument  = 1 << 20 // bytes
)

var errUnknownKey = errors.New("shop: no published key has this kid")

// A keySet is the issuer's JWKS, found by discovery and kept. It is safe for concurrent use.
type keySet struct {
	issuer string
	client *http.Client
	now    func() time.Time

	mu      sync.Mutex
	keys    jose.JSONWebKeySet
	fetched time.Time // zero before the first success
}

func newKeySet(cfg Config) *keySet {
	return &keySet{issuer: cfg.Issuer, client: cfg.Client, now: cfg.Now}
}

// key returns the key with this id. It fetches the set at the first call, and again for an unknown id, once a minute
// at most. A fetch that fails is tried again at the next call. errUnknownKey means that the set is fresh enough.
func (k *keySet) key(ctx context.Context, kid string) (jose.JSONWebKey, error) {
	k.mu.Lock() // held while fetching: whoever comes meanwhile needs the same answer
	defer k.mu.Unlock()
	if key, found := k.find(kid); found {
		return key, nil
	}
	if age := k.now().Sub(k.fetched); !k.fetched.IsZero() && age >= 0 && age < refetchAfter {
		return jose.JSONWebKey{}, errUnknownKey
	}
	keys, err := k.fetch(ctx)
	if err != nil {
		return jose.JSONWebKey{}, err
	}
	k.keys, k.fetched = keys, k.now()
	if key, found := k.find(kid); found {
		return key, nil
	}
	return jose.JSONWebKey{}, errUnknownKey
}

// find takes public signature keys alone; a set may hold others.
func (k *keySet) find(kid string) (jose.JSONWebKey, bool) {
	for _, key := range k.keys.Key(kid) {
		if key.IsPublic() && key.Use != "enc" && (key.Algorithm == "" || key.Algorithm == string(jose.RS256)) {
			return key, true
		}
	}
	return jose.JSONWebKey{}, false
}

// fetch reads the discovery document and the set that it names (OIDC Discovery 1.0 section 4). A document that names
// another issuer could belong to somebody else (section 4.3).
func (k *keySet) fetch(ctx context.Context) (jose.JSONWebKeySet, error) {
	var metadata struct {
		Issuer  string `json:"issuer"`
		JWKSURI string `json:"jwks_uri"`
	}
	discovery := strings.TrimSuffix(k.issuer, "/") + "/.well-known/openid-configuration"
	if err := k.getJSON(ctx, discovery, &metadata); err != nil {
		return jose.JSONWebKeySet{}, err
	}
	if metadata.Issuer != k.issuer {
		return jose.JSONWebKeySet{}, fmt.Errorf("shop: %s names the issuer %q, not %q", discovery, metadata.Issuer, k.issuer)
	}
	var keys jose.JSONWebKeySet
	err := k.getJSON(ctx, metadata.JWKSURI, &keys)
	return keys, err
}

func (k *keySet) getJSON(ctx context.Context, url string, v any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return fmt.Errorf("shop: %w", err)
	}
	resp, err := k.client.Do(req)
	if err != nil {
		return fmt.Errorf("shop: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("shop: %s answered %s", url, resp.Status)
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxDocument)).Decode(v); err != nil {
		return fmt.Errorf("shop: %s: %w", url, err)
	}
	return nil
}
