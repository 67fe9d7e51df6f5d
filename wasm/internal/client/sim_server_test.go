package client_test

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// simServer is an authorization server as far as the simulator needs one: one
// browser, sessions that idle, and codes. It signs nothing, for ten thousand
// schedules of the real one would take an hour; the real one stands behind the
// other tests of this package.
type simServer struct {
	idle time.Duration

	mu      sync.Mutex
	slept   time.Duration // what the device has slept through, and the server has not
	down    bool
	sub     string // "": there is no session
	touched time.Time
	since   time.Time // the login
	codes   map[string]simGrant
	deaths  int // sessions that have ended, for whatever reason
	granted int // touches that were confirmed
	refused int // silent requests that were answered with login_required
}

type simGrant struct {
	sub, nonce string
	since      time.Time
}

func (s *simServer) now() time.Time { return time.Now().Add(s.slept) }

// alive tells whether the session stands; it is asked under the lock.
func (s *simServer) alive() bool {
	if s.sub != "" && s.now().Sub(s.touched) >= s.idle {
		s.end()
	}
	return s.sub != ""
}

func (s *simServer) end() {
	if s.sub != "" {
		s.sub = ""
		s.deaths++
	}
}

// authorize answers a request: with a code, where the session stands.
func (s *simServer) authorize(query url.Values) (parameters map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	age, limited := strconv.ParseInt(query.Get("max_age"), 10, 64)
	if !s.alive() || limited == nil && s.now().Sub(s.since) > time.Duration(age)*time.Second {
		s.refused++
		return map[string]any{"error": "login_required", "state": query.Get("state")}
	}
	s.touched = s.now()
	s.granted++
	return map[string]any{"code": s.code(query.Get("nonce")), "state": query.Get("state")}
}

// logIn is an interactive login: the address that it leads back to.
func (s *simServer) logIn(left, sub string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := url.Parse(left)
	if err != nil {
		panic(err)
	}
	query := u.Query()
	s.alive()
	if s.sub != "" && s.sub != sub {
		s.end()
	}
	s.sub, s.touched, s.since = sub, s.now(), s.now()
	return query.Get("redirect_uri") + "?" + url.Values{"code": {s.code(query.Get("nonce"))}, "state": {query.Get("state")}}.Encode()
}

func (s *simServer) code(nonce string) string {
	code := "code" + strconv.Itoa(len(s.codes))
	s.codes[code] = simGrant{s.sub, nonce, s.since}
	return code
}

// fetch is every request that is not a frame's.
func (s *simServer) fetch(_ context.Context, request client.Request) (client.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return client.Response{}, clienttest.ErrDown
	}
	if request.Method == "GET" {
		return client.Response{Status: 200, Body: `{"keys":[{"kty":"RSA","kid":"k","n":"` + strings.Repeat("_", 341) + "w" + `","e":"AQAB"}]}`}, nil
	}
	form, err := url.ParseQuery(request.Body)
	if err != nil {
		return client.Response{}, err
	}
	grant, ok := s.codes[form.Get("code")]
	if !ok {
		return client.Response{Status: 400, Body: `{"error":"invalid_grant"}`}, nil
	}
	delete(s.codes, form.Get("code"))
	s.codes["spent "+form.Get("code")] = grant
	return client.Response{Status: 200, Body: s.tokens(grant)}, nil
}

func (s *simServer) tokens(grant simGrant) string {
	now := s.now().Unix()
	part := func(fields map[string]any) string {
		text, err := json.Marshal(fields)
		if err != nil {
			panic(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	idToken := part(map[string]any{"alg": "RS256", "kid": "k"}) + "." + part(map[string]any{
		"iss": issuer, "aud": "storezero", "sub": grant.sub, "nonce": grant.nonce,
		"iat": now, "exp": now + 3600, "auth_time": grant.since.Unix(),
	}) + "." + base64.RawURLEncoding.EncodeToString([]byte("unsigned"))
	body, err := json.Marshal(map[string]any{
		"access_token": "at", "id_token": idToken, "token_type": "Bearer", "expires_in": 3600,
	})
	if err != nil {
		panic(err)
	}
	return string(body)
}

// trust takes every signature: none is made here.
func trust(context.Context, oidc.JWK, string, []byte, []byte) error { return nil }

// simMetadata spares the request for it.
func simMetadata() map[string]any {
	return map[string]any{
		"issuer":                           issuer,
		"authorization_endpoint":           issuer + "authorize",
		"token_endpoint":                   issuer + "oauth/token",
		"jwks_uri":                         issuer + "jwks",
		"end_session_endpoint":             issuer + "oidc/logout",
		"response_modes_supported":         []any{"web_message"},
		"code_challenge_methods_supported": []any{"S256"},
	}
}
