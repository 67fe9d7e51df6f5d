package authserver

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/spa-session/spa-session/devserver/store"
)

// authorize is the authorization endpoint (RFC 6749 section 3.1, OIDC Core section 3.1.2).
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) error {
	params, refused := requestParams(r)
	if refused != nil {
		return refused
	}
	client, redirectURI, refused := s.trust(params)
	if refused != nil {
		return refused
	}
	to := destination{redirectURI: redirectURI, mode: responseMode(params), state: one(params, "state")}
	if refused := checkWebOrigin(client, to); refused != nil {
		return refused
	}
	req, refused := s.parse(params, client, redirectURI)
	if refused != nil {
		return s.respondError(w, r, to, refused.withClient(client.ID))
	}
	return s.answer(w, r, req)
}

// answer serves a request that has passed every check, out of the session if that is enough.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, req authorization) error {
	session, missing, err := s.currentSession(r)
	if err != nil {
		return err
	}
	what, why := decide(req, session, s.now())
	if what == proceed {
		touched, err := s.touch(r.Context(), session.ID, req.ClientID)
		if err == nil {
			return s.issueCode(w, r, touched, req.AuthorizationRequest)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		what, why = decide(req, nil, s.now())
		missing = "it was ended while this request was served"
	}
	if what == askCredentials {
		return s.startLogin(w, r, req.AuthorizationRequest)
	}
	if missing != "" {
		why += ": " + missing
	}
	return s.respondError(w, r, destinationOf(req.AuthorizationRequest),
		refuse("login_required", "Login required").withClient(req.ClientID).because("%s", why).
			mend("log in interactively; if you have, look whether the browser sends this server's cookie to a frame"))
}

// issueCode answers with an authorization code (RFC 6749 section 4.1.2).
func (s *Server) issueCode(w http.ResponseWriter, r *http.Request, session store.Session, req store.AuthorizationRequest) error {
	value, err := s.randomID(32)
	if err != nil {
		return err
	}
	err = s.store.CreateCode(r.Context(), store.Code{
		Value:           value,
		Expires:         s.now().Add(s.cfg.CodeLifetime),
		Request:         req,
		Sub:             session.Sub,
		SID:             session.SID,
		AuthenticatedAt: session.AuthenticatedAt,
	})
	if err != nil {
		return err
	}
	return s.respond(w, r, destinationOf(req), response{Code: value})
}

// responseMode is what the application asked for, as far as it can be told before the request is checked.
func responseMode(params url.Values) string {
	if one(params, "response_mode") == modeWebMessage {
		return modeWebMessage
	}
	return modeQuery
}
