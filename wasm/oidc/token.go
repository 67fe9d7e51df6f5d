package oidc

// CodeExchange is the form of the token request that redeems a code (RFC 6749
// 4.1.3, RFC 7636 4.5). redirectURI is the authorization request's, character
// by character. A code works once: after an answer, never send it again.
func CodeExchange(clientID, redirectURI, code, verifier string) Params {
	return Params{
		{"grant_type", "authorization_code"},
		{"client_id", clientID},
		{"redirect_uri", redirectURI},
		{"code", code},
		{"code_verifier", verifier},
	}
}

// Refreshing is the form of the token request that refreshes (RFC 6749 6),
// without the refresh token, which whoever keeps it adds. scope is what is asked
// for of what was granted; "" is all of it.
func Refreshing(clientID, scope string) Params {
	return Params{
		{"grant_type", "refresh_token"},
		{"client_id", clientID},
	}.with("scope", scope)
}

// Revocation is the form that revokes a refresh token (RFC 7009 2.1), without
// the token itself.
func Revocation(clientID string) Params {
	return Params{
		{"client_id", clientID},
		{"token_type_hint", "refresh_token"},
	}
}

// DefaultExpiresIn is the lifetime, in seconds, of an access token whose server
// does not tell it (RFC 6749 5.1 leaves it to documentation): so short that a
// token is rather renewed early than used when it is dead.
const DefaultExpiresIn = 300

// TokenResponse is a successful answer of the token endpoint (RFC 6749 5.1,
// OIDC Core 3.1.3.3).
type TokenResponse struct {
	AccessToken  string
	TokenType    string // Bearer or DPoP, however the server writes it; see RequireType
	ExpiresIn    int64  // seconds, more than 0
	IDToken      string // not verified; may be "", see RequireIDToken
	RefreshToken string // "" if none was granted
	Scope        string // what was granted; "" means what was asked for
}

// ParseTokenResponse reads the answer to a token request: the HTTP status and
// the parsed body, nil if that was no JSON. Its error is an [*Error]:
// InvalidGrant or TokenError if the server refused (RFC 6749 5.2), or
// InvalidResponse if it granted something unusable. A status of 500 and above is
// TokenError whatever the body says: a server that is down ends no session.
func ParseTokenResponse(status int, body any) (TokenResponse, error) {
	fields, _ := body.(map[string]any)
	if status != 200 || fields["error"] != nil {
		return TokenResponse{}, tokenError(status, fields)
	}
	if fields == nil {
		return TokenResponse{}, refuse(InvalidResponse, "the token response is not a JSON object")
	}
	r := TokenResponse{ExpiresIn: DefaultExpiresIn}
	for _, field := range []struct {
		name string
		text *string
	}{
		{"access_token", &r.AccessToken},
		{"token_type", &r.TokenType},
		{"id_token", &r.IDToken},
		{"refresh_token", &r.RefreshToken},
		{"scope", &r.Scope},
	} {
		text, ok := member(fields, field.name)
		if !ok {
			return TokenResponse{}, refuse(InvalidResponse, field.name+" is not a string")
		}
		*field.text = text
	}
	if r.AccessToken == "" {
		return TokenResponse{}, refuse(InvalidResponse, "access_token is missing")
	}
	switch {
	case isType(r.TokenType, Bearer):
		r.TokenType = Bearer
	case isType(r.TokenType, DPoP):
		r.TokenType = DPoP
	default: // one that is not understood must not be used (RFC 6749 7.1)
		return TokenResponse{}, refuse(InvalidResponse, "token_type is "+quoted(r.TokenType)+", expected Bearer or DPoP")
	}
	if value := fields["expires_in"]; value != nil {
		expiresIn, ok := seconds(value)
		if !ok || expiresIn <= 0 {
			return TokenResponse{}, refuse(InvalidResponse, "expires_in is not a number of seconds above 0")
		}
		r.ExpiresIn = expiresIn
	}
	return r, nil
}

// RequireIDToken is an InvalidResponse if there is no ID token. A code that was
// asked for with scope openid must bring one (OIDC Core 3.1.3.3); a refresh may
// leave it out (12.2).
func (r TokenResponse) RequireIDToken() error {
	if r.IDToken == "" {
		return refuse(InvalidResponse, "id_token is missing, though openid was asked for")
	}
	return nil
}

// The types of access tokens (RFC 6750 6.1.1, RFC 9449 5).
const (
	Bearer = "Bearer"
	DPoP   = "DPoP"
)

// RequireType is an InvalidResponse if the access token is of another type than
// was asked for: where a key was to bind it, one that anybody can use is none
// (RFC 9449 5), and without that key a bound one is of no use.
func (r TokenResponse) RequireType(want string) error {
	if r.TokenType != want {
		return refuse(InvalidResponse, "token_type is "+quoted(r.TokenType)+", expected "+want)
	}
	return nil
}

// isType compares without regard to case (RFC 6749 5.1), in ASCII alone.
func isType(tokenType, known string) bool {
	if len(tokenType) != len(known) {
		return false
	}
	for i := range len(known) {
		if tokenType[i]|0x20 != known[i]|0x20 { // 0x20 is what small letters have more than capitals
			return false
		}
	}
	return true
}

// Refused is the error of an answer that grants nothing (RFC 6749 5.2): the HTTP
// status and the parsed body, nil if that was no JSON.
func Refused(status int, body any) error {
	fields, _ := body.(map[string]any)
	return tokenError(status, fields)
}

func tokenError(status int, fields map[string]any) error {
	refused := refusal(TokenError, "the token endpoint", status, fields)
	if oauth, _ := member(fields, "error"); oauth == string(InvalidGrant) && status < 500 {
		refused.Code = InvalidGrant
	}
	return refused
}
