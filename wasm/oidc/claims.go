package oidc

// Claims are the payload of a JWT (RFC 7519 section 4): a name means what the
// issuer says that it means, of whatever JSON type it sent.
type Claims map[string]any

// String is a claim that is text, or "".
func (c Claims) String(name string) string {
	text, _ := c[name].(string)
	return text
}

// Seconds is a claim that is a NumericDate, in seconds since 1970, or another
// number of seconds. It is false for anything else, milliseconds included.
func (c Claims) Seconds(name string) (int64, bool) {
	return seconds(c[name])
}

// Strings is a claim that is text or a list of texts, such as aud (RFC 7519
// 4.1.3). It is nil for anything else.
func (c Claims) Strings(name string) []string {
	if text, ok := c[name].(string); ok {
		return []string{text}
	}
	all, _ := texts(c[name])
	return all
}
