package authserver

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/spa-session/spa-session/devserver/store"
)

// idTokenClaims are those of OIDC Core section 2, with `sid` of OIDC Front-Channel Logout section 3. Instants are
// seconds since 1970.
type idTokenClaims struct {
	Issuer          string `json:"iss"`
	Subject         string `json:"sub"`
	Audience        string `json:"aud"`
	Expiry          int64  `json:"exp"`
	IssuedAt        int64  `json:"iat"`
	AuthTime        int64  `json:"auth_time"`
	Nonce           string `json:"nonce,omitempty"`
	SessionID       string `json:"sid"`
	AccessTokenHash string `json:"at_hash"`
	Name            string `json:"name,omitempty"`
	Email           string `json:"email,omitempty"`
	EmailVerified   *bool  `json:"email_verified,omitempty"`

	// ACR and AMR tell of the second factor in the one ID token of the login that asked for it, as at Auth0.
	ACR string   `json:"acr,omitempty"`
	AMR []string `json:"amr,omitempty"`

	OrganizationID   string `json:"org_id,omitempty"`
	OrganizationName string `json:"org_name,omitempty"`
}

// accessTokenClaims are Auth0's dialect, with the `jti` of RFC 9068. There is no `sid`: the session is not the
// resource server's business.
type accessTokenClaims struct {
	Issuer          string   `json:"iss"`
	Subject         string   `json:"sub"`
	Audience        []string `json:"aud"`
	Expiry          int64    `json:"exp"`
	IssuedAt        int64    `json:"iat"`
	AuthorizedParty string   `json:"azp"`
	Scope           string   `json:"scope"`
	ID              string   `json:"jti"`

	OrganizationID string     `json:"org_id,omitempty"`
	GrantType      string     `json:"gty,omitempty"` // of a token without a user
	Confirmation   *dpopClaim `json:"cnf,omitempty"`
}

// An issuance is what tokens are made for.
type issuance struct {
	client       Client
	scope        string
	audience     string // of the API; may be empty
	organization string // its id; may be empty
	nonce        string
	login        store.Login
	mfa          bool   // the second factor was passed in the login that this answers
	dpopKey      string // "": bearer tokens
}

func (s *Server) issueTokens(ctx context.Context, g issuance) (tokenResponse, error) {
	api, _ := s.api(g.audience)
	lifetime := s.accessTokenLifetime(api)
	accessToken, err := s.accessToken(ctx, g, api, lifetime)
	if err != nil {
		return tokenResponse{}, err
	}
	tokens := tokenResponse{
		AccessToken: accessToken,
		Scope:       g.scope,
		ExpiresIn:   int64(lifetime / time.Second),
		TokenType:   tokenType(g.dpopKey),
	}
	s.noteIssued(g, lifetime)
	if !hasScope(g.scope, "openid") {
		return tokens, nil
	}
	tokens.IDToken, err = s.idToken(ctx, g, accessToken)
	return tokens, err
}

func (s *Server) accessTokenLifetime(api API) time.Duration {
	return cmp.Or(api.AccessTokenLifetime, s.tenant().lifetimes.accessToken)
}

func (s *Server) accessToken(ctx context.Context, g issuance, api API, lifetime time.Duration) (string, error) {
	var audience []string
	if g.audience != "" {
		audience = append(audience, g.audience)
	}
	if g.audience == "" || hasScope(g.scope, "openid") {
		audience = append(audience, s.userinfoAudience())
	}
	return s.signAccessToken(ctx, api, accessTokenClaims{
		Subject:         g.login.Sub,
		Audience:        audience,
		AuthorizedParty: g.client.ID,
		Scope:           g.scope,
		OrganizationID:  g.organization,
		Confirmation:    confirmation(g.dpopKey),
	}, lifetime)
}

// signAccessToken fills in issuer, instants and id.
func (s *Server) signAccessToken(ctx context.Context, api API, claims accessTokenClaims, lifetime time.Duration) (string, error) {
	var err error
	if claims.ID, err = s.randomID(18); err != nil {
		return "", err
	}
	now := s.now()
	claims.Issuer, claims.IssuedAt, claims.Expiry = s.cfg.Issuer, now.Unix(), now.Add(lifetime).Unix()
	fault := faultOf(ctx).AccessToken
	claims.spoil(fault)
	token, err := s.keys.sign(ctx, api.signingAlg(), accessTokenType, claims)
	return fault.spoil(token), err
}

func (s *Server) idToken(ctx context.Context, g issuance, accessToken string) (string, error) {
	now := s.now()
	alg := g.client.IDTokenAlg
	claims := idTokenClaims{
		Issuer:          s.cfg.Issuer,
		Subject:         g.login.Sub,
		Audience:        g.client.ID,
		Expiry:          now.Add(s.tenant().lifetimes.idToken).Unix(),
		IssuedAt:        now.Unix(),
		AuthTime:        g.login.AuthenticatedAt.Unix(),
		Nonce:           g.nonce,
		SessionID:       g.login.SID,
		AccessTokenHash: accessTokenHash(alg, accessToken),
	}
	if g.mfa {
		claims.ACR, claims.AMR = multiFactor, []string{"mfa"}
	}
	if organization, found := s.organization(g.organization); found {
		claims.OrganizationID, claims.OrganizationName = organization.ID, organization.Name
	}
	user, _ := s.userBySub(g.login.Sub)
	if hasScope(g.scope, "profile") {
		claims.Name = user.Name
	}
	if hasScope(g.scope, "email") {
		verified := !user.EmailUnverified
		claims.Email, claims.EmailVerified = user.Email, &verified
	}
	fault := faultOf(ctx).Token
	claims.spoil(fault)
	token, err := s.keys.sign(ctx, alg, idTokenType, claims)
	return fault.spoil(token), err
}

// accessTokenHash is the left half of the hash that the algorithm signs with (OIDC Core section 3.1.3.6); of Ed25519
// that is SHA-512 (RFC 8032 section 5.1).
func accessTokenHash(alg, accessToken string) string {
	if alg == string(jose.EdDSA) {
		sum := sha512.Sum512([]byte(accessToken))
		return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
	}
	sum := sha256.Sum256([]byte(accessToken))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}

func (s *Server) userinfoAudience() string { return s.base + userinfoPath }

func hasScope(scope, wanted string) bool { return slices.Contains(strings.Fields(scope), wanted) }
