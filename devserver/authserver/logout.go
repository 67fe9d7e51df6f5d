package authserver

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// logout is Auth0's own endpoint, /v2/logout: it asks no question and needs no hint. It ends the session for every
// application, also when it cannot redirect: who asked to be logged out must not stay logged in by a typing error.
func (s *Server) logout(w http.ResponseWriter, r *http.Request) error {
	params, refused := requestParams(r)
	target := ""
	if refused == nil {
		target, refused = s.returnTo(params)
	}
	return s.finishLogout(w, r, ending{target, refused, params.Has("federated")})
}

// An ending is where a logout leads to.
type ending struct {
	target    string   // may be empty
	refused   *refusal // the target, if it was not allowed: the session ends all the same
	federated bool     // over the identity provider that the user came from, if any, to end its session, too
}

// finishLogout ends the session, also when the target was refused, and leads to the target if there is one.
func (s *Server) finishLogout(w http.ResponseWriter, r *http.Request, end ending) error {
	connection, err := s.endBrowserSession(w, r)
	if err != nil {
		return err
	}
	if end.refused != nil {
		return end.refused
	}
	if connection == "" {
		return s.showLoggedOut(w, r, end.target)
	}
	if !end.federated {
		session := s.anonymousSession()
		session.IdPLogout = connection
		if err := s.startSession(w, r, session); err != nil {
			return err
		}
		return s.showLoggedOut(w, r, end.target)
	}
	return s.logOutUpstream(w, r, connection, end.target)
}

func (s *Server) showLoggedOut(w http.ResponseWriter, r *http.Request, target string) error {
	if target == "" {
		return s.showNotice(w, "You are logged out", "Your session here has ended for every application.")
	}
	redirect(w, r, target)
	return nil
}

// returnTo picks the list that decides (the application's if it names itself, else the tenant's) and the target.
// An application that names no target gets its first allowed URL.
func (s *Server) returnTo(params url.Values) (string, *refusal) {
	for _, name := range []string{"client_id", "returnTo"} {
		if len(params[name]) > 1 {
			return "", refuse("invalid_request", "Duplicate parameter: %s", name).mend("send it once")
		}
	}
	clientID, returnTo := params.Get("client_id"), params.Get("returnTo")
	allowed, owner := s.tenant().settings.AllowedLogoutURLs, "the tenant"
	if clientID != "" {
		client, known := s.client(clientID)
		if !known {
			return "", refuse("invalid_request", "Unknown client: %s", clientID).
				mend("use the client_id of a registered client")
		}
		allowed, owner = client.AllowedLogoutURLs, "client "+client.ID
	}
	if returnTo == "" {
		if clientID != "" {
			return firstTarget(allowed), nil
		}
		return "", nil
	}
	if !slices.ContainsFunc(allowed, func(entry string) bool { return sameLogoutURL(entry, returnTo) }) {
		// Auth0 quotes with '"', which an error_description may not hold.
		return "", refuse("invalid_request",
			"The 'returnTo' querystring parameter '%s' is not defined as a valid URL in 'Allowed Logout URLs'", returnTo).
			because("allowed_logout_urls of %s are %q", owner, allowed).
			mend("add the URL to allowed_logout_urls of %s", owner)
	}
	return returnTo, nil
}

// firstTarget is the first URL that leads somewhere; "" without one.
func firstTarget(allowed []string) string {
	for _, uri := range allowed {
		if !strings.Contains(uri, "*") {
			return uri
		}
	}
	return ""
}

// sameLogoutURL ignores query and fragment, and the case of scheme and host, as Auth0 does here.
func sameLogoutURL(allowed, asked string) bool {
	a, errA := url.Parse(allowed)
	b, errB := url.Parse(asked)
	if errA != nil || errB != nil || b.User != nil {
		return false
	}
	return matchesURL(originOf(a), originOf(b)) && pathOrRoot(a) == pathOrRoot(b)
}

func pathOrRoot(u *url.URL) string {
	if u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}

// endBrowserSession forgets the session that the browser's cookie names, and the cookie. Of several cookies it forgets
// each one's: a planted one must not keep the user logged in. It returns the connection whose own session may still
// live: that of this session, or that of one which ended here before.
func (s *Server) endBrowserSession(w http.ResponseWriter, r *http.Request) (connection string, err error) {
	for _, cookie := range r.CookiesNamed(s.cookieName()) {
		session, err := s.store.Session(r.Context(), cookie.Value)
		if err == nil && !session.Anonymous() {
			s.log.InfoContext(r.Context(), "logged out", "sub", session.Sub, "sid", session.SID)
		}
		if err := s.store.DeleteSession(r.Context(), cookie.Value); err != nil {
			return "", err
		}
		s.announceEnd(session, RPLogout)
		s.clearSessionCookie(w)
		connection = cmp.Or(connection, session.Connection, session.IdPLogout)
	}
	return connection, nil
}
