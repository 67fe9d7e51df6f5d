package shop

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// accessTokenTypes are the `typ` headers of RFC 9068 section 2.1; an ID token has another, so that a token for the
// client is no token for the API.
var accessTokenTypes = []string{"at+jwt", "application/at+jwt"}

// tokenClaims are the ones that the API decides by.
type tokenClaims struct {
	jwt.Claims
	Scope string `json:"scope"`
}

type verifier struct {
	issuer, audience string
	now              func() time.Time
	keys             *keySet
}

// verify checks an access token in the order of RFC 9068 section 4. Its error is a *bearerError, or one that says
// that the keys cannot be had.
func (v *verifier) verify(ctx context.Context, authorization []string, scope string) (tokenClaims, error) {
	raw, err := bearerToken(authorization)
	if err != nil {
		return tokenClaims{}, err
	}
	token, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return tokenClaims{}, invalidToken(err, "The access token is no JWT signed by RS256")
	}
	header := token.Headers[0]
	if typ, _ := header.ExtraHeaders[jose.HeaderType].(string); !slices.Contains(accessTokenTypes, strings.ToLower(typ)) {
		return tokenClaims{}, invalidToken(nil, "The token is no access token: its typ is not at+jwt")
	}
	key, err := v.keys.key(ctx, header.KeyID)
	if errors.Is(err, errUnknownKey) {
		return tokenClaims{}, invalidToken(err, "The access token is signed by a key that the authorization server does not publish")
	}
	if err != nil {
		return tokenClaims{}, err
	}
	var claims tokenClaims
	switch err := token.Claims(key, &claims); {
	case errors.Is(err, jose.ErrCryptoFailure):
		return tokenClaims{}, invalidToken(err, "The signature of the access token is not valid")
	case err != nil:
		return tokenClaims{}, invalidToken(err, "The claims of the access token cannot be read")
	}
	return claims, v.check(claims, scope)
}

// check is about the claims alone. There is no leeway: the one clock here is Config.Now.
func (v *verifier) check(claims tokenClaims, scope string) error {
	switch {
	case claims.Issuer != v.issuer:
		return invalidToken(nil, "The access token is of another issuer")
	case !claims.Audience.Contains(v.audience):
		return invalidToken(nil, "The access token is for another API: ask for audience "+v.audience)
	case claims.Expiry == nil || !v.now().Before(claims.Expiry.Time()):
		return invalidToken(nil, "The access token has expired")
	case claims.NotBefore != nil && v.now().Before(claims.NotBefore.Time()):
		return invalidToken(nil, "The access token is not valid yet")
	case claims.Subject == "":
		return invalidToken(nil, "The access token names no user")
	case !slices.Contains(strings.Fields(claims.Scope), scope):
		return &bearerError{status: http.StatusForbidden, code: "insufficient_scope",
			description: "The access token lacks the scope " + scope, scope: scope}
	}
	return nil
}
