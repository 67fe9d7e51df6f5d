package authserver_test

import (
	"crypto"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/spa-session/spa-session/devserver/authserver"
)

func (b *browser) push(t *testing.T, v url.Values) (uri string, resp reply) {
	t.Helper()
	resp = b.post(t, "/oauth/par", v)
	var pushed struct {
		RequestURI string `json:"request_uri"`
		ExpiresIn  int    `json:"expires_in"`
	}
	if err := json.Unmarshal([]byte(resp.body), &pushed); err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode == http.StatusCreated && pushed.ExpiresIn != 60 {
		t.Errorf("expires_in %d, want 60", pushed.ExpiresIn)
	}
	return pushed.RequestURI, resp
}

func TestPushedRequest(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	uri, resp := b.push(t, params())
	if resp.StatusCode != http.StatusCreated {
		t.Fatalf("status %d, %s", resp.StatusCode, resp.body)
	}
	// What stands beside request_uri does not count: here another redirect URI and state.
	got := location(t, b.authorize(t, url.Values{"client_id": {"storezero"}, "request_uri": {uri}, "redirect_uri": {app + "/"}, "state": {"x"}}))
	if got.Get("state") != "state-1" || b.exchange(t, got.Get("code")).status != http.StatusOK {
		t.Errorf("answered %v", got)
	}
}

func TestPushedRequestIsRefused(t *testing.T) {
	for _, tc := range []struct {
		name string
		use  func(*testing.T, *tenant, *browser, string) reply
	}{
		{"used", func(t *testing.T, _ *tenant, b *browser, uri string) reply {
			b.authorize(t, url.Values{"client_id": {"storezero"}, "request_uri": {uri}})
			return b.authorize(t, url.Values{"client_id": {"storezero"}, "request_uri": {uri}})
		}},
		{"expired", func(t *testing.T, tn *tenant, b *browser, uri string) reply {
			tn.clock.Advance(60 * time.Second)
			return b.authorize(t, url.Values{"client_id": {"storezero"}, "request_uri": {uri}})
		}},
		{"another client's", func(t *testing.T, _ *tenant, b *browser, uri string) reply {
			return b.authorize(t, url.Values{"client_id": {"storezero-outlet"}, "request_uri": {uri}})
		}},
		{"made up", func(t *testing.T, _ *tenant, b *browser, _ string) reply {
			return b.authorize(t, url.Values{"client_id": {"storezero"}, "request_uri": {"urn:ietf:params:oauth:request_uri:x"}})
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, _ := tn.loggedIn(t)
			uri, _ := b.push(t, params())
			if resp := tc.use(t, tn, b, uri); resp.StatusCode != http.StatusBadRequest || resp.Header.Get("Location") != "" {
				t.Errorf("status %d, Location %q, want the error page", resp.StatusCode, resp.Header.Get("Location"))
			}
		})
	}
}

func TestPushIsChecked(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(url.Values)
		status int
		code   string
	}{
		{"unknown client", set("client_id", "x"), 401, "invalid_client"},
		{"unregistered redirect URI", set("redirect_uri", "https://evil.example/"), 400, "invalid_request"},
		{"a request_uri", set("request_uri", "urn:x"), 400, "invalid_request"},
		{"no PKCE", set("code_challenge", ""), 400, "invalid_request"},
		{"implicit flow", set("response_type", "token"), 400, "unsupported_response_type"},
		{"too much to remember", set("state", strings.Repeat("x", 9000)), 400, "invalid_request"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			v := params()
			tc.change(v)
			_, resp := tn.browser(t).push(t, v)
			var got struct{ Error string }
			if err := json.Unmarshal([]byte(resp.body), &got); err != nil || resp.StatusCode != tc.status || got.Error != tc.code {
				t.Errorf("status %d, %s, want %d and %s", resp.StatusCode, resp.body, tc.status, tc.code)
			}
		})
	}
}

func TestRequirePAR(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].RequirePAR = true })
	b := tn.browser(t)
	if got := location(t, b.authorize(t, params())); got.Get("error") != "invalid_request" {
		t.Errorf("not pushed: %v", got)
	}
	uri, _ := b.push(t, params())
	b.loginPage(t, url.Values{"client_id": {"storezero"}, "request_uri": {uri}})
}

// RFC 9449 section 10.1: the key of the proof is what dpop_jkt says, or the request is refused.
func TestPushByAnotherKeyThanItNames(t *testing.T) {
	tn := newTenant(t)
	b, p := tn.browser(t), newProver(t)
	push := func(v url.Values) reply {
		return b.post(t, "/oauth/par", v, "DPoP", p.sign(t, p.claims(tn, "POST", "/oauth/par")))
	}
	p.nonce = push(params()).Header.Get("DPoP-Nonce")
	if resp := push(params("dpop_jkt", p.thumbprint(t))); resp.StatusCode != http.StatusCreated {
		t.Errorf("its own key: status %d, %s", resp.StatusCode, resp.body)
	}
	if resp := push(params("dpop_jkt", newProver(t).thumbprint(t))); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("another key: status %d, %s", resp.StatusCode, resp.body)
	}
}

func (p *prover) thumbprint(t *testing.T) string {
	t.Helper()
	key := jose.JSONWebKey{Key: p.key.Public()}
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}
