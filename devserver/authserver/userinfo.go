package authserver

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// userinfoResponse is OIDC Core section 5.3.2.
type userinfoResponse struct {
	Sub   string `json:"sub"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

// userinfo answers to an access token that lives, whether or not the session still does: so does Auth0.
func (s *Server) userinfo(w http.ResponseWriter, r *http.Request) {
	claims, user, refused := s.bearer(r)
	if refused != nil {
		s.bearerError(w, r, refused)
		return
	}
	info := userinfoResponse{Sub: user.Sub}
	if hasScope(claims.Scope, "profile") {
		info.Name = user.Name
	}
	if hasScope(claims.Scope, "email") {
		info.Email = user.Email
	}
	writeJSON(w, http.StatusOK, info)
}

// bearer verifies the request's access token and finds its user.
func (s *Server) bearer(r *http.Request) (accessTokenClaims, User, *refusal) {
	var claims accessTokenClaims
	token, refused := bearerToken(r)
	if refused != nil {
		return claims, User{}, refused
	}
	if err := s.keys.verify(r.Context(), accessTokenType, token, &claims); err != nil {
		return claims, User{}, invalidToken("The access token is malformed, or was not signed by this server").because("%v", err)
	}
	user, found := s.userBySub(claims.Subject)
	switch {
	case claims.Issuer != s.cfg.Issuer:
		refused = invalidToken("The access token is of another issuer")
	case s.now().Unix() >= claims.Expiry:
		refused = invalidToken("The access token has expired")
	case !slices.Contains(claims.Audience, s.userinfoAudience()):
		refused = invalidToken("The access token is not meant for this endpoint").mend("ask for scope openid at /authorize")
	case !found:
		refused = invalidToken("The user is unknown")
	}
	return claims, user, refused
}

// noCredentials is for the body alone: a request without a token learns no error code from the challenge
// (RFC 6750 section 3.1).
const noCredentials = "unauthorized"

// bearerToken reads the header alone (RFC 6750 section 2.1): a token in a query ends up in logs.
func bearerToken(r *http.Request) (string, *refusal) {
	headers := r.Header.Values("Authorization")
	if len(headers) == 0 {
		return "", refuse(noCredentials, "Unauthorized").answer(http.StatusUnauthorized).
			because("no Authorization header came").mend("send Authorization: Bearer and the access token")
	}
	scheme, token, found := strings.Cut(headers[0], " ")
	if len(headers) > 1 || !found || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", refuse("invalid_request", "The Authorization header is malformed").
			mend("send one header: Authorization: Bearer and the access token")
	}
	return token, nil
}

func invalidToken(description string) *refusal {
	return refuse("invalid_token", "%s", description).answer(http.StatusUnauthorized).
		mend("get a new access token from this server")
}

// bearerError is RFC 6750 section 3.
func (s *Server) bearerError(w http.ResponseWriter, r *http.Request, refused *refusal) {
	s.logRefusal(r, refused)
	challenge := `Bearer realm="userinfo"`
	if refused.code != noCredentials {
		challenge += fmt.Sprintf(`, error="%s", error_description="%s"`, refused.code, refused.description)
	}
	w.Header().Set("WWW-Authenticate", challenge)
	writeJSON(w, refused.status, errorResponse{refused.code, refused.description})
}
