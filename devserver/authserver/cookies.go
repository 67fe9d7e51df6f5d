package authserver

import (
	"net/http"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// cookieName carries the role and the instance: cookies ignore ports, so every server on localhost gets this one
// too. Over https the __Host- prefix ties it to the host (RFC 6265bis section 4.1.3.2); below a path that is not to be
// had, and __Secure- keeps plain http from planting one.
func (s *Server) cookieName() string {
	name := "as-session_" + s.cfg.Instance
	switch {
	case s.secure() && s.mount == "":
		return "__Host-" + name
	case s.secure():
		return "__Secure-" + name
	}
	return name
}

func (s *Server) secure() bool { return strings.HasPrefix(s.cfg.PublicURL, "https://") }

// sessionCookie returns the id in the browser's cookie, or what is missing.
func (s *Server) sessionCookie(r *http.Request) (id, missing string) {
	cookies := r.CookiesNamed(s.cookieName())
	switch {
	case len(cookies) == 0:
		return "", "the browser sent no session cookie"
	case len(cookies) > 1:
		// Another server on this host, on another port, may have planted one (RFC 6265 section 8.6).
		return "", "the browser sent several session cookies: clear those of this host"
	}
	return cookies[0].Value, ""
}

// setSessionCookie gives a lifetime only to what shall outlive the browser: the server's clock ends sessions, and a
// test may move that clock. In an http development setup application and server are one site, so Lax reaches a frame;
// over https they need not be.
func (s *Server) setSessionCookie(w http.ResponseWriter, session store.Session) {
	http.SetCookie(w, s.sessionCookieFor(session))
}

func (s *Server) sessionCookieFor(session store.Session) *http.Cookie {
	cookie := s.cookie(session.ID)
	if session.Persistent {
		cookie.MaxAge = int(session.Absolute / time.Second)
	}
	return cookie
}

func (s *Server) clearSessionCookie(w http.ResponseWriter) {
	cookie := s.cookie("")
	cookie.MaxAge = -1
	http.SetCookie(w, cookie)
}

func (s *Server) cookie(value string) *http.Cookie {
	cookie := &http.Cookie{
		Name: s.cookieName(), Value: value, Path: s.mount + "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if s.secure() {
		cookie.Secure, cookie.SameSite = true, http.SameSiteNoneMode
	}
	return cookie
}
