package client

import (
	"maps"
	"slices"

	"github.com/spa-session/spa-session/wasm/oidc"
)

// protocolClaims say something about the token, not about the user
// (OIDC Core 2, and what servers add).
var protocolClaims = []string{
	"iss", "aud", "exp", "nbf", "iat", "jti", "azp", "nonce", "auth_time", "at_hash", "c_hash", "acr", "amr", "sid",
}

// withClaims is the user of a new ID token: the same pointer if nothing about
// the user is new, so that apps need not render again after each renewal.
func (u *User) withClaims(claims oidc.Claims) *User {
	profile := oidc.Claims{}
	for name, value := range claims {
		if !slices.Contains(protocolClaims, name) {
			profile[name] = value
		}
	}
	if u != nil && maps.EqualFunc(u.Claims, profile, sameTree) {
		return u
	}
	return &User{Claims: profile}
}

func sameTree(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, sameTree)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, sameTree)
	case string:
		b, ok := b.(string)
		return ok && a == b
	case float64:
		b, ok := b.(float64)
		return ok && a == b
	case bool:
		b, ok := b.(bool)
		return ok && a == b
	}
	return a == nil && b == nil
}

// GetUser gives the claims of the signed-in user, nil if there is none.
func (c *Client) GetUser() oidc.Claims {
	if user := c.Snapshot().User; user != nil {
		return user.Claims
	}
	return nil
}

// GetIDTokenClaims gives all claims of the last ID token, and the token itself
// as __raw; nil if nobody is signed in.
func (c *Client) GetIDTokenClaims() oidc.Claims {
	return look(c, func(s *state) oidc.Claims {
		if s.idClaims == nil {
			return nil
		}
		claims := maps.Clone(s.idClaims)
		claims["__raw"] = s.idToken
		return claims
	})
}

// IsAuthenticated tells whether somebody is signed in: in idle too, where the
// server may know better, but not once the session has ended.
func (c *Client) IsAuthenticated() bool { return c.Snapshot().User != nil }
