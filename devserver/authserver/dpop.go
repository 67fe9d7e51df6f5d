package authserver

import (
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// DPoP (RFC 9449) binds tokens to a key of the client's. Every proof needs a nonce of this server's (section 8), as
// Auth0 asks of public clients.

// dpopAlgs are those that a proof may be signed by.
var dpopAlgs = []jose.SignatureAlgorithm{jose.ES256, jose.RS256, jose.PS256, jose.EdDSA}

// dpopSkew is how far a proof's iat may be off; the nonce says how old it really is.
const dpopSkew = 5 * time.Minute

// dpopClaim is the `cnf` of a bound access token (RFC 9449 section 6.1).
type dpopClaim struct {
	Thumbprint string `json:"jkt"`
}

func confirmation(dpopKey string) *dpopClaim {
	if dpopKey == "" {
		return nil
	}
	return &dpopClaim{dpopKey}
}

func tokenType(dpopKey string) string {
	if dpopKey == "" {
		return "Bearer"
	}
	return "DPoP"
}

type proofClaims struct {
	ID          string `json:"jti"`
	Method      string `json:"htm"`
	URI         string `json:"htu"`
	IssuedAt    int64  `json:"iat"`
	Nonce       string `json:"nonce"`
	AccessToken string `json:"ath"` // the token's SHA-256; only where one is presented
}

// tokenProof returns the thumbprint of the key that a token request proves to hold, or "" if it brings no proof.
func (s *Server) tokenProof(w http.ResponseWriter, r *http.Request, client Client) (string, error) {
	if len(r.Header.Values("DPoP")) == 0 {
		if client.RequireDPoP {
			return "", invalidProof("Proof of possession is required").withClient(client.ID).
				mend("send a DPoP header: client %q has require_proof_of_possession", client.ID)
		}
		return "", nil
	}
	key, _, err := s.proof(w, r)
	return key, err
}

// proof checks the request's DPoP header (section 4.3) and offers the next nonce.
func (s *Server) proof(w http.ResponseWriter, r *http.Request) (key string, claims proofClaims, err error) {
	headers := r.Header.Values("DPoP")
	if len(headers) != 1 {
		return "", claims, invalidProof("Exactly one DPoP header must be sent")
	}
	w.Header().Set("DPoP-Nonce", s.dpopNonce(s.now()))
	key, claims, err = parseProof(headers[0])
	if err != nil {
		return "", claims, invalidProof("The DPoP proof is invalid").because("%v", err)
	}
	now := s.now()
	skew := now.Sub(time.Unix(claims.IssuedAt, 0)).Abs()
	switch {
	case claims.Method != r.Method || claims.URI != s.base+r.URL.Path:
		return "", claims, invalidProof("The DPoP proof is for another request").
			because("it is for %s %s, the request is %s %s", describe(claims.Method), describe(claims.URI), r.Method, s.base+r.URL.Path)
	case claims.ID == "":
		return "", claims, invalidProof("The DPoP proof has no jti")
	case !s.goodNonce(claims.Nonce, now):
		return "", claims, refuse("use_dpop_nonce", "Authorization server requires nonce in DPoP proof").
			mend("send the value of the DPoP-Nonce header in the proof's nonce, once more")
	case skew > dpopSkew:
		return "", claims, invalidProof("The DPoP proof's iat is off by %v", skew.Round(time.Second))
	}
	return key, claims, s.firstUse(r.Context(), key, claims.ID, now)
}

// firstUse keeps a proof from being replayed for as long as its nonce is good.
func (s *Server) firstUse(ctx context.Context, key, jti string, now time.Time) error {
	sum := sha256.Sum256([]byte(key + " " + jti))
	first, err := s.store.UseOnce(ctx, "dpop "+string(sum[:]), now.Add(2*s.tenant().lifetimes.dpopNonce))
	if err == nil && !first {
		return invalidProof("The DPoP proof was used before")
	}
	return err
}

// parseProof verifies the proof by the key that it carries.
func parseProof(proof string) (thumbprint string, claims proofClaims, err error) {
	parsed, err := jwt.ParseSigned(proof, dpopAlgs)
	if err != nil {
		return "", claims, err
	}
	header := parsed.Headers[0]
	if typ, _ := header.ExtraHeaders[jose.HeaderType].(string); typ != "dpop+jwt" {
		return "", claims, errors.New("typ is not dpop+jwt")
	}
	if header.JSONWebKey == nil || !header.JSONWebKey.IsPublic() {
		return "", claims, errors.New("jwk is missing, or no public key")
	}
	if err := parsed.Claims(header.JSONWebKey, &claims); err != nil {
		return "", claims, err
	}
	sum, err := header.JSONWebKey.Thumbprint(crypto.SHA256)
	return base64.RawURLEncoding.EncodeToString(sum), claims, err
}

// dpopNonce is an instant with a MAC: nothing is stored for it.
func (s *Server) dpopNonce(now time.Time) string {
	b := binary.BigEndian.AppendUint64(nil, uint64(now.UnixNano()))
	return base64.RawURLEncoding.EncodeToString(append(b, s.nonceMAC(b)...))
}

func (s *Server) goodNonce(nonce string, now time.Time) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(nonce)
	if err != nil || len(b) != 8+sha256.Size || !hmac.Equal(b[8:], s.nonceMAC(b[:8])) {
		return false
	}
	age := now.Sub(time.Unix(0, int64(binary.BigEndian.Uint64(b))))
	return age < s.tenant().lifetimes.dpopNonce && age > -s.tenant().lifetimes.dpopNonce
}

func (s *Server) nonceMAC(b []byte) []byte {
	mac := hmac.New(sha256.New, s.dpopSecret)
	mac.Write(b)
	return mac.Sum(nil)
}

func invalidProof(format string, args ...any) *refusal {
	return refuse("invalid_dpop_proof", "%s", fmt.Sprintf(format, args...)).
		mend("make a new proof for each request: typ dpop+jwt, jwk, htm, htu, iat, jti and nonce (RFC 9449 section 4.2)")
}
