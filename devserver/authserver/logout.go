package authserver

import (
	"net/http"
	"net/url"
	"slices"
)

// logout is Auth0's own endpoint, /v2/logout: it asks no question and needs no hint. It ends the session for every
// application, also when it cannot redirect: who asked to be logged out must not stay logged in by a typing error.
func (s *Server) logout(w http.ResponseWriter, r *http.Request) error {
	params, refused := requestParams(r)
	if refused != nil {
		return refused
	}
	for _, name := range []string{"client_id", "returnTo"} {
		if len(params[name]) > 1 {
			return refuse("invalid_request", "Duplicate parameter: %s", name).mend("send it once")
		}
	}
	target, refused := s.returnTo(params.Get("client_id"), params.Get("returnTo"))
	return s.finishLogout(w, r, target, refused)
}

// finishLogout ends the session, also when the target was refused, and leads to the target if there is one.
func (s *Server) finishLogout(w http.ResponseWriter, r *http.Request, target string, refused *refusal) error {
	if err := s.endBrowserSession(w, r); err != nil {
		return err
	}
	if refused != nil {
		return refused
	}
	if target == "" {
		return s.showNotice(w, "You are logged out", "Your session here has ended for every application.")
	}
	redirect(w, r, target)
	return nil
}

// returnTo picks the list that decides (the application's if it names itself, else the tenant's) and the target.
// An application that names no target gets its first allowed URL.
func (s *Server) returnTo(clientID, returnTo string) (string, *refusal) {
	allowed, owner := s.cfg.AllowedLogoutURLs, "the tenant"
	if clientID != "" {
		client, known := s.clients[clientID]
		if !known {
			return "", refuse("invalid_request", "Unknown client: %s", clientID).
				mend("use the client_id of a registered client")
		}
		allowed, owner = client.AllowedLogoutURLs, "client "+client.ID
	}
	if returnTo == "" {
		if clientID != "" && len(allowed) > 0 {
			return allowed[0], nil
		}
		return "", nil
	}
	if !slices.ContainsFunc(allowed, func(entry string) bool { return sameLogoutURL(entry, returnTo) }) {
		// Auth0 quotes with '"', which an error_description may not hold.
		return "", refuse("invalid_request",
			"The 'returnTo' querystring parameter '%s' is not defined as a valid URL in 'Allowed Logout URLs'", returnTo).
			because("AllowedLogoutURLs of %s are %q", owner, allowed).
			mend("add the URL to AllowedLogoutURLs of %s", owner)
	}
	return returnTo, nil
}

// sameLogoutURL ignores query and fragment, and the case of scheme and host, as Auth0 does here.
func sameLogoutURL(allowed, asked string) bool {
	a, errA := url.Parse(allowed)
	b, errB := url.Parse(asked)
	if errA != nil || errB != nil || b.User != nil {
		return false
	}
	return originOf(a) == originOf(b) && pathOrRoot(a) == pathOrRoot(b)
}

func pathOrRoot(u *url.URL) string {
	if u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}

// endBrowserSession forgets the session that the browser's cookie names, and the cookie.
func (s *Server) endBrowserSession(w http.ResponseWriter, r *http.Request) error {
	id, _ := s.sessionCookie(r)
	if id == "" {
		return nil
	}
	if session, err := s.store.Session(r.Context(), id); err == nil && !session.Anonymous() {
		s.log.InfoContext(r.Context(), "logged out", "sub", session.Sub, "sid", session.SID)
	}
	if err := s.store.DeleteSession(r.Context(), id); err != nil {
		return err
	}
	s.clearSessionCookie(w)
	return nil
}
