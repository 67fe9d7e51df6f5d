package idp

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// longestSession bounds what is kept of a session that nobody comes back to; a social network forgets nobody earlier.
const longestSession = 90 * 24 * time.Hour

type session struct {
	userID  string
	created time.Time
}

// ends is when a session ends, unless it is ended before.
func (s *Server) ends(session session) time.Time {
	return session.created.Add(cmp.Or(s.cfg.SessionLifetime, longestSession))
}

// A Session is a session as seen from outside: without the secret in its cookie.
type Session struct {
	UserID    string    `json:"user_id"`
	Email     string    `json:"email"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Sessions lists the sessions that live, oldest first.
func (s *Server) Sessions() []Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []Session{}
	now := s.cfg.Now()
	for _, session := range s.sessions {
		if expires := s.ends(session); now.Before(expires) {
			list = append(list, Session{session.userID, s.user(session.userID).Email, session.created, expires})
		}
	}
	slices.SortFunc(list, func(a, b Session) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return list
}

// EndSessions ends all sessions of a user.
func (s *Server) EndSessions(userID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, session := range s.sessions {
		if session.userID == userID {
			delete(s.sessions, id)
		}
	}
}

// startSession gives the browser a session under a new id.
func (s *Server) startSession(w http.ResponseWriter, userID string) (session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, err := s.secret()
	if err != nil {
		return session{}, err
	}
	now := s.cfg.Now()
	dropExpired(s.sessions, now, s.ends)
	started := session{userID, now}
	s.sessions[id] = started
	http.SetCookie(w, s.cookie(id))
	return started, nil
}

// signedIn returns the browser's session.
func (s *Server) signedIn(r *http.Request) (session, bool) {
	cookies := r.CookiesNamed(s.cookie("").Name)
	if len(cookies) != 1 { // several: another server on this host may have planted one
		return session{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found, lives := s.sessions[cookies[0].Value]
	return found, lives && s.cfg.Now().Before(s.ends(found))
}

// logOut is the end_session_endpoint. It asks no question: a social network that one leaves by its own link does not.
func (s *Server) logOut(w http.ResponseWriter, r *http.Request) {
	for _, cookie := range r.CookiesNamed(s.cookie("").Name) {
		s.mu.Lock()
		delete(s.sessions, cookie.Value)
		s.mu.Unlock()
	}
	cleared := s.cookie("")
	cleared.MaxAge = -1
	http.SetCookie(w, cleared)

	target := r.URL.Query().Get("post_logout_redirect_uri")
	client, known := s.client(r.URL.Query().Get("client_id"))
	if target == "" {
		s.show(w, r, http.StatusOK, noticeTemplate, page{Title: "You are logged out", Text: "Your session here has ended."})
		return
	}
	if !known || !slices.Contains(client.PostLogoutRedirectURIs, target) {
		s.refuse(w, r, http.StatusBadRequest, "post_logout_redirect_uri is not registered: add it to the client's PostLogoutRedirectURIs")
		return
	}
	redirect(w, target, url.Values{"state": {r.URL.Query().Get("state")}})
}

// cookie is named by role and port: cookies ignore ports, so every server on localhost gets this one too.
func (s *Server) cookie(value string) *http.Cookie {
	name := "idp-session_" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.TrimSuffix(s.cfg.Issuer[strings.Index(s.cfg.Issuer, "//")+2:], "/"))
	cookie := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if strings.HasPrefix(s.cfg.Issuer, "https:") {
		cookie.Name, cookie.Secure = "__Host-"+name, true
	}
	return cookie
}
