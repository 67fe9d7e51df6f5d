package authserver_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// A prover is a client's DPoP key, with the nonce it was given last.
type prover struct {
	key   *ecdsa.PrivateKey
	nonce string
	typ   string
}

func newProver(t *testing.T) *prover {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &prover{key: key, typ: "dpop+jwt"}
}

func (p *prover) sign(t *testing.T, c map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: p.key},
		(&jose.SignerOptions{EmbedJWK: true}).WithType(jose.ContentType(p.typ)))
	if err != nil {
		t.Fatal(err)
	}
	proof, err := jwt.Signed(signer).Claims(c).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

func (p *prover) claims(tn *tenant, method, path string) map[string]any {
	return map[string]any{"jti": rand.Text(), "htm": method, "htu": tn.url + path, "iat": tn.clock.Now().Unix(), "nonce": p.nonce}
}

// exchange redeems a code, and takes the nonce up as RFC 9449 section 8 has it.
func (p *prover) exchange(t *testing.T, b *browser, code string) tokenReply {
	t.Helper()
	resp := b.post(t, "/oauth/token", tokenForm(code), "DPoP", p.sign(t, p.claims(b.tn, "POST", "/oauth/token")))
	if got := parseToken(t, resp); got.Error != "use_dpop_nonce" {
		return got
	}
	p.nonce = resp.Header.Get("DPoP-Nonce")
	return parseToken(t, b.post(t, "/oauth/token", tokenForm(code), "DPoP", p.sign(t, p.claims(b.tn, "POST", "/oauth/token"))))
}

func (p *prover) userinfo(t *testing.T, b *browser, scheme, token string) reply {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.tn.url+"/userinfo", nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(token))
	c := p.claims(b.tn, "GET", "/userinfo")
	c["ath"] = base64.RawURLEncoding.EncodeToString(sum[:])
	req.Header.Set("Authorization", scheme+" "+token)
	req.Header.Set("DPoP", p.sign(t, c))
	return b.do(t, req)
}

func TestDPoP(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	p := newProver(t)
	tokens := p.exchange(t, b, b.logIn(t, params("scope", offline)).Get("code"))
	if tokens.status != http.StatusOK || tokens.TokenType != "DPoP" {
		t.Fatalf("answered %+v, want tokens of type DPoP after one retry with the nonce", tokens)
	}
	if cnf, _ := claims(t, tokens.AccessToken)["cnf"].(map[string]any); cnf["jkt"] == "" || cnf["jkt"] == nil {
		t.Errorf("the access token is not bound: cnf %v", cnf)
	}
	if resp := p.userinfo(t, b, "DPoP", tokens.AccessToken); resp.StatusCode != http.StatusOK {
		t.Errorf("userinfo: status %d, %s", resp.StatusCode, resp.body)
	}
	for name, resp := range map[string]reply{
		"as bearer":      b.userinfo(t, "Bearer "+tokens.AccessToken),
		"by another key": (&prover{key: newProver(t).key, nonce: p.nonce, typ: p.typ}).userinfo(t, b, "DPoP", tokens.AccessToken),
	} {
		if resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("userinfo %s: status %d", name, resp.StatusCode)
		}
	}
	if got := b.refresh(t, tokens.RefreshToken); got.status != http.StatusForbidden {
		t.Errorf("the stolen refresh token: %+v", got)
	}
}

// Each row is one deviation from a good proof.
func TestDPoPProofRefusals(t *testing.T) {
	put := func(name string, value any) func(*prover, map[string]any) {
		return func(_ *prover, c map[string]any) { c[name] = value }
	}
	for _, tc := range []struct {
		name   string
		change func(*prover, map[string]any)
		code   string
	}{
		{"another method", put("htm", "GET"), "invalid_dpop_proof"},
		{"another path", put("htu", "http://localhost/oauth/token"), "invalid_dpop_proof"},
		{"no jti", put("jti", ""), "invalid_dpop_proof"},
		{"made a while ago", put("iat", start.Add(-6*time.Minute).Unix()), "invalid_dpop_proof"},
		{"made in the future", put("iat", start.Add(6*time.Minute).Unix()), "invalid_dpop_proof"},
		{"no nonce", put("nonce", ""), "use_dpop_nonce"},
		{"a nonce made up", put("nonce", strings.Repeat("A", 54)), "use_dpop_nonce"},
		{"another typ", func(p *prover, _ map[string]any) { p.typ = "JWT" }, "invalid_dpop_proof"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b := tn.browser(t)
			p := newProver(t)
			p.exchange(t, b, "nothing") // for a nonce
			code := b.logIn(t, params()).Get("code")
			c := p.claims(tn, "POST", "/oauth/token")
			tc.change(p, c)
			got := parseToken(t, b.post(t, "/oauth/token", tokenForm(code), "DPoP", p.sign(t, c)))
			if got.status != http.StatusBadRequest || got.Error != tc.code {
				t.Errorf("answered %+v, want 400 and %s", got, tc.code)
			}
			p.typ = "dpop+jwt"
			if got := p.exchange(t, b, code); got.status != http.StatusOK {
				t.Errorf("the code was used up: %+v", got)
			}
		})
	}
}

func TestDPoPProofIsGoodOnce(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	p := newProver(t)
	p.exchange(t, b, "nothing")
	proof := p.sign(t, p.claims(tn, "POST", "/oauth/token"))
	first := parseToken(t, b.post(t, "/oauth/token", tokenForm("x"), "DPoP", proof))
	second := parseToken(t, b.post(t, "/oauth/token", tokenForm("x"), "DPoP", proof))
	if first.Error != "invalid_grant" || second.Error != "invalid_dpop_proof" {
		t.Errorf("answered %+v, then %+v", first, second)
	}
}

func TestDPoPNonceExpires(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	p := newProver(t)
	p.exchange(t, b, "nothing")
	tn.clock.Advance(300 * time.Second)
	got := parseToken(t, b.post(t, "/oauth/token", tokenForm("x"), "DPoP", p.sign(t, p.claims(tn, "POST", "/oauth/token"))))
	if got.Error != "use_dpop_nonce" {
		t.Errorf("answered %+v", got)
	}
}

func TestCodeBoundByDPoPKey(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	owner := newProver(t)
	jwk := jose.JSONWebKey{Key: owner.key.Public()}
	sum, err := jwk.Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	v := params("dpop_jkt", base64.RawURLEncoding.EncodeToString(sum))
	if got := newProver(t).exchange(t, b, b.logIn(t, v).Get("code")); got.Error != "invalid_grant" {
		t.Errorf("another key: %+v", got)
	}
	if got := b.exchange(t, location(t, b.authorize(t, v)).Get("code")); got.Error != "invalid_grant" {
		t.Errorf("no proof: %+v", got)
	}
	if got := owner.exchange(t, b, location(t, b.authorize(t, maps.Clone(v))).Get("code")); got.status != http.StatusOK {
		t.Errorf("the key itself: %+v", got)
	}
}

func TestRequireDPoP(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].RequireDPoP = true })
	b := tn.browser(t)
	code := b.logIn(t, params()).Get("code")
	if got := b.exchange(t, code); got.Error != "invalid_dpop_proof" {
		t.Errorf("without a proof: %+v", got)
	}
	if got := newProver(t).exchange(t, b, code); got.status != http.StatusOK {
		t.Errorf("with a proof: %+v", got)
	}
}
