package authserver

import (
	"net/http"
	"net/url"
	"strings"
)

// mountOf is the path that a URL mounts the server at: "" or "/auth".
func mountOf(publicURL string) string {
	u, err := url.Parse(publicURL)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(u.Path, "/")
}

// unmount leaves the path within the server, as routes, faults and records name it.
func (s *Server) unmount(r *http.Request) (inside *http.Request, mounted bool) {
	if s.mount == "" {
		return r, true
	}
	within, below := strings.CutPrefix(r.URL.Path, s.mount+"/")
	if !below {
		return r, false
	}
	inside = new(http.Request)
	*inside = *r
	inside.URL = new(url.URL)
	*inside.URL = *r.URL
	inside.URL.Path, inside.URL.RawPath = "/"+within, ""
	return inside, true
}

// notMounted tells a proxy that strips the path, or a client that has forgotten it.
func (s *Server) notMounted(w http.ResponseWriter, r *http.Request) {
	s.errorPage(w, r, refuse("not_found", "There is no page at %s", r.URL.Path).answer(http.StatusNotFound).
		because("this server is mounted at %s/", s.mount).
		mend("ask for %s/..., and let a proxy pass the path on as it is", s.base))
}
