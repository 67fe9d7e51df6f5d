package authserver

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/spa-session/spa-session/devserver/store"
)

// authorize is the authorization endpoint (RFC 6749 section 3.1, OIDC Core section 3.1.2).
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) error {
	params, refused := requestParams(r)
	if refused != nil {
		return refused
	}
	params, pushed, err := s.pushedParams(r, params)
	if err != nil {
		return err
	}
	client, redirectURI, refused := s.trust(params)
	if refused != nil {
		return refused
	}
	to := destination{redirectURI: redirectURI, mode: responseMode(params), state: one(params, "state")}
	if refused := checkWebOrigin(client, to); refused != nil {
		if s.tenant().settings.Quirks.PostToUnregisteredOrigin {
			return s.respondError(w, r, to, refused)
		}
		return refused
	}
	if fault := faultOf(r.Context()); fault.Error != "" {
		return s.respond(w, r, to, response{Error: fault.Error, ErrorDescription: fault.description()})
	}
	req, refused := s.parse(params, client, redirectURI)
	if refused == nil && client.RequirePAR && !pushed {
		refused = refuse("invalid_request", "The client must push its authorization requests").
			mend("POST the parameters to %s, then send request_uri", s.base+pushPath)
	}
	if refused != nil {
		return s.respondError(w, r, to, refused.withClient(client.ID))
	}
	return s.answer(w, r, req)
}

// answer serves a request that has passed every check, out of the session if that is enough.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, req store.AuthorizationRequest) error {
	if err := s.forgetIdPLogout(r); err != nil {
		return err
	}
	session, missing, err := s.currentSession(r)
	if err != nil {
		return err
	}
	what, why, err := s.next(r.Context(), req, store.Steps{}, session)
	if err != nil {
		return err
	}
	if what == proceed {
		if refused := s.admit(req, session.Sub); refused != nil {
			return s.respondError(w, r, destinationOf(req), refused)
		}
		touched, err := s.touch(r, session.ID, req.ClientID)
		if err == nil {
			return s.issueCode(w, r, touched, req, false)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		what, why, missing = askCredentials, "there is no session", "it was ended while this request was served"
	}
	// An anonymous session begins here, but not of a request without a page: the cookie of an answer that comes late
	// would take the place of the one that a login page has just been given.
	if !slices.Contains(req.Prompt, "none") {
		return s.startInteraction(w, r, req, what)
	}
	if missing != "" {
		why += ": " + missing
	}
	return s.respondError(w, r, destinationOf(req), refuseSilently(what, why).withClient(req.ClientID))
}

// next decides what a request needs.
func (s *Server) next(ctx context.Context, req store.AuthorizationRequest, done store.Steps, session *store.Session) (outcome, string, error) {
	f := facts{mfaAlways: s.tenant().settings.MFA == Always, confirm: s.mustConfirm(req), now: s.now()}
	if session != nil {
		missing, err := s.consentMissing(ctx, session.Sub, req)
		if err != nil {
			return 0, "", err
		}
		f.consentMissing = missing
	}
	what, why := decide(req, done, session, f)
	return what, why, nil
}

// mustConfirm is Quirks.LocalhostConsent "confirm".
func (s *Server) mustConfirm(req store.AuthorizationRequest) bool {
	client, _ := s.client(req.ClientID)
	return s.tenant().settings.Quirks.LocalhostConsent == LocalhostConfirm && !client.SkipCallbackConfirmation &&
		!slices.Contains(req.Prompt, "none") && onLoopback(req.RedirectURI)
}

// onLoopback: nobody can verify whose redirect URI that is.
func onLoopback(redirectURI string) bool {
	u, err := url.Parse(redirectURI)
	return err == nil && loopback(u.Hostname())
}

// admit refuses users who may not go on, whoever they have shown to be.
func (s *Server) admit(req store.AuthorizationRequest, sub string) *refusal {
	user, _ := s.userBySub(sub)
	switch {
	case user.Blocked:
		return refuse("access_denied", "user is blocked").withClient(req.ClientID)
	case req.Organization != "" && !slices.Contains(user.Organizations, req.Organization):
		return refuse("access_denied", "user %s is not part of the %s organization", sub, req.Organization).
			withClient(req.ClientID).mend("add the organization to the user's organizations")
	}
	return nil
}

// issueCode answers with an authorization code (RFC 6749 section 4.1.2). mfa tells that the second factor was passed
// for this very request.
func (s *Server) issueCode(w http.ResponseWriter, r *http.Request, session store.Session, req store.AuthorizationRequest, mfa bool) error {
	value, err := s.randomID(32)
	if err != nil {
		return err
	}
	err = s.store.CreateCode(r.Context(), store.Code{
		Value:   value,
		Expires: s.now().Add(s.tenant().lifetimes.code),
		Request: req,
		Login:   store.Login{Sub: session.Sub, SID: session.SID, AuthenticatedAt: session.AuthenticatedAt},
		MFA:     mfa,
	})
	if err != nil {
		return err
	}
	return s.respond(w, r, destinationOf(req), response{Code: value})
}

// responseMode is what the application asked for, as far as it can be told before the request is checked.
func responseMode(params url.Values) string {
	switch mode := one(params, "response_mode"); mode {
	case modeFragment, modeFormPost, modeWebMessage:
		return mode
	}
	return modeQuery
}
