package shop

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// A bearerError is an answer of RFC 6750 section 3.1.
type bearerError struct {
	status      int
	code        string // empty if the request had no token
	description string
	scope       string // what insufficient_scope asks for
	cause       error  // for the log
}

func (e *bearerError) Error() string { return e.description }
func (e *bearerError) Unwrap() error { return e.cause }

func invalidToken(cause error, description string) *bearerError {
	return &bearerError{status: http.StatusUnauthorized, code: "invalid_token", description: description, cause: cause}
}

// bearerToken takes the token from the one Authorization header (RFC 6750 section 2.1).
func bearerToken(headers []string) (string, error) {
	if len(headers) == 0 {
		return "", &bearerError{status: http.StatusUnauthorized, description: "An access token is required"}
	}
	scheme, token, found := strings.Cut(headers[0], " ")
	if len(headers) > 1 || !found || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", &bearerError{status: http.StatusBadRequest, code: "invalid_request",
			description: "Send one Authorization header: Bearer and the access token"}
	}
	return token, nil
}

// refuse answers a request whose token was not accepted. If the keys cannot be had the token may be good: that is
// the server's trouble, and nobody is told to log in again for it.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var refused *bearerError
	if !errors.As(err, &refused) {
		s.log.ErrorContext(r.Context(), "orders: the token cannot be verified", "cause", err)
		w.Header().Set("Retry-After", "5")
		writeError(w, http.StatusServiceUnavailable, "temporarily_unavailable",
			"The keys of the authorization server cannot be had: is it running?")
		return
	}
	s.log.WarnContext(r.Context(), "orders: refused", "error", refused.code, "description", refused.description, "cause", refused.cause)
	w.Header().Set("WWW-Authenticate", challenge(refused))
	code := refused.code
	if code == "" {
		code = "unauthorized"
	}
	writeError(w, refused.status, code, refused.description)
}

// challenge says no error to a request without a token: it has done nothing wrong (RFC 6750 section 3.1).
func challenge(e *bearerError) string {
	if e.code == "" {
		return `Bearer realm="storezero"`
	}
	c := fmt.Sprintf(`Bearer realm="storezero", error="%s", error_description="%s"`, e.code, e.description)
	if e.scope != "" {
		c += fmt.Sprintf(`, scope="%s"`, e.scope)
	}
	return c
}
