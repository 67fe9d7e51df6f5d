package authserver

import (
	"errors"
	"net/http"
)

// page turns a handler for the browser into an http.Handler: what it refuses is shown to the user, any other error is
// a fault of the server.
func (s *Server) page(serve func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, serve(w, r), s.errorPage)
	})
}

// fail answers an error in the form of the endpoint; nil is none.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error, refuseWith func(http.ResponseWriter, *http.Request, *refusal)) {
	var refused *refusal
	switch {
	case err == nil:
	case errors.As(err, &refused):
		refuseWith(w, r, refused)
	default:
		s.internalError(w, r, err)
	}
}

// errorPage shows a refusal that must not be sent to the application, since the redirect URI is not trusted
// (RFC 6749 section 4.1.2.1).
func (s *Server) errorPage(w http.ResponseWriter, r *http.Request, refused *refusal) {
	s.logRefusal(r, refused)
	page := notice{
		Title:       "Oops!, something went wrong",
		Issuer:      s.cfg.Issuer,
		Code:        refused.code,
		Description: refused.description,
	}
	if refused.cure != "" {
		page.Paragraphs = []string{"For the developer: " + refused.cure + "."}
	}
	if err := s.showPage(w, refused.status, noticeTemplate, page, ""); err != nil {
		s.internalError(w, r, err)
	}
}

// internalError is a fault of the server itself; only the log says which.
func (s *Server) internalError(w http.ResponseWriter, r *http.Request, err error) {
	s.log.ErrorContext(r.Context(), "internal error", "path", r.URL.Path, "cause", err)
	http.Error(w, "server_error: the authorization server failed; its log says why", http.StatusInternalServerError)
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	s.errorPage(w, r, refuse("not_found", "There is no page at %s", r.URL.Path).answer(http.StatusNotFound).
		mend("%s lists the endpoints", s.base+discoveryPath))
}

func (s *Server) methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	s.errorPage(w, r, refuse("invalid_request", "%s does not take %s", r.URL.Path, r.Method).
		answer(http.StatusMethodNotAllowed).mend("use the method that the specification of this endpoint names"))
}

// ownFormsOnly keeps other sites from sending our forms in the user's name (login CSRF): by Sec-Fetch-Site, or by
// Origin where a browser does not send that.
func (s *Server) ownFormsOnly(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	trusted := protection.AddTrustedOrigin(originOfRegistered(s.cfg.PublicURL)) // a proxy may send another Host
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.errorPage(w, r, refuse("invalid_request", "This form was sent from another site").
			answer(http.StatusForbidden).mend("open the page on %s and use its own button", s.base))
	}))
	if trusted != nil { // New has parsed the URL
		panic("authserver: internal error: " + trusted.Error())
	}
	return protection.Handler(next)
}
