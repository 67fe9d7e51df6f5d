package client_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// keyID is the kid that the server signs by.
func (w *world) keyID() string {
	w.t.Helper()
	p := w.open(w.browser.Open(shop + "/"))
	response, err := p.tab.Ports().Fetch(context.Background(), client.Request{Method: "GET", URL: asOrigin + "/.well-known/jwks.json"})
	if err != nil {
		w.t.Fatal(err)
	}
	var set struct{ Keys []struct{ Kid, Alg string } }
	if err := json.Unmarshal([]byte(response.Body), &set); err != nil {
		w.t.Fatal(err)
	}
	for _, key := range set.Keys {
		if key.Alg == "RS256" {
			return key.Kid
		}
	}
	w.t.Fatal("the server has no RS256 key")
	return ""
}

// labelled is a token of these claims under this header, signed by sign.
func labelled(header map[string]any, claims map[string]any, sign func(signed []byte) []byte) string {
	part := func(of map[string]any) string {
		text, err := json.Marshal(of)
		if err != nil {
			panic(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	signed := part(header) + "." + part(claims)
	return signed + "." + base64.RawURLEncoding.EncodeToString(sign([]byte(signed)))
}

// byPublicKey takes the server's public key, which everybody has, for a secret
// (RFC 8725 2.1).
func byPublicKey(signed []byte) []byte {
	public, err := x509.MarshalPKIXPublicKey(&rsaKey().PublicKey)
	if err != nil {
		panic(err)
	}
	mac := hmac.New(sha256.New, public)
	mac.Write(signed)
	return mac.Sum(nil)
}

func TestAKeyIsTakenForNothingElse(t *testing.T) {
	rows := []struct {
		name   string
		header map[string]any // beside kid
		code   oidc.Code
	}{
		{"HS256 by the public key", map[string]any{"alg": "HS256"}, oidc.IDTokenAlgorithm},
		{"none", map[string]any{"alg": "none"}, oidc.IDTokenAlgorithm},
		{"None", map[string]any{"alg": "None"}, oidc.IDTokenAlgorithm},
		{"no alg", map[string]any{}, oidc.IDTokenAlgorithm},
		{"ES256 by the RSA key", map[string]any{"alg": "ES256"}, oidc.IDTokenKey},
		{"EdDSA by the RSA key", map[string]any{"alg": "EdDSA"}, oidc.IDTokenKey},
		{"PS256 by a key for RS256", map[string]any{"alg": "PS256"}, oidc.IDTokenKey},
		{"another kid", map[string]any{"alg": "RS256", "kid": "other"}, oidc.IDTokenKey},
		{"a key of its own", map[string]any{"alg": "RS256", "kid": "own", "jwk": map[string]any{"kty": "RSA", "kid": "own"}}, oidc.IDTokenKey},
		{"crit", map[string]any{"alg": "RS256", "crit": []string{"b64"}}, oidc.IDTokenMalformed},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				p := w.logIn()
				header := map[string]any{"kid": w.keyID()}
				for name, value := range row.header {
					header[name] = value
				}
				w.fault(retoken(func(claims map[string]any) string { return labelled(header, claims, byPublicKey) }))
				if err := p.ContinueSession(t.Context()); code(err) != row.code {
					t.Errorf("Continue: %v, want %s", err, row.code)
				}
				p.want(deadline.Active)
			})
		})
	}
}

// fetches counts the requests for a path.
func (w *world) fetches(path string) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.seen {
		if r.URL.Path == path {
			n++
		}
	}
	return n
}

func TestKeysAreRotatedInMidSession(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.forget()
		for range 3 {
			w.server.RotateKeys()
			w.server.RevokePreviousKeys()
			if err := p.ContinueSession(t.Context()); err != nil {
				t.Fatal("after the rotation:", err)
			}
			w.pass(61 * time.Second)
		}
		if n := w.fetches("/.well-known/jwks.json"); n != 3 {
			t.Errorf("the keys were fetched %d times for three rotations", n)
		}
	})
}

