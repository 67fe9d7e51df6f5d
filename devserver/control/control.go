package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// Prefix is the path that the handler is to be mounted at, on the authorization server's origin.
const Prefix = "/__mock/"

const (
	maxBody = 1 << 20 // bytes
	// maxSeconds keeps instants within what JSON and JavaScript can say of them: ten years.
	maxSeconds = 10 * 365 * 24 * 3600
)

// Sessions is what the API controls; *authserver.Server has it.
type Sessions interface {
	Sessions() ([]authserver.Session, error)
	Session(sid string) (authserver.Session, error)
	AgeSession(sid string, by time.Duration) error
}

// Config says what is controlled and by whom.
type Config struct {
	// Sessions are the authorization server's. Required.
	Sessions Sessions
	// Mock is the authorization server, for all but the age of sessions; nil leaves the API without the rest.
	Mock Mock
	// IdP is the identity provider behind the server; nil leaves the API without it.
	IdP IdP
	// Clock is the one that the servers share; nil leaves the API without a clock.
	Clock *Clock
	// Origin is the authorization server's own, without a trailing slash. Required.
	Origin string
	// Token must come with each request, as a bearer token or in the dashboard's cookie; "" asks for none, which is
	// for loopback alone.
	Token string
	// Stopping ends the dashboard's streams once it is closed, since a graceful stop waits for open requests; nil is
	// never closed.
	Stopping <-chan struct{}
	// ControlOrigins are other origins whose pages may use the API, such as the storefront's.
	ControlOrigins []string
}

// New returns the handler for Prefix.
func New(cfg Config) (http.Handler, error) {
	if cfg.Sessions == nil {
		return nil, errors.New("control: Sessions is required: there is nothing to control")
	}
	for _, origin := range append([]string{cfg.Origin}, cfg.ControlOrigins...) {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || origin != u.Scheme+"://"+u.Host {
			return nil, fmt.Errorf("control: %q is no origin: give scheme, host and port alone, as in http://localhost:4300", origin)
		}
	}
	r, changed := mux.NewRouter(), &bell{}
	r.HandleFunc(Prefix+"sessions", listSessions(cfg.Sessions)).Methods("GET")
	r.Handle(Prefix+"sessions/{sid}/age", jsonOnly(ageSession(cfg.Sessions))).Methods("POST")
	if cfg.IdP != nil {
		idpRoutes(r, cfg.IdP)
	}
	if cfg.Mock != nil {
		kept := &snapshots{mock: cfg.Mock, clock: cfg.Clock, idp: cfg.IdP}
		kept.routes(r)
		orders := &faultOrders{}
		mockRoutes(r, cfg.Mock, orders)
		if cfg.Clock != nil {
			dashboardRoutes(r, &dashboard{
				sessions: cfg.Sessions, mock: cfg.Mock, idp: cfg.IdP, clock: cfg.Clock,
				kept: kept, orders: orders, changed: changed, stopping: cfg.Stopping, issuer: cfg.Origin + "/", locked: cfg.Token != "",
			})
		}
	}
	if cfg.Clock != nil {
		r.HandleFunc(Prefix+"clock", showClock(cfg.Clock)).Methods("GET")
		r.Handle(Prefix+"clock", jsonOnly(changeClock(cfg.Clock))).Methods("POST")
	}
	r.NotFoundHandler = http.HandlerFunc(notFound)
	r.MethodNotAllowedHandler = methodNotAllowed(r)
	lock := lock{token: cfg.Token, secure: strings.HasPrefix(cfg.Origin, "https:")}
	return guard(lock.protect(changed.ringing(r)), cfg.Origin, cfg.ControlOrigins), nil
}

func listSessions(sessions Sessions) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		list, err := sessions.Sessions()
		if err != nil {
			internalError(w, err)
			return
		}
		writeJSON(w, http.StatusOK, struct {
			Sessions []authserver.Session `json:"sessions"`
		}{list})
	}
}

// ageSession answers with the session as it then is; its limits may have passed.
func ageSession(sessions Sessions) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		seconds, problem := parseAge(r.Body)
		if problem != "" {
			writeError(w, http.StatusBadRequest, "invalid_request", problem)
			return
		}
		sid := mux.Vars(r)["sid"]
		err := sessions.AgeSession(sid, time.Duration(seconds)*time.Second)
		if errors.Is(err, authserver.ErrNoSession) {
			writeError(w, http.StatusNotFound, "not_found",
				"No session has this sid: take it from the sid claim of a current ID token, or from GET "+Prefix+"sessions")
			return
		}
		if err != nil {
			internalError(w, err)
			return
		}
		session, err := sessions.Session(sid)
		if err != nil {
			internalError(w, err)
			return
		}
		writeJSON(w, http.StatusOK, session)
	}
}

// parseAge reads {"seconds": n}; problem says what is wrong with the body and how to mend it, "" if nothing is.
func parseAge(body io.Reader) (seconds int64, problem string) {
	const mend = `: send {"seconds": 60}`
	raw, err := io.ReadAll(body)
	if err != nil {
		return 0, fmt.Sprintf("The body is longer than %d bytes", maxBody) + mend
	}
	var request map[string]json.RawMessage
	if err := json.Unmarshal(raw, &request); err != nil {
		return 0, "The body is no JSON object" + mend
	}
	for name := range request {
		if name != "seconds" {
			return 0, fmt.Sprintf("Unknown member %q", name) + mend
		}
	}
	if err := json.Unmarshal(request["seconds"], &seconds); err != nil || seconds < 1 || seconds > maxSeconds {
		return 0, fmt.Sprintf("seconds must be a whole number from 1 to %d: a session only gets older", maxSeconds)
	}
	return seconds, ""
}

// jsonOnly refuses the media types that a page can send to any origin without being asked (Fetch: CORS-safelisted).
func jsonOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || mediaType != "application/json" {
			w.Header().Set("Accept", "application/json")
			writeError(w, http.StatusUnsupportedMediaType, "unsupported_media_type", "Send JSON with Content-Type: application/json")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	writeError(w, http.StatusNotFound, "not_found",
		"The control API has GET "+Prefix+"sessions, POST "+Prefix+"sessions/{sid}/age and, where they are on, clock, settings, faults, requests, diagnostics, snapshots and reset; the dashboard is at "+Prefix)
}

// methodNotAllowed asks the router itself, since mux does not tell which methods it would take.
func methodNotAllowed(router *mux.Router) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{"GET", "POST", "DELETE"} {
			probe := r.Clone(r.Context())
			probe.Method = method
			var match mux.RouteMatch
			if router.Match(probe, &match) && match.MatchErr == nil {
				allowed = append(allowed, method)
			}
		}
		allow := strings.Join(allowed, ", ")
		w.Header().Set("Allow", allow)
		writeError(w, http.StatusMethodNotAllowed, "method_not_allowed", "Use "+allow+" here")
	}
}

func internalError(w http.ResponseWriter, err error) {
	writeError(w, http.StatusInternalServerError, "server_error", err.Error())
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // v always encodes; a failure to write means that the client has gone
}

func writeError(w http.ResponseWriter, status int, code, description string) {
	writeJSON(w, status, struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}{code, description})
}
