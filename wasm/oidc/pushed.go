package oidc

import "strconv"

// ParsePushed reads the answer to a pushed authorization request: the parameters
// that the browser would have carried, sent as a form to the server itself (RFC
// 9126 section 2). Its error is an [*Error]: AuthorizationError if the server
// refused, whatever name it gives that, for it has seen no cookie and can say
// nothing of a session; InvalidResponse if it accepted and gave no reference.
func ParsePushed(status int, body any) (requestURI string, err error) {
	fields, _ := body.(map[string]any)
	if status != 201 {
		return "", refusal(AuthorizationError, "the pushed authorization request endpoint", status, fields)
	}
	if requestURI, _ = member(fields, "request_uri"); requestURI == "" {
		return "", refuse(InvalidResponse, "request_uri is missing in the answer to the pushed authorization request")
	}
	return requestURI, nil
}

// PushedURL is where the browser goes with a reference in the place of a request
// (RFC 9126 section 4). It is good for once.
func PushedURL(authorizationEndpoint, clientID, requestURI string) string {
	return WithParams(authorizationEndpoint, Params{{"client_id", clientID}, {"request_uri", requestURI}})
}

// refusal is an answer that grants nothing (RFC 6749 5.2).
func refusal(code Code, who string, status int, fields map[string]any) *Error {
	oauth, _ := member(fields, "error")
	description, _ := member(fields, "error_description")
	refused := &Error{
		Code:        code,
		Message:     who + " answered " + strconv.Itoa(status),
		OAuth:       printable(oauth),
		Description: printable(description),
	}
	if oauth != "" {
		refused.Message += " " + quoted(oauth)
	}
	return refused
}