func TestAForgedKeyIDHasTheKeysFetchedOnceAMinute(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.forget()
		n := 0
		w.fault(retoken(func(claims map[string]any) string {
			n++
			return labelled(map[string]any{"alg": "RS256", "kid": strings.Repeat("x", n)}, claims, byPublicKey)
		}))
		for range 5 {
			if err := p.ContinueSession(t.Context()); code(err) != oidc.IDTokenKey {
				t.Errorf("Continue: %v", err)
			}
			w.pass(11 * time.Second)
		}
		if n := w.fetches("/.well-known/jwks.json"); n != 1 {
			t.Errorf("the keys were fetched %d times within a minute", n)
		}
		w.pass(10 * time.Second)
		_ = p.ContinueSession(t.Context())
		if n := w.fetches("/.well-known/jwks.json"); n != 2 {
			t.Errorf("the keys were fetched %d times after a minute", n)
		}
	})
}

func TestSessionExpirySetsTheAbsoluteDeadline(t *testing.T) {
	rows := []struct {
		name     string
		absolute int64 // configured, seconds
		expiry   int   // seconds after iat
		want     time.Duration
	}{
		{"alone", 0, 600, 10 * time.Minute},
		{"before our own", 3600, 600, 10 * time.Minute},
		{"after our own", 600, 3600, 10 * time.Minute},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				w.browser.Clock.SetBy(-7 * time.Minute) // the claim is by the server's clock, the deadline by ours
				w.fault(retoken(func(claims map[string]any) string {
					claims["session_expiry"] = claims["iat"].(float64) + float64(row.expiry)
					return ""
				}))
				p := w.logIn(func(c *client.Config) {
					c.Session.Lifetimes = deadline.Lifetimes{Idle: 3_600_000, Warning: 60_000, Absolute: row.absolute * 1000}
				})
				left := p.Snapshot().AbsoluteDeadline - w.browser.Clock.Now().Wall
				if got := time.Duration(left) * time.Millisecond; got < row.want-2*time.Second || got > row.want {
					t.Errorf("the absolute deadline is in %v, want %v", got, row.want)
				}
				w.pass(row.want - 59*time.Second)
				p.want(deadline.Warning)
				if kind := p.Snapshot().WarningKind; kind != deadline.KindAbsolute {
					t.Errorf("the warning is of kind %q", kind)
				}
				w.pass(time.Minute)
				if _, found, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOnly}); found || err != nil {
					t.Errorf("a token after the absolute deadline: found %t, %v", found, err)
				}
			})
		})
	}
}

func TestAnotherOrganizationThanWasAskedForIsRefused(t *testing.T) {
	for _, row := range []struct {
		claim, value string
		want         oidc.Code
	}{
		{"org_id", "org_acme", ""},
		{"org_id", "org_evil", oidc.IDTokenOrganization},
		{"nothing", "", oidc.IDTokenOrganization},
	} {
		t.Run(row.claim+" "+row.value, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				first := w.open(w.browser.Open(shop + "/"))
				asked := client.Authorization{Extra: oidc.Params{{Name: "organization", Value: "org_acme"}}}
				if err := first.LoginWithRedirect(t.Context(), client.LoginOptions{Authorization: asked}); err != nil {
					t.Fatal(err)
				}
				left := strings.Replace(first.tab.Left(), "organization=org_acme", "", 1) // the mock knows no such one
				callback, err := w.browser.LogIn(left, email, password)
				if err != nil {
					t.Fatal(err)
				}
				w.fault(retoken(func(c map[string]any) string { c[row.claim] = row.value; return "" }))
				p := w.open(first.tab.Reload(callback))
				if s := p.Snapshot(); code(errOf(s)) != row.want {
					t.Errorf("error %v, want %q", s.Err, row.want)
				}
			})
		})
	}
}

// errOf is the snapshot's error as an error that is nil where there is none.
func errOf(s client.Snapshot) error {
	if s.Err == nil {
		return nil
	}
	return s.Err
}

func TestAResponseThatIsTooLongIsRefused(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.fault(func(http.Handler) http.Handler {
			return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Access-Control-Allow-Origin", "*")
				_, _ = rw.Write([]byte(strings.Repeat(" ", client.MaxBody+1)))
			})
		})
		if err := p.ContinueSession(t.Context()); err == nil {
			t.Error("Continue went on with a response of more than a mebibyte")
		}
		p.want(deadline.Active)
	})
}
