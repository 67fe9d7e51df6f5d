package authserver

import (
	"context"
	"fmt"
	"slices"
)

// An AccessToken is what a verified one says of its bearer.
type AccessToken struct {
	Sub      string
	ClientID string
	Scope    string
	// Machine tells that the client got it in its own name, for no user (RFC 6749 section 4.4).
	Machine bool
}

// VerifyAccessToken checks an access token that this server issued for an audience: signature, type, issuer, expiry. A
// token that is bound to a key is refused: its proof cannot be seen from here (RFC 9449 section 7.2).
func (s *Server) VerifyAccessToken(ctx context.Context, token, audience string) (AccessToken, error) {
	var claims accessTokenClaims
	if err := s.keys.verify(ctx, accessTokenType, token, &claims); err != nil {
		return AccessToken{}, fmt.Errorf("authserver: the access token: %w", err)
	}
	switch {
	case claims.Issuer != s.cfg.Issuer:
		return AccessToken{}, fmt.Errorf("authserver: the access token is of issuer %s", claims.Issuer)
	case s.now().Unix() >= claims.Expiry:
		return AccessToken{}, fmt.Errorf("authserver: the access token has expired")
	case !slices.Contains(claims.Audience, audience):
		return AccessToken{}, fmt.Errorf("authserver: the access token is for %q, not for %s", claims.Audience, audience)
	case claims.Confirmation != nil:
		return AccessToken{}, fmt.Errorf("authserver: the access token is bound to a key: ask for one without a DPoP proof")
	}
	return AccessToken{Sub: claims.Subject, ClientID: claims.AuthorizedParty, Scope: claims.Scope, Machine: claims.GrantType == clientCredentialsClaim}, nil
}
