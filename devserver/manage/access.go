package manage

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// A problem is an error with Auth0's four members.
type problem struct {
	Status  int    `json:"statusCode"`
	Reason  string `json:"error"`
	Message string `json:"message"`
	Code    string `json:"errorCode,omitempty"`
}

func (p *problem) Error() string { return p.Message }

func fail(status int, code, format string, args ...any) *problem {
	return &problem{status, http.StatusText(status), fmt.Sprintf(format, args...), code}
}

func writeError(w http.ResponseWriter, err error) {
	var p *problem
	if !errors.As(err, &p) {
		p = fail(http.StatusInternalServerError, "internal_error", "%v", err)
	}
	writeJSON(w, p.Status, p)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // v always encodes; a failure to write means that the client has gone
}

// A caller is who holds the access token.
type caller struct{ scopes []string }

func (c caller) has(scope string) bool { return slices.Contains(c.scopes, scope) }

// A handler answers a caller, or fails. A body with members is JSON.
type handler func(w http.ResponseWriter, r *http.Request, c caller) error

// allow asks for an access token with the scope, and for JSON where there is a body.
func (a *api) allow(scope string, h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := a.caller(r)
		switch {
		case err != nil:
			w.Header().Set("WWW-Authenticate", `Bearer realm="management"`)
		case !c.has(scope):
			err = fail(http.StatusForbidden, "insufficient_scope", "Insufficient scope, expected any of: %s", scope)
		case (r.Method == http.MethodPost || r.Method == http.MethodPatch) && !sendsJSON(r):
			err = fail(http.StatusUnsupportedMediaType, "", "Unsupported Media Type: send Content-Type: application/json")
		default:
			err = h(w, r, c)
		}
		if err != nil {
			writeError(w, err)
		}
	})
}

func sendsJSON(r *http.Request) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && mediaType == "application/json"
}

func (a *api) caller(r *http.Request) (caller, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return caller{}, fail(http.StatusUnauthorized, "", "Missing authentication")
	}
	if a.token != "" && same(token, a.token) {
		return caller{scopes}, nil
	}
	verified, err := a.server.VerifyAccessToken(r.Context(), token, a.audience)
	if err != nil {
		return caller{}, fail(http.StatusUnauthorized, "", "Invalid token: %s", strings.TrimPrefix(err.Error(), "authserver: "))
	}
	if !verified.Machine { // any user can ask an API for any of its scopes
		return caller{}, fail(http.StatusForbidden, "insufficient_scope", "Insufficient scope: the token is a user's; get one by client_credentials")
	}
	return caller{strings.Fields(verified.Scope)}, nil
}

// same compares hashes, so that not even the length is told.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
