package authserver

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"
)

// The paths are Auth0's, but for the login page's, which is nobody's business but the server's.
const (
	discoveryPath     = "/.well-known/openid-configuration"
	oauthMetadataPath = "/.well-known/oauth-authorization-server" // RFC 8414: the same document
	jwksPath          = "/.well-known/jwks.json"
	authorizePath     = "/authorize"
	loginPath         = "/login"
	tokenPath         = "/oauth/token"
	userinfoPath      = "/userinfo"
	logoutPath        = "/v2/logout"
	endSessionPath    = "/oidc/logout"
	confirmLogoutPath = "/oidc/logout/confirm"
	stylePath         = "/style.css"

	mfaPath            = "/login/mfa"
	consentPath        = "/login/consent"
	socialPath         = "/login/social/" // and a connection
	upstreamPath       = "/login/callback"
	upstreamLogoutPath = "/v2/logout/callback"
	pushPath           = "/oauth/par"
	revokePath         = "/oauth/revoke"
)

// routes holds every route of the server.
func (s *Server) routes() http.Handler {
	r := mux.NewRouter().SkipClean(true) // mux knows no mount to stay below, and its redirect would lose a form

	// Documents that anybody may read.
	r.Handle(discoveryPath, anyOrigin(s.discovery)).Methods("GET", "HEAD", "OPTIONS")
	r.Handle(oauthMetadataPath, anyOrigin(s.discovery)).Methods("GET", "HEAD", "OPTIONS")
	r.Handle(jwksPath, anyOrigin(s.jwks)).Methods("GET", "HEAD", "OPTIONS")

	// What the browser visits. Only the login page and the logout question are for a person's eyes.
	r.Handle(authorizePath, s.page(s.authorize)).Methods("GET", "POST")
	r.Handle(loginPath, s.page(s.showLogin)).Methods("GET")
	r.Handle(loginPath, s.ownFormsOnly(s.page(s.submitLogin))).Methods("POST")
	r.Handle(mfaPath, s.page(s.showMFA)).Methods("GET")
	r.Handle(mfaPath, s.ownFormsOnly(s.page(s.submitMFA))).Methods("POST")
	r.Handle(consentPath, s.page(s.showConsent)).Methods("GET")
	r.Handle(consentPath, s.ownFormsOnly(s.page(s.submitConsent))).Methods("POST")
	r.Handle(socialPath+"{connection}", s.page(s.startSocialLogin)).Methods("GET")
	r.Handle(upstreamPath, s.page(s.finishSocialLogin)).Methods("GET")
	r.Handle(logoutPath, s.page(s.logout)).Methods("GET")
	r.Handle(upstreamLogoutPath, s.page(s.finishUpstreamLogout)).Methods("GET")
	r.Handle(endSessionPath, s.page(s.endSession)).Methods("GET", "POST")
	r.Handle(confirmLogoutPath, s.page(s.showConfirmLogout)).Methods("GET")
	r.Handle(confirmLogoutPath, s.ownFormsOnly(s.page(s.confirmLogout))).Methods("POST")
	r.HandleFunc(stylePath, serveStyle).Methods("GET", "HEAD")

	// What the application fetches.
	r.Handle(tokenPath, s.registeredOrigins(s.token)).Methods("POST", "OPTIONS")
	r.Handle(revokePath, s.registeredOrigins(s.revoke)).Methods("POST", "OPTIONS")
	r.Handle(pushPath, s.registeredOrigins(s.push)).Methods("POST", "OPTIONS")
	r.Handle(userinfoPath, s.registeredOrigins(s.userinfo)).Methods("GET", "POST", "OPTIONS")

	r.NotFoundHandler = http.HandlerFunc(s.notFound)
	r.MethodNotAllowedHandler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Allow", strings.Join(allowedMethods(r, req), ", "))
		s.methodNotAllowed(w, req)
	})
	return r
}

// allowedMethods asks the router itself, since mux does not tell (RFC 9110 section 15.5.6 wants them in Allow).
func allowedMethods(r *mux.Router, req *http.Request) []string {
	var allowed []string
	for _, method := range []string{"GET", "HEAD", "POST", "OPTIONS"} {
		probe := req.Clone(req.Context())
		probe.Method = method
		var match mux.RouteMatch
		if r.Match(probe, &match) && match.MatchErr == nil {
			allowed = append(allowed, method)
		}
	}
	return allowed
}
