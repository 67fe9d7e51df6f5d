package authserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/spa-session/spa-session/devserver/store"
)

// tokenResponse is RFC 6749 section 5.1 and OIDC Core section 3.1.3.3.
type tokenResponse struct {
	AccessToken string `json:"access_token"`
	IDToken     string `json:"id_token,omitempty"` // only with scope openid
	Scope       string `json:"scope"`
	ExpiresIn   int64  `json:"expires_in"` // of the access token, in seconds
	TokenType   string `json:"token_type"`
}

// token is the token endpoint (RFC 6749 section 3.2).
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	tokens, err := s.redeem(r)
	if err != nil {
		s.fail(w, r, err, s.tokenError)
		return
	}
	w.Header().Set("Pragma", "no-cache") // RFC 6749 section 5.1
	writeJSON(w, http.StatusOK, tokens)
}

// redeem exchanges a code. Statuses and texts of its refusals are Auth0's.
func (s *Server) redeem(r *http.Request) (tokenResponse, error) {
	params, refused := tokenParams(r)
	if refused != nil {
		return tokenResponse{}, refused
	}
	if refused := s.checkGrant(r, params); refused != nil {
		return tokenResponse{}, refused
	}
	// From here on the code is used up, whatever else is wrong with the request.
	code, err := s.store.ConsumeCode(r.Context(), params.Get("code"))
	if errors.Is(err, store.ErrNotFound) {
		return tokenResponse{}, invalidCode("the code was never issued, or has been used")
	}
	if err != nil {
		return tokenResponse{}, err
	}
	if refused := s.checkCode(code, params); refused != nil {
		return tokenResponse{}, refused.withClient(params.Get("client_id"))
	}
	return s.issueTokens(r.Context(), code)
}

// tokenParams reads a form, as the RFC has it, or a JSON object, as Auth0 takes it too. Parameters in the URL do
// not count: they would end up in logs.
func tokenParams(r *http.Request) (url.Values, *refusal) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		mediaType = ""
	}
	switch mediaType {
	case "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return nil, unreadable(err)
		}
		if name, found := repeated(r.PostForm); found {
			return nil, refuse("invalid_request", "Duplicate parameter: %s", name).mend("send it once")
		}
		return r.PostForm, nil
	case "application/json":
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, unreadable(err)
		}
		var body map[string]any // of two equal names the last one counts, and nobody else reads this body
		if err := json.Unmarshal(raw, &body); err != nil {
			return nil, unreadable(err)
		}
		params := make(url.Values, len(body))
		for name, value := range body {
			text, ok := value.(string)
			if !ok {
				return nil, refuse("invalid_request", "Parameter %s must be a string", name).mend("quote its value")
			}
			params.Set(name, text)
		}
		return params, nil
	default:
		return nil, refuse("invalid_request", "Unsupported content type").because("Content-Type is %q", r.Header.Get("Content-Type")).
			mend("send application/x-www-form-urlencoded or application/json")
	}
}

func unreadable(err error) *refusal {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return refuse("invalid_request", "The body is longer than %d bytes", tooLarge.Limit).
			answer(http.StatusRequestEntityTooLarge).mend("send less")
	}
	return refuse("invalid_request", "The body cannot be parsed").because("it does not match its Content-Type").
		mend("encode it as its Content-Type says")
}

// checkGrant looks at the parameters alone: a request that fails here leaves its code unused.
func (s *Server) checkGrant(r *http.Request, params url.Values) *refusal {
	switch params.Get("grant_type") {
	case "authorization_code":
	case "":
		return refuse("invalid_request", "Missing required parameter: grant_type").mend("send grant_type=authorization_code")
	default:
		return refuse("unsupported_grant_type", "Grant type not supported").mend("send grant_type=authorization_code")
	}
	if r.Header.Get("Authorization") != "" || params.Get("client_secret") != "" {
		return refuse("invalid_client", "Client authentication failed").answer(http.StatusUnauthorized).
			because("a public client sent credentials").mend("send client_id in the body, no secret and no Authorization header")
	}
	if params.Get("client_id") == "" {
		return refuse("invalid_request", "Missing required parameter: client_id").mend("send client_id in the body")
	}
	if _, known := s.clients[params.Get("client_id")]; !known {
		return refuse("invalid_client", "Client authentication failed").answer(http.StatusUnauthorized).
			because("client %q is unknown", describe(params.Get("client_id"))).mend("register it, or correct client_id")
	}
	for _, name := range []string{"code", "redirect_uri", "code_verifier"} {
		if params.Get(name) == "" {
			return refuse("invalid_request", "Missing required parameter: %s", name).
				mend("send the %s of this login", name).withClient(params.Get("client_id"))
		}
	}
	return nil
}

// checkCode compares the code with the request that presents it (RFC 6749 section 4.1.3, RFC 7636 section 4.6).
func (s *Server) checkCode(code store.Code, params url.Values) *refusal {
	switch {
	case !s.now().Before(code.Expires):
		return invalidCode(fmt.Sprintf("the code lived for %v and has expired", s.cfg.CodeLifetime))
	case params.Get("client_id") != code.Request.ClientID:
		return invalidCode("the code was issued to client " + code.Request.ClientID)
	case params.Get("redirect_uri") != code.Request.RedirectURI:
		return invalidCode("redirect_uri differs from the one at /authorize, which was " + code.Request.RedirectURI)
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
