package demo_test

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// fault stands in front of the authorization server.
type fault = func(http.Handler) http.Handler

// tokenFaults are ID tokens that must be refused, one deviation each.
var tokenFaults = []struct {
	name  string
	fault func(*rsa.PrivateKey) fault
	code  string
}{
	{"a bad signature", func(*rsa.PrivateKey) fault { return badSignature }, "id_token_signature"},
	{"another audience", claim("aud", "somebody-else"), "id_token_audience"},
	{"another issuer", claim("iss", "https://evil.example/"), "id_token_issuer"},
	{"another nonce", claim("nonce", "guessed"), "id_token_nonce"},
	{"exp not after iat", claim("exp", float64(1)), "id_token_expired"},
}

// claim has the server sign ID tokens in which one claim is another.
func claim(name string, value any) func(*rsa.PrivateKey) fault {
	return func(key *rsa.PrivateKey) fault {
		return idTokens(func(token string) string {
			header, claims := parts(token)
			claims[name] = value
			payload, err := json.Marshal(claims)
			must(err)
			signer, err := jose.NewSigner(jose.SigningKey{
				Algorithm: jose.RS256,
				Key:       jose.JSONWebKey{Key: key, KeyID: header["kid"].(string)},
			}, nil)
			must(err)
			signed, err := signer.Sign(payload)
			must(err)
			compact, err := signed.CompactSerialize()
			must(err)
			return compact
		})
	}
}

// badSignature changes a bit in the middle of each signature.
func badSignature(next http.Handler) http.Handler {
	return idTokens(func(token string) string {
		dot := strings.LastIndex(token, ".")
		signature, err := base64.RawURLEncoding.DecodeString(token[dot+1:])
		must(err)
		signature[len(signature)/2] ^= 1
		return token[:dot+1] + base64.RawURLEncoding.EncodeToString(signature)
	})(next)
}

// idTokens has every ID token of the token endpoint altered.
func idTokens(alter func(string) string) fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, r)
			body := answer.Body.Bytes()
			if r.Method == http.MethodPost && r.URL.Path == "/oauth/token" {
				var tokens map[string]any
				must(json.Unmarshal(body, &tokens))
				tokens["id_token"] = alter(tokens["id_token"].(string))
				var err error
				body, err = json.Marshal(tokens)
				must(err)
			}
			for name, values := range answer.Header() {
				w.Header()[name] = values
			}
			w.Header().Del("Content-Length")
			w.WriteHeader(answer.Code)
			_, err := w.Write(body)
			must(err)
		})
	}
}

func parts(token string) (header, claims map[string]any) {
	for i, into := range []*map[string]any{&header, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[i])
		must(err)
		must(json.Unmarshal(text, into))
	}
	return header, claims
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// withPolicy serves the storefront under another Content Security Policy, made of its own.
func withPolicy(alter func(string) string) fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(&policyWriter{w, alter}, r)
		})
	}
}

// withoutWasm is a policy that forbids WebAssembly.
func withoutWasm(policy string) string { return strings.ReplaceAll(policy, "'wasm-unsafe-eval'", "") }

type policyWriter struct {
	http.ResponseWriter
	alter func(string) string
}

func (w *policyWriter) WriteHeader(status int) {
	h := w.Header()
	h.Set("Content-Security-Policy", w.alter(h.Get("Content-Security-Policy")))
	w.ResponseWriter.WriteHeader(status)
}

// hasName tells whether an error's message begins with an option's name.
func hasName(got, name string) bool {
	return strings.Contains(got, " "+name+":") || strings.HasSuffix(got, " "+name)
}

func TestTamperingTakesEffect(t *testing.T) {
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"kid":"k"}`))
	token := header + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"aud":"a"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte("signature"))
	next := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		must(json.NewEncoder(w).Encode(map[string]any{"id_token": token}))
	})
	answer := httptest.NewRecorder()
	badSignature(next).ServeHTTP(answer, httptest.NewRequest("POST", "/oauth/token", nil))
	if strings.Contains(answer.Body.String(), token) {
		t.Error("the token is as it was")
	}
}
