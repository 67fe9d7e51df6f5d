package authserver

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// spoil puts what a fault says in the place of the right claims.
func (c *idTokenClaims) spoil(f TokenFault) {
	c.Issuer = cmp.Or(f.Issuer, c.Issuer)
	c.Audience = cmp.Or(f.Audience, c.Audience)
	c.Nonce = cmp.Or(f.Nonce, c.Nonce)
	c.AuthTime += int64(f.Skew / time.Second)
	c.IssuedAt, c.Expiry = f.times(c.IssuedAt, c.Expiry)
}

// spoil is that of access tokens.
func (c *accessTokenClaims) spoil(f TokenFault) {
	c.Issuer = cmp.Or(f.Issuer, c.Issuer)
	if f.Audience != "" {
		c.Audience = []string{f.Audience}
	}
	c.IssuedAt, c.Expiry = f.times(c.IssuedAt, c.Expiry)
}

// times are iat and exp under the fault. An expired token has an exp before its iat: no skew of clocks explains that.
func (f TokenFault) times(iat, exp int64) (int64, int64) {
	if f.Expired {
		exp = iat - 3600
	}
	skew := int64(f.Skew / time.Second)
	return iat + skew, exp + skew
}

// spoil changes a signed token: its signature's first byte, or the key that its header names.
func (f TokenFault) spoil(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return token
	}
	if f.BadSignature {
		signature, err := base64.RawURLEncoding.DecodeString(parts[2])
		if err == nil && len(signature) > 0 {
			signature[0] ^= 1
			parts[2] = base64.RawURLEncoding.EncodeToString(signature)
		}
	}
	if f.KeyID != "" {
		parts[0] = renameKey(parts[0], f.KeyID)
	}
	return strings.Join(parts, ".")
}

func renameKey(header, kid string) string {
	raw, err := base64.RawURLEncoding.DecodeString(header)
	if err != nil {
		return header
	}
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		return header
	}
	fields["kid"] = kid
	if raw, err = json.Marshal(fields); err != nil {
		return header
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}
