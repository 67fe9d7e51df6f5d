package shop_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/spa-session/spa-session/devserver/shop"
)

const audience = "https://api.storezero.example/"

var (
	start   = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	ownKey  = sync.OnceValue(newKey)
	nextKey = sync.OnceValue(newKey)
)

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

// An issuer is an authorization server that the test wrote itself: it publishes what the test wants.
type issuer struct {
	url string // with a trailing slash

	mu       sync.Mutex
	named    string // the issuer in the discovery document
	keys     []jose.JSONWebKey
	down     bool
	requests map[string]int // by path
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	is := &issuer{requests: map[string]int{}}
	ts := httptest.NewServer(is)
	t.Cleanup(ts.Close)
	is.url = ts.URL + "/"
	is.named = is.url
	is.publish("k1", ownKey())
	return is
}

func (is *issuer) publish(kid string, key *rsa.PrivateKey) {
	is.set(func() {
		is.keys = append(is.keys, jose.JSONWebKey{Key: key.Public(), KeyID: kid, Algorithm: "RS256", Use: "sig"})
	})
}

func (is *issuer) set(change func()) {
	is.mu.Lock()
	defer is.mu.Unlock()
	change()
}

func (is *issuer) count(path string) int {
	is.mu.Lock()
	defer is.mu.Unlock()
	return is.requests[path]
}

func (is *issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	is.mu.Lock()
	defer is.mu.Unlock()
	is.requests[r.URL.Path]++
	switch {
	case is.down:
		w.WriteHeader(http.StatusInternalServerError)
	case r.URL.Path == "/.well-known/openid-configuration":
		fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":%q}`, is.named, is.url+"keys")
	case r.URL.Path == "/keys":
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: is.keys})
	default:
		http.NotFound(w, r)
	}
}

// A token is a good access token of ada's; each test row deviates from it in one thing.
type token struct {
	key    any
	kid    string
	alg    jose.SignatureAlgorithm
	typ    string
	claims map[string]any
}

func (is *issuer) token(changes ...func(*token)) *token {
	tk := &token{
		key: ownKey(), kid: "k1", alg: jose.RS256, typ: "at+jwt",
		claims: map[string]any{
			"iss": is.url, "sub": "auth0|ada", "aud": []string{audience, is.url + "userinfo"},
			"iat": start.Unix(), "exp": start.Unix() + 60, "scope": "openid read:orders",
		},
	}
	for _, change := range changes {
		change(tk)
	}
	return tk
}

func (tk *token) sign(t *testing.T) string {
	t.Helper()
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: tk.alg, Key: tk.key},
		(&jose.SignerOptions{}).WithType(jose.ContentType(tk.typ)).WithHeader("kid", tk.kid))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jwt.Signed(signer).Claims(tk.claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// claim sets a claim; nil takes it out.
func claim(name string, value any) func(*token) {
	return func(tk *token) {
		tk.claims[name] = value
		if value == nil {
			delete(tk.claims, name)
		}
	}
}

// A server is the shop over a real listener, under a clock that the test holds.
type server struct {
	url string
	mu  sync.Mutex
	now time.Time
}

func newShop(t *testing.T, is *issuer) *server {
	t.Helper()
	s := &server{now: start}
	handler, err := shop.New(shop.Config{Issuer: is.url, Audience: audience, Now: s.clock})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(handler)
	t.Cleanup(ts.Close)
	s.url = ts.URL
	return s
}

func (s *server) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *server) advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// get returns status, body and headers of a GET with these Authorization headers.
func (s *server) get(t *testing.T, path string, authorization ...string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range authorization {
		req.Header.Add("Authorization", value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body), resp.Header
}
