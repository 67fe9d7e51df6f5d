package authserver

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// userinfoResponse is OIDC Core section 5.3.2.
type userinfoResponse struct {
	Sub           string `json:"sub"`
	Name          string `json:"name,omitempty"`
	Email         string `json:"email,omitempty"`
	EmailVerified *bool  `json:"email_verified,omitempty"`
}

// userinfo answers to an access token that lives, whether or not the session still does: so does Auth0.
func (s *Server) userinfo(w http.ResponseWriter, r *http.Request) {
	claims, user, err := s.bearer(w, r)
	if err != nil {
		s.fail(w, r, err, s.bearerError)
		return
	}
	info := userinfoResponse{Sub: user.Sub}
	if hasScope(claims.Scope, "profile") {
		info.Name = user.Name
	}
	if hasScope(claims.Scope, "email") {
		verified := !user.EmailUnverified
		info.Email, info.EmailVerified = user.Email, &verified
	}
	writeJSON(w, http.StatusOK, info)
}

// bearer verifies the request's access token and finds its user.
func (s *Server) bearer(w http.ResponseWriter, r *http.Request) (accessTokenClaims, User, error) {
	var claims accessTokenClaims
	scheme, token, refused := presentedToken(r)
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
	if refused != nil {
		return claims, User{}, refused
	}
	return claims, user, s.checkBinding(w, r, scheme, token, claims)
}

// checkBinding asks for a proof by the key that the token is bound to (RFC 9449 section 7.1). A bound token by the
// Bearer scheme is refused: somebody may have stolen it.
func (s *Server) checkBinding(w http.ResponseWriter, r *http.Request, scheme, token string, claims accessTokenClaims) error {
	bound, proven := claims.Confirmation != nil, strings.EqualFold(scheme, "DPoP")
	if !bound && !proven {
		return nil
	}
	if bound != proven {
		return invalidToken("The access token is bound to a key, or is not, against its scheme").
			mend("present a bound token as Authorization: DPoP with a proof, any other as Bearer")
	}
	key, proof, err := s.proof(w, r)
	if err != nil {
		var refused *refusal
		if errors.As(err, &refused) {
			return refused.answer(http.StatusUnauthorized)
		}
		return err
	}
	sum := sha256.Sum256([]byte(token))
	if key != claims.Confirmation.Thumbprint || proof.AccessToken != base64.RawURLEncoding.EncodeToString(sum[:]) {
		return invalidToken("The DPoP proof is by another key, or for another token")
	}
	return nil
}

// noCredentials is for the body alone: a request without a token learns no error code from the challenge
// (RFC 6750 section 3.1).
const noCredentials = "unauthorized"

// presentedToken reads the header alone (RFC 6750 section 2.1): a token in a query ends up in logs.
func presentedToken(r *http.Request) (scheme, token string, _ *refusal) {
	headers := r.Header.Values("Authorization")
	if len(headers) == 0 {
		return "", "", refuse(noCredentials, "Unauthorized").answer(http.StatusUnauthorized).
			because("no Authorization header came").mend("send Authorization: Bearer and the access token")
	}
	scheme, token, found := strings.Cut(headers[0], " ")
	known := strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "DPoP")
	if len(headers) > 1 || !found || !known || token == "" {
		return "", "", refuse("invalid_request", "The Authorization header is malformed").
			mend("send one header: Authorization: Bearer and the access token")
	}
	return scheme, token, nil
}

func invalidToken(description string) *refusal {
	return refuse("invalid_token", "%s", description).answer(http.StatusUnauthorized).
		mend("get a new access token from this server")
}

// bearerError is RFC 6750 section 3.
func (s *Server) bearerError(w http.ResponseWriter, r *http.Request, refused *refusal) {
	s.logRefusal(r, refused)
	scheme := "Bearer"
	if len(r.Header.Values("DPoP")) > 0 {
		scheme = "DPoP"
	}
	challenge := scheme + ` realm="userinfo"`
	if refused.code != noCredentials {
		challenge += fmt.Sprintf(`, error="%s", error_description="%s"`, refused.code, refused.description)
	}
	w.Header().Set("WWW-Authenticate", challenge)
	writeJSON(w, refused.status, errorResponse{refused.code, refused.description})
}
