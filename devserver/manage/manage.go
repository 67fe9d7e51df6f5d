package manage

import (
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/loopback"
)

// Prefix is the path that the handler is to be mounted at, on the authorization server's origin.
const Prefix = "/api/v2/"

const maxBody = 1 << 20 // bytes

// Audience is what an access token for the API is asked for by; issuer ends with a slash.
func Audience(issuer string) string { return issuer + "api/v2/" }

// scopes are all that the API asks for, as Auth0 names them.
var scopes = []string{
	"read:tenant_settings", "update:tenant_settings",
	"read:clients", "create:clients", "update:clients", "delete:clients", "read:client_keys",
	"read:users", "create:users", "update:users", "delete:users",
	"read:sessions", "delete:sessions", "read:refresh_tokens", "delete:refresh_tokens",
}

// API registers the API with a tenant of this issuer.
func API(issuer string) authserver.API {
	return authserver.API{Audience: Audience(issuer), Scopes: scopes}
}

// Client is a machine that may use the API with these scopes; none are all.
func Client(issuer, id, secret string, granted ...string) authserver.Client {
	if len(granted) == 0 {
		granted = scopes
	}
	return authserver.Client{
		ID: id, Name: "Management", Secret: secret, GrantTypes: []string{"client_credentials"},
		Grants: []authserver.ClientGrant{{Audience: Audience(issuer), Scopes: granted}},
	}
}

// Config says what is managed.
type Config struct {
	// Server is the tenant. Required.
	Server *authserver.Server
	// Issuer is the server's, with its trailing slash. Required.
	Issuer string
	// Origin is the server's own, and ControlOrigins are other origins whose pages may use the API.
	Origin         string
	ControlOrigins []string
	// Token is good for every scope, beside access tokens; "" is none.
	Token string
}

// An API is the handler's state: all of it is the server's.
type api struct {
	server   *authserver.Server
	audience string
	token    string
}

// New returns the handler for Prefix.
func New(cfg Config) (http.Handler, error) {
	if cfg.Server == nil || cfg.Issuer == "" || cfg.Origin == "" {
		return nil, errors.New("manage: Server, Issuer and Origin are required")
	}
	a := &api{server: cfg.Server, audience: Audience(cfg.Issuer), token: cfg.Token}
	pages := loopback.Pages{Own: cfg.Origin, Others: cfg.ControlOrigins}
	router := a.routes()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Add("Vary", "Origin, Sec-Fetch-Site")
		if why := pages.Foreign(r); why != "" {
			writeError(w, fail(http.StatusForbidden, "foreign_page", "%s", why))
			return
		}
		if pages.AllowCORS(w, r, "GET, POST, PATCH, DELETE") {
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		router.ServeHTTP(w, r)
	}), nil
}

// routes holds every route, each with the scope that it asks for.
func (a *api) routes() http.Handler {
	r := mux.NewRouter()
	r.UseEncodedPath() // user ids hold a '|', and may hold a '/'
	on := func(method, path, scope string, h handler) {
		r.Handle(Prefix+path, a.allow(scope, h)).Methods(method)
	}
	on("GET", "tenants/settings", "read:tenant_settings", a.showSettings)
	on("PATCH", "tenants/settings", "update:tenant_settings", a.changeSettings)

	on("GET", "clients", "read:clients", a.listClients)
	on("POST", "clients", "create:clients", a.createClient)
	on("GET", "clients/{id}", "read:clients", a.showClient)
	on("PATCH", "clients/{id}", "update:clients", a.changeClient)
	on("DELETE", "clients/{id}", "delete:clients", a.deleteClient)

	on("GET", "users", "read:users", a.listUsers)
	on("GET", "users-by-email", "read:users", a.usersByEmail)
	on("POST", "users", "create:users", a.createUser)
	on("GET", "users/{id}", "read:users", a.showUser)
	on("PATCH", "users/{id}", "update:users", a.changeUser)
	on("DELETE", "users/{id}", "delete:users", a.deleteUser)
	on("GET", "users/{id}/sessions", "read:sessions", a.userSessions)
	on("DELETE", "users/{id}/sessions", "delete:sessions", a.endUserSessions)
	on("GET", "users/{id}/refresh-tokens", "read:refresh_tokens", a.userRefreshTokens)
	on("DELETE", "users/{id}/refresh-tokens", "delete:refresh_tokens", a.revokeUserRefreshTokens)
	on("POST", "users/{id}/revoke-access", "delete:sessions", a.revokeAccess)

	on("GET", "sessions/{id}", "read:sessions", a.showSession)
	on("DELETE", "sessions/{id}", "delete:sessions", a.endSession)
	on("POST", "sessions/{id}/revoke", "delete:sessions", a.revokeSession)
	on("GET", "refresh-tokens/{id}", "read:refresh_tokens", a.showRefreshToken)
	on("DELETE", "refresh-tokens/{id}", "delete:refresh_tokens", a.revokeRefreshToken)

	r.NotFoundHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeError(w, fail(http.StatusNotFound, "", "Not Found"))
	})
	r.MethodNotAllowedHandler = r.NotFoundHandler // as Auth0 answers
	return r
}
