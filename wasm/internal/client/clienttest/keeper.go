package clienttest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"github.com/go-jose/go-jose/v4"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// SafeKeeper is the port Keeper: what web/worker.js does, in Go.
type SafeKeeper struct {
	tab   *Tab
	setup client.KeeperSetup
	turn  chan struct{} // requests wait for each other

	mu     sync.Mutex
	tokens map[string]string
	nonce  string
	Closed bool
}

// Tokens are the refresh tokens that it holds.
func (k *SafeKeeper) Tokens() (all []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, token := range k.tokens {
		all = append(all, token)
	}
	return all
}

func (t *Tab) keeper(_ context.Context, setup client.KeeperSetup) (*client.Keeper, error) {
	k := &SafeKeeper{tab: t, setup: setup, turn: make(chan struct{}, 1), tokens: map[string]string{}}
	t.mu.Lock()
	t.Keepers = append(t.Keepers, k)
	t.mu.Unlock()
	keeper := &client.Keeper{Ask: k.ask, Close: k.close}
	if setup.DPoP && !t.NoKeys {
		keeper.Thumbprint = t.browser.Thumbprint()
	}
	if t.NoWorker {
		keeper.InPage = "there is no Worker"
	}
	return keeper, nil
}

func (k *SafeKeeper) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.Closed, k.tokens = true, map[string]string{}
}

func (k *SafeKeeper) ask(ctx context.Context, r client.KeeperRequest) (client.KeeperAnswer, error) {
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return client.KeeperAnswer{}, context.Cause(ctx)
	}
	k.mu.Lock()
	token, closed := k.tokens[r.Name], k.Closed
	k.mu.Unlock()
	if closed {
		return client.KeeperAnswer{}, errors.New("clienttest: the keeper is closed")
	}
	form, url := r.Form, k.setup.TokenEndpoint
	switch {
	case r.Revoke:
		url = k.setup.RevocationEndpoint
	case r.Push:
		url = k.setup.PushEndpoint
	}
	switch {
	case k.setup.Open, r.Push:
	case r.Revoke:
		form = append(form, oidc.Param{Name: "token", Value: token})
	case form.Get("grant_type") == "refresh_token":
		form = append(form, oidc.Param{Name: "refresh_token", Value: token})
	}
	var response client.Response
	for range 2 {
		header := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
		if k.setup.DPoP {
			header["DPoP"], _ = k.tab.browser.proof(ctx, "POST", url, k.nonce, r.At)
		}
		request := client.Request{Method: "POST", URL: url, Header: header, Body: form.Encode()}
		var err error
		if response, k.nonce, err = k.tab.browser.Network.fetchWithNonce(ctx, originOf(k.tab.Address()), request); err != nil {
			return client.KeeperAnswer{}, err
		}
		if !strings.Contains(response.Body, "use_dpop_nonce") {
			break
		}
	}
	if k.setup.Open {
		return client.KeeperAnswer{Response: response}, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	var body map[string]any
	if err := json.Unmarshal([]byte(response.Body), &body); err == nil {
		if fresh, ok := body["refresh_token"].(string); ok {
			k.tokens[r.Name] = fresh
			delete(body, "refresh_token")
			text, err := json.Marshal(body)
			if err != nil {
				return client.KeeperAnswer{}, err
			}
			response.Body = string(text)
		}
	}
	if r.Revoke && response.Status == 200 {
		delete(k.tokens, r.Name)
	}
	return client.KeeperAnswer{Response: response, Kept: k.tokens[r.Name] != ""}, nil
}

// Thumbprint is that of the browser's key (RFC 7638), by go-jose.
func (b *Browser) Thumbprint() string {
	sum, err := (&jose.JSONWebKey{Key: b.key().Public()}).Thumbprint(crypto.SHA256)
	if err != nil {
		panic(err)
	}
	return oidc.RandomString(sum)
}

// NewKey is a key in the place of the browser's.
func (b *Browser) NewKey() { b.key = sync.OnceValue(newKey) }

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}

// proof is a JWT of RFC 9449 4.2, made by go-jose.
func (b *Browser) proof(_ context.Context, method, url, nonce string, at int64) (string, error) {
	claims := map[string]any{"jti": oidc.RandomString(random(16)), "htm": method, "htu": url, "iat": at}
	if nonce != "" {
		claims["nonce"] = nonce
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	options := (&jose.SignerOptions{EmbedJWK: true}).WithType("dpop+jwt")
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: b.key()}, options)
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}
