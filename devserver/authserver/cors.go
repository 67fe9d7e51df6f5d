package authserver

import (
	"net/http"
)

// corsHeaders are the request headers that an application may send across origins; Auth0-Client is what Auth0's
// own SDKs add.
const corsHeaders = "Authorization, Content-Type, DPoP, Auth0-Client"

// anyOrigin is for documents that hold nothing private.
func anyOrigin(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if r.Method == http.MethodOptions {
			w.Header().Set("Access-Control-Allow-Methods", "GET, HEAD")
			w.Header().Set("Access-Control-Allow-Headers", corsHeaders)
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next(w, r)
	})
}

// registeredOrigins lets the origins of the tenant's clients read the answer. Requests of others are served too, since a
// command line sends no Origin, but a browser keeps the answer from them. Cookies play no part: no credentials.
func (s *Server) registeredOrigins(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Origin")
		origin := r.Header.Get("Origin")
		registered := s.allowOrigin(w, origin)
		if origin != "" && !registered {
			s.logRefusal(r, refuse("cors", "The origin %s may not read the answer", origin).
				because("the origin is in no client's web_origins, allowed_origins or callbacks: the browser hides the answer from the page").
				mend("add the origin to web_origins of its client"))
		}
		if r.Method != http.MethodOptions {
			next(w, r)
			return
		}
		if !registered {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
		w.Header().Set("Access-Control-Allow-Headers", corsHeaders)
		w.Header().Set("Access-Control-Max-Age", "600")
		w.WriteHeader(http.StatusNoContent)
	})
}

// allowOrigin lets a page of a registered origin read the answer.
func (s *Server) allowOrigin(w http.ResponseWriter, origin string) bool {
	if origin == "" || !s.webOrigin(origin) {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", origin)
	w.Header().Set("Access-Control-Expose-Headers", "WWW-Authenticate, DPoP-Nonce")
	return true
}

func (s *Server) webOrigin(origin string) bool {
	for _, client := range s.tenant().clients {
		if client.allowsOrigin(origin) {
			return true
		}
	}
	return false
}
