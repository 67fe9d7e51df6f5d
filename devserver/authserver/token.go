package authserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/spa-session/spa-session/devserver/store"
)

// tokenResponse is RFC 6749 section 5.1 and OIDC Core section 3.1.3.3.
type tokenResponse struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"` // only with scope offline_access or online_access
	IDToken      string `json:"id_token,omitempty"`      // only with scope openid
	Scope        string `json:"scope"`
	ExpiresIn    int64  `json:"expires_in"` // of the access token, in seconds
	TokenType    string `json:"token_type"`
}

// token is the token endpoint (RFC 6749 section 3.2).
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	tokens, err := s.redeem(w, r)
	if err != nil {
		s.fail(w, r, err, s.tokenError)
		return
	}
	w.Header().Set("Pragma", "no-cache") // RFC 6749 section 5.1
	writeJSON(w, http.StatusOK, tokens)
}

// redeem serves the grants (RFC 6749 section 4.1.3, 4.4.2 and 6). Statuses and texts of its refusals are Auth0's.
func (s *Server) redeem(w http.ResponseWriter, r *http.Request) (tokenResponse, error) {
	params, refused := tokenParams(r)
	if refused != nil {
		return tokenResponse{}, refused
	}
	redeem, refused := s.grant(params.Get("grant_type"))
	if refused != nil {
		return tokenResponse{}, refused
	}
	client, refused := s.authenticateClient(r, params)
	if refused != nil {
		return tokenResponse{}, refused
	}
	if grant := params.Get("grant_type"); !client.allowsGrant(grant) {
		return tokenResponse{}, refuse("unauthorized_client", "Grant type '%s' not allowed for the client.", grant).
			answer(http.StatusForbidden).withClient(client.ID).mend("add it to grant_types of the client")
	}
	dpopKey, err := s.tokenProof(w, r, client)
	if err != nil {
		return tokenResponse{}, err
	}
	return redeem(r.Context(), client, params, dpopKey)
}

// A grantHandler redeems what an authenticated client presents. dpopKey is the thumbprint of the key that the client
// has shown to hold; "" is none.
type grantHandler func(ctx context.Context, client Client, params url.Values, dpopKey string) (tokenResponse, error)

func (s *Server) grant(name string) (grantHandler, *refusal) {
	switch name {
	case grantCode:
		return s.redeemCode, nil
	case grantRefresh:
		return s.redeemRefreshToken, nil
	case grantClientCredentials:
		return s.redeemClientCredentials, nil
	case "":
		return nil, refuse("invalid_request", "Missing required parameter: grant_type").mend("send grant_type=authorization_code")
	}
	return nil, refuse("unsupported_grant_type", "Grant type not supported").
		mend("send grant_type authorization_code, refresh_token or client_credentials")
}

// redeemCode exchanges a code for tokens.
func (s *Server) redeemCode(ctx context.Context, client Client, params url.Values, dpopKey string) (tokenResponse, error) {
	required := []string{"code", "redirect_uri"}
	if client.public() {
		required = append(required, "code_verifier")
	}
	for _, name := range required {
		if params.Get(name) == "" {
			return tokenResponse{}, refuse("invalid_request", "Missing required parameter: %s", name).
				mend("send the %s of this login", name).withClient(client.ID)
		}
	}
	// From here on the code is used up, whatever else is wrong with the request.
	code, err := s.store.ConsumeCode(ctx, params.Get("code"))
	if errors.Is(err, store.ErrNotFound) {
		if err := s.endFamilyOf(ctx, params.Get("code")); err != nil {
			return tokenResponse{}, err
		}
		return tokenResponse{}, invalidCode("the code was never issued, or has been used: refresh tokens that it gave are revoked")
	}
	if err != nil {
		return tokenResponse{}, err
	}
	if refused := s.checkCode(code, client, params, dpopKey); refused != nil {
		return tokenResponse{}, refused.withClient(client.ID)
	}
	if refused := checkOnline(client, code.Request.Scope, dpopKey); refused != nil {
		return tokenResponse{}, refused
	}
	tokens, err := s.issueTokens(ctx, issuance{
		client: client, scope: code.Request.Scope, audience: code.Request.Audience, organization: code.Request.Organization,
		nonce: code.Request.Nonce, login: code.Login, mfa: code.MFA, dpopKey: dpopKey,
	})
	if err != nil || !wantsRefreshToken(code.Request.Scope) {
		return tokens, err
	}
	tokens.RefreshToken, err = s.startRefreshFamily(ctx, client, code, dpopKey)
	return tokens, err
}

// checkCode compares the code with the request that presents it (RFC 6749 section 4.1.3, RFC 7636 section 4.6).
func (s *Server) checkCode(code store.Code, client Client, params url.Values, dpopKey string) *refusal {
	user, found := s.userBySub(code.Login.Sub)
	switch {
	case !s.now().Before(code.Expires):
		return invalidCode(fmt.Sprintf("the code lived for %v and has expired", s.tenant().lifetimes.code))
	case client.ID != code.Request.ClientID:
		return invalidCode("the code was issued to client " + code.Request.ClientID)
	case params.Get("redirect_uri") != code.Request.RedirectURI:
		return invalidCode("redirect_uri differs from the one at /authorize, which was " + code.Request.RedirectURI)
	case code.Request.DPoPKey != "" && code.Request.DPoPKey != dpopKey:
		return invalidCode("the code is bound to another DPoP key, or no proof came")
	case !found:
		return invalidCode("its user is gone")
	case user.Blocked:
		return userBlocked()
	case code.Request.CodeChallenge == "" && params.Get("code_verifier") == "":
		return nil // a confidential client without PKCE; a verifier without a challenge is an attack (RFC 9700 section 2.1.1)
	case !verifierMatches(params.Get("code_verifier"), code.Request.CodeChallenge):
		return refuse("invalid_grant", "Failed to verify code verifier").answer(http.StatusForbidden).
			because("SHA-256 of code_verifier is not the code_challenge of /authorize").
			mend("keep the verifier of each login apart; two logins in one place overwrite each other's")
	}
	return nil
}

// invalidCode tells the application as little as Auth0 does, and the log the cause.
func invalidCode(cause string) *refusal {
	return refuse("invalid_grant", "Invalid authorization code").answer(http.StatusForbidden).because("%s", cause).
		mend("exchange each code once, at once, with the client_id and redirect_uri it was asked for with")
}

// tokenError is RFC 6749 section 5.2: the challenge goes to whoever tried the Authorization header. A browser that
// fetches without one must not be made to ask for a password.
func (s *Server) tokenError(w http.ResponseWriter, r *http.Request, refused *refusal) {
	s.logRefusal(r, refused)
	if refused.status == http.StatusUnauthorized && r.Header.Get("Authorization") != "" {
		w.Header().Set("WWW-Authenticate", `Basic realm="authorization server"`)
	}
	writeJSON(w, refused.status, errorResponse{refused.code, refused.description})
}

type errorResponse struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
}
