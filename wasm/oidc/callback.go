package oidc

import "strings"

// AuthorizationResponse is the answer to an [AuthorizationRequest]: either Code
// or Error is set (OIDC Core 3.1.2.5 and 3.1.2.6). It comes from anybody until
// State is compared ([SecretsEqual]) and CheckIssuer has passed.
type AuthorizationResponse struct {
	Code   string
	State  string
	Issuer string // "" if the response has no iss
	Error  *Error // LoginRequired, ConsentRequired, InteractionRequired, AccessDenied or AuthorizationError
}

// responseNames may occur once each (RFC 6749 3.1). Others are the app's own.
var responseNames = []string{"code", "state", "iss", "error", "error_description"}

// IsCallback tells whether a query, or a fragment, is an authorization response
// and not the app's own: it has state, and code or error. It looks at names
// alone, so that a damaged response is refused aloud and not overlooked.
func IsCallback(query string) bool {
	var state, answer bool
	for _, pair := range pairs(query) {
		name, _, _ := strings.Cut(pair, "=")
		state = state || name == "state"
		answer = answer || name == "code" || name == "error"
	}
	return state && answer
}

// ParseCallback reads the query, or the fragment, with which the authorization
// server sent the browser back. Any link can look like that: see
// [AuthorizationResponse]. Its error is an [*Error] of InvalidCallback; that the
// server refused is no such error but the response's own.
func ParseCallback(query string) (AuthorizationResponse, error) {
	params, err := ParseParams(query)
	if err != nil {
		return AuthorizationResponse{}, &Error{Code: InvalidCallback, Message: "the query cannot be read", Err: err}
	}
	for _, name := range responseNames {
		if params.count(name) > 1 {
			return AuthorizationResponse{}, refuse(InvalidCallback, name+" occurs more than once")
		}
	}
	return readResponse(params.lookup)
}

// readResponse reads the parameters of an authorization response (RFC 6749
// 4.1.2 and 4.1.2.1, RFC 9207 section 2), wherever they came from.
func readResponse(lookup func(name string) (value string, present bool)) (AuthorizationResponse, error) {
	state, _ := lookup("state")
	code, hasCode := lookup("code")
	oauth, hasError := lookup("error")
	description, _ := lookup("error_description")
	issuer, hasIssuer := lookup("iss")

	problem := ""
	switch {
	case state == "":
		problem = "state is missing"
	case hasCode && hasError:
		problem = "both code and error are there"
	case code == "" && oauth == "":
		problem = "code and error are missing"
	case hasIssuer && issuer == "":
		problem = "iss is empty"
	}
	if problem != "" {
		return AuthorizationResponse{}, refuse(InvalidCallback, problem)
	}
	response := AuthorizationResponse{Code: code, State: state, Issuer: issuer}
	if hasError {
		response.Error = authorizationError(oauth, description)
	}
	return response, nil
}

func authorizationError(oauth, description string) *Error {
	refused := &Error{OAuth: printable(oauth), Description: printable(description)}
	switch code := Code(oauth); code {
	case LoginRequired, ConsentRequired, InteractionRequired, AccessDenied:
		refused.Code = code
	default:
		refused.Code = AuthorizationError
		refused.Message = "the authorization server answered " + quoted(oauth)
	}
	return refused
}

// CheckIssuer holds off mix-up attacks (RFC 9207 section 2.4): an iss must be
// that of the server that was asked, character by character, in errors too; a
// server that announces iss and an answer without it do not belong together.
func (r AuthorizationResponse) CheckIssuer(metadata Metadata) error {
	switch {
	case r.Issuer == metadata.Issuer && r.Issuer != "":
		return nil
	case r.Issuer != "":
		return refuse(IssuerMismatch, "iss is "+quoted(r.Issuer)+", expected "+quoted(metadata.Issuer))
	case metadata.IssParameterSupported:
		return refuse(IssuerMismatch, "iss is missing, though the server announces it")
	}
	return nil
}
