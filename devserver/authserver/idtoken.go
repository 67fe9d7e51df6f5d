package authserver

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

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
}

// issueTokens makes the tokens that a code stands for.
func (s *Server) issueTokens(ctx context.Context, code store.Code) (tokenResponse, error) {
	now := s.now()
	lifetime := s.cfg.AccessTokenLifetime
	if api, found := s.api(code.Request.Audience); found && api.AccessTokenLifetime > 0 {
		lifetime = api.AccessTokenLifetime
	}
	accessToken, err := s.accessToken(ctx, code, now, lifetime)
	if err != nil {
		return tokenResponse{}, err
	}
	tokens := tokenResponse{
		AccessToken: accessToken,
		Scope:       code.Request.Scope,
		ExpiresIn:   int64(lifetime / time.Second),
		TokenType:   "Bearer",
	}
	if !hasScope(code.Request.Scope, "openid") {
		return tokens, nil
	}
	tokens.IDToken, err = s.idToken(ctx, code, now, accessToken)
	return tokens, err
}

func (s *Server) accessToken(ctx context.Context, code store.Code, now time.Time, lifetime time.Duration) (string, error) {
	id, err := s.randomID(18)
	if err != nil {
		return "", err
	}
	var audience []string
	if code.Request.Audience != "" {
		audience = append(audience, code.Request.Audience)
	}
	if code.Request.Audience == "" || hasScope(code.Request.Scope, "openid") {
		audience = append(audience, s.userinfoAudience())
	}
	return s.keys.sign(ctx, accessTokenType, accessTokenClaims{
		Issuer:          s.cfg.Issuer,
		Subject:         code.Sub,
		Audience:        audience,
		Expiry:          now.Add(lifetime).Unix(),
		IssuedAt:        now.Unix(),
		AuthorizedParty: code.Request.ClientID,
		Scope:           code.Request.Scope,
		ID:              id,
	})
}

func (s *Server) idToken(ctx context.Context, code store.Code, now time.Time, accessToken string) (string, error) {
	claims := idTokenClaims{
		Issuer:          s.cfg.Issuer,
		Subject:         code.Sub,
		Audience:        code.Request.ClientID,
		Expiry:          now.Add(s.cfg.IDTokenLifetime).Unix(),
		IssuedAt:        now.Unix(),
		AuthTime:        code.AuthenticatedAt.Unix(),
		Nonce:           code.Request.Nonce,
		SessionID:       code.SID,
		AccessTokenHash: accessTokenHash(accessToken),
	}
	user, _ := s.userBySub(code.Sub)
	if hasScope(code.Request.Scope, "profile") {
		claims.Name = user.Name
	}
	if hasScope(code.Request.Scope, "email") {
		claims.Email = user.Email
	}
	return s.keys.sign(ctx, idTokenType, claims)
}

// accessTokenHash is the left half of SHA-256, as RS256 asks (OIDC Core section 3.1.3.6).
func accessTokenHash(accessToken string) string {
	sum := sha256.Sum256([]byte(accessToken))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}

func (s *Server) userinfoAudience() string { return s.origin + userinfoPath }

func hasScope(scope, wanted string) bool { return slices.Contains(strings.Fields(scope), wanted) }
