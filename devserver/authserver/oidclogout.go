package authserver

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/spa-session/spa-session/devserver/store"
)

var endSessionParams = []string{
	"id_token_hint", "logout_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales",
}

// An endSessionRequest has been checked, its target apart.
type endSessionRequest struct {
	store.LogoutRequest
	hintedSID string   // the session that a hint named, "" without a hint
	badTarget *refusal // what could not be validated is not used, but the logout goes on (section 4)
}

// endSession is the end_session_endpoint (OpenID Connect RP-Initiated Logout 1.0 section 2). It asks the user unless
// the request shows by a hint that it comes from an application of this very session.
func (s *Server) endSession(w http.ResponseWriter, r *http.Request) error {
	params, refused := requestParams(r)
	if refused != nil {
		return refused
	}
	req, refused := s.parseEndSession(r, params)
	if refused != nil {
		return refused
	}
	session, _, err := s.currentSession(r)
	if err != nil {
		return err
	}
	if session == nil || session.SID == req.hintedSID || s.tenant().settings.Flags.NoLogoutPrompt {
		return s.finishLogout(w, r, ending{req.RedirectURI, req.badTarget, req.Federated})
	}
	if req.badTarget != nil {
		return req.badTarget
	}
	return s.askToConfirmLogout(w, r, req.LogoutRequest)
}

func (s *Server) parseEndSession(r *http.Request, params url.Values) (endSessionRequest, *refusal) {
	for _, name := range endSessionParams {
		if len(params[name]) > 1 {
			return endSessionRequest{}, refuse("invalid_request", "Duplicate parameter: %s", name).mend("send it once")
		}
	}
	clientID, sid := params.Get("client_id"), params.Get("logout_hint")
	if hint := params.Get("id_token_hint"); hint != "" {
		claims, refused := s.verifyHint(r, hint)
		switch {
		case refused != nil:
			return endSessionRequest{}, refused
		case clientID != "" && clientID != claims.Audience:
			return endSessionRequest{}, refuse("invalid_request", "client_id is not the audience of id_token_hint").
				mend("send the client_id that the ID token was issued to, or none")
		case sid != "" && sid != claims.SessionID:
			return endSessionRequest{}, refuse("invalid_request", "logout_hint is not the sid of id_token_hint").
				mend("send the sid claim of the ID token, or no logout_hint")
		}
		if clientID == "" && s.tenant().settings.Quirks.HintIsTenantLevel {
			return s.endSessionAt(r, params, "", claims.SessionID), nil
		}
		clientID, sid = claims.Audience, claims.SessionID
	}
	return s.endSessionAt(r, params, clientID, sid), nil
}

// endSessionAt looks for the target in the list of a client, or the tenant's if clientID is "".
func (s *Server) endSessionAt(r *http.Request, params url.Values, clientID, sid string) endSessionRequest {
	target, bad := s.postLogoutRedirectURI(clientID, params.Get("post_logout_redirect_uri"), params.Get("client_id") != "")
	if target != "" {
		target = withQuery(target, url.Values{"state": {params.Get("state")}})
	}
	return endSessionRequest{
		LogoutRequest: store.LogoutRequest{ClientID: clientID, RedirectURI: target, Federated: federated(r, params)},
		hintedSID:     sid,
		badTarget:     bad,
	}
}

// federated: in a query the parameter's name is enough, in a form it needs a value, as at Auth0.
func federated(r *http.Request, params url.Values) bool {
	if r.Method == http.MethodPost {
		return params.Get("federated") == "true"
	}
	return params.Has("federated")
}

// verifyHint accepts an ID token of ours that has expired: logging out late must work (section 4).
func (s *Server) verifyHint(r *http.Request, hint string) (idTokenClaims, *refusal) {
	var claims struct {
		idTokenClaims
		Events map[string]any `json:"events"`
	}
	err := s.keys.verify(r.Context(), idTokenType, hint, &claims)
	if err == nil && claims.Issuer != s.cfg.Issuer {
		err = errors.New("iss is another issuer")
	}
	if err == nil && claims.Events != nil {
		err = errors.New("it has events: it is a logout token")
	}
	if err != nil {
		return idTokenClaims{}, refuse("invalid_request", "id_token_hint is not an ID token of this server").
			because("%v", err).mend("send the ID token as it was received; an expired one will do")
	}
	return claims.idTokenClaims, nil
}

// postLogoutRedirectURI matches exactly, query included, unlike /v2/logout. The list is the application's if it is
// known, else the tenant's. An application that names itself and no target gets its first allowed URL; a hint alone names
// no target, and so leads nowhere (section 2).
func (s *Server) postLogoutRedirectURI(clientID, uri string, namesItself bool) (string, *refusal) {
	allowed, owner := s.tenant().settings.AllowedLogoutURLs, "the tenant"
	if clientID != "" {
		client, known := s.client(clientID)
		if !known {
			return "", refuse("invalid_request", "Unknown client: %s", clientID).mend("use the client_id of a registered client")
		}
		allowed, owner = client.AllowedLogoutURLs, "client "+client.ID
	}
	if uri == "" && namesItself {
		return firstTarget(allowed), nil
	}
	if uri != "" && !matchesAny(allowed, uri) {
		return "", refuse("invalid_request", "post_logout_redirect_uri is not in the list of allowed logout URLs").
			because("%q is none of %q, the allowed_logout_urls of %s", uri, allowed, owner).
			mend("add it to allowed_logout_urls of %s, to the letter", owner)
	}
	return uri, nil
}
