package oidc

// Code names a failure for good: programs branch on it, messages may change.
type Code string

// Answers of the authorization server that change what the caller does next
// (OIDC Core 3.1.2.6, RFC 6749 4.1.2.1 and 5.2). Any other error it sends is
// AuthorizationError or TokenError, with its own name in Error.OAuth.
const (
	LoginRequired       Code = "login_required"
	ConsentRequired     Code = "consent_required"
	InteractionRequired Code = "interaction_required"
	AccessDenied        Code = "access_denied"
	InvalidGrant        Code = "invalid_grant"
	AuthorizationError  Code = "authorization_error"
	TokenError          Code = "token_error"
)

// What is wrong with something that was received.
const (
	InvalidCallback     Code = "invalid_callback"      // not an authorization response at all
	InvalidMetadata     Code = "invalid_metadata"      // discovery document (OIDC Discovery 4.3)
	InvalidKeys         Code = "invalid_keys"          // JWK Set (RFC 7517 5)
	InvalidResponse     Code = "invalid_response"      // token endpoint (RFC 6749 5.1)
	IssuerMismatch      Code = "issuer_mismatch"       // iss of the authorization response (RFC 9207 2.4)
	IDTokenMalformed    Code = "id_token_malformed"    // not a JWS of three parts with JSON in it
	IDTokenAlgorithm    Code = "id_token_algorithm"    // alg is not on the allow-list
	IDTokenKey          Code = "id_token_key"          // no key of the JWK Set fits
	IDTokenSignature    Code = "id_token_signature"    // the signature is not the key's
	IDTokenIssuer       Code = "id_token_issuer"       // iss
	IDTokenAudience     Code = "id_token_audience"     // aud or azp
	IDTokenSubject      Code = "id_token_subject"      // sub is missing
	IDTokenExpired      Code = "id_token_expired"      // exp is past, or not after iat
	IDTokenTime         Code = "id_token_time"         // iat or nbf is missing or not yet
	IDTokenNonce        Code = "id_token_nonce"        // nonce is not the one that was sent
	IDTokenAuthTime     Code = "id_token_auth_time"    // auth_time is missing or older than max_age
	IDTokenACR          Code = "id_token_acr"          // acr is none of the acr_values
	IDTokenOrganization Code = "id_token_organization" // org_id or org_name is another
	IDTokenAccessHash   Code = "id_token_at_hash"      // at_hash is not the access token's
	ClockUnusable       Code = "clock_unusable"        // the local clock is more than a day off
)

// Error is a failure with a stable code.
type Error struct {
	Code        Code
	Message     string // what was expected and what came; never a secret
	OAuth       string // the server's own `error`, if it sent one
	Description string // the server's own `error_description`, if it sent one
	Err         error  // what lies below, if anything
}

func (e *Error) Error() string {
	text := string(e.Code)
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Description != "" {
		text += " (" + e.Description + ")"
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }
