package client_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// retoken has every ID token of the server pass through alter, and signs what
// comes out with the server's own key.
func retoken(alter func(claims map[string]any) (signed string)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/oauth/token" {
				next.ServeHTTP(w, r)
				return
			}
			recorded := httptest.NewRecorder()
			next.ServeHTTP(recorded, r)
			var body map[string]any
			if err := json.Unmarshal(recorded.Body.Bytes(), &body); err != nil {
				panic(err)
			}
			token := body["id_token"].(string)
			payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
			if err != nil {
				panic(err)
			}
			claims := map[string]any{}
			if err := json.Unmarshal(payload, &claims); err != nil {
				panic(err)
			}
			if altered := alter(claims); altered != "" {
				body["id_token"] = altered
			} else {
				body["id_token"] = sign(token, claims)
			}
			for name, values := range recorded.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(recorded.Code)
			if err := json.NewEncoder(w).Encode(body); err != nil {
				panic(err)
			}
		})
	}
}

// sign makes a token with the header of the original.
func sign(original string, claims map[string]any) string {
	parsed, err := jose.ParseSignedCompact(original, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		panic(err)
	}
	key := jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: rsaKey(), KeyID: parsed.Signatures[0].Header.KeyID}}
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		panic(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		panic(err)
	}
	compact, err := signed.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return compact
}

func set(name string, value any) func(map[string]any) string {
	return func(claims map[string]any) string { claims[name] = value; return "" }
}

var tokenFaults = []struct {
	name  string
	alter func(map[string]any) string
	code  oidc.Code
}{
	{"another audience", set("aud", "somebody-else"), oidc.IDTokenAudience},
	{"another issuer", set("iss", "https://evil.example/"), oidc.IDTokenIssuer},
	{"issuer without slash", set("iss", asOrigin), oidc.IDTokenIssuer},
	{"another nonce", set("nonce", "guessed"), oidc.IDTokenNonce},
	{"no nonce", set("nonce", nil), oidc.IDTokenNonce},
	{"no subject", set("sub", ""), oidc.IDTokenSubject},
	{"exp before iat", func(c map[string]any) string { c["exp"] = c["iat"].(float64) - 1; return "" }, oidc.IDTokenExpired},
	{"exp at iat", func(c map[string]any) string { c["exp"] = c["iat"]; return "" }, oidc.IDTokenExpired},
	{"another access token's hash", set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), oidc.IDTokenAccessHash},
	{"not a token", func(map[string]any) string { return "a.b.c" }, oidc.IDTokenMalformed},
	{"unsigned", func(c map[string]any) string { return unsigned(c) }, oidc.IDTokenAlgorithm},
	{"a bad signature", func(c map[string]any) string { return forged(c) }, oidc.IDTokenSignature},
}

func unsigned(claims map[string]any) string {
	payload, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." +
		base64.RawURLEncoding.EncodeToString(payload) + "."
}

// forged has the header that the server would write, without a kid, and a
// signature that is not its key's.
func forged(claims map[string]any) string {
	payload, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." +
		base64.RawURLEncoding.EncodeToString(payload) + "." +
		base64.RawURLEncoding.EncodeToString(bytes.Repeat([]byte{7}, 256))
}

func TestAWrongIDTokenIsRefusedAtLoginAndNothingIsStored(t *testing.T) {
	for _, f := range tokenFaults {
		t.Run(f.name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				first := w.open(w.browser.Open(shop + "/"))
				if err := first.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
					t.Fatal(err)
				}
				callback, err := w.browser.LogIn(first.tab.Left(), email, password)
				if err != nil {
					t.Fatal(err)
				}
				w.fault(retoken(f.alter))
				p := w.open(first.tab.Reload(callback))
				p.want(deadline.SignedOut)
				if s := p.Snapshot(); s.Err == nil || s.Err.Code != f.code {
					t.Errorf("error %v, want %s", s.Err, f.code)
				}
				if p.IsAuthenticated() || p.GetIDTokenClaims() != nil || w.browser.Stored() != nil || len(p.tab.Session()) != 0 {
					t.Errorf("something was kept: %v %v", w.browser.Stored(), p.tab.Session())
				}
			})
		})
	}
}

func TestAWrongIDTokenOfARenewalLeavesTheSessionAsItStood(t *testing.T) {
	for _, f := range tokenFaults {
		t.Run(f.name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn()
				before, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{})
				if err != nil {
					t.Fatal(err)
				}
				w.pass(61 * time.Second)
				w.fault(retoken(f.alter))
				if err := p.ContinueSession(t.Context()); code(err) != f.code {
					t.Errorf("Continue: %v, want %s", err, f.code)
				}
				p.want(deadline.Warning)
				after, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{})
				if err != nil || after.AccessToken != before.AccessToken {
					t.Errorf("the token in hand has changed: %v", err)
				}
			})
		})
	}
}

func TestAClockThatIsWrongDoesNotLockTheUserOut(t *testing.T) {
	for _, off := range []time.Duration{10 * time.Minute, -10 * time.Minute} {
		t.Run(off.String(), func(t *testing.T) {
			inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
				w.browser.Clock.SetBy(off)
				p := w.logIn()
				p.want(deadline.Active)
				w.pass(59 * time.Second)
				p.want(deadline.Active)
				w.pass(2 * time.Second)
				p.want(deadline.Warning)
			})
		})
	}
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		p := w.logIn()
		w.browser.Clock.SetBy(25 * time.Hour)
		w.pass(time.Second)
		if err := p.ContinueSession(t.Context()); code(err) != oidc.ClockUnusable {
			t.Errorf("a clock a day off: %v", err)
		}
	})
}

// altered has the body of every answer of the token endpoint pass through alter.
func altered(alter func(body string) string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		alters := altering(alter)(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/oauth/token" {
				next.ServeHTTP(w, r)
				return
			}
			alters.ServeHTTP(w, r)
		})
	}
}

// altering has the body of every answer pass through alter.
func altering(alter func(body string) string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			recorded := httptest.NewRecorder()
			next.ServeHTTP(recorded, r)
			for name, values := range recorded.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(recorded.Code)
			if _, err := w.Write([]byte(alter(recorded.Body.String()))); err != nil {
				panic(err)
			}
		})
	}
}

func replaceInTokens(old, new string) func(http.Handler) http.Handler {
	return altered(func(body string) string { return strings.Replace(body, old, new, 1) })
}

func withoutIDToken(next http.Handler) http.Handler {
	return replaceInTokens(`"id_token"`, `"no_id_token"`)(next)
}
