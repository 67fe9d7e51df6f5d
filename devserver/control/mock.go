package control

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// A Mock is what the API does beside aging sessions; *authserver.Server has it.
type Mock interface {
	EndSession(sid string) error
	MintSession(sub string) (*http.Cookie, authserver.Session, error)
	Fail(authserver.Fault) (number int)
	Faults() []authserver.OrderedFault
	EndFault(number int) bool
	ClearFaults()
	Settings() authserver.Settings
	ChangeSettings(func(*authserver.Settings)) error
	Users() []authserver.User
	Issued() []authserver.Issued
	RefreshTokens() ([]authserver.RefreshToken, error)
	RevokeRefreshToken(id string) error
	Requests(path string) []authserver.Request
	WaitForRequest(context.Context, func(authserver.Request) bool) (authserver.Request, error)
	Diagnostics() []authserver.Diagnostic
	Snapshot() (authserver.Snapshot, error)
	Restore(authserver.Snapshot) error
	Reset() error
}

func mockRoutes(r *mux.Router, mock Mock, orders *faultOrders) {
	r.Handle(Prefix+"sessions", jsonOnly(mintSession(mock))).Methods("POST")
	r.HandleFunc(Prefix+"sessions/{sid}", endSession(mock)).Methods("DELETE")
	r.Handle(Prefix+"faults", jsonOnly(orderFault(mock, orders))).Methods("POST")
	r.HandleFunc(Prefix+"faults", func(w http.ResponseWriter, _ *http.Request) {
		mock.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
	}).Methods("DELETE")
	r.HandleFunc(Prefix+"faults", orders.list(mock)).Methods("GET")
	r.HandleFunc(Prefix+"faults/{number:[0-9]+}", endFault(mock)).Methods("DELETE")
	r.HandleFunc(Prefix+"refresh-tokens", listRefreshTokens(mock)).Methods("GET")
	r.HandleFunc(Prefix+"refresh-tokens/{id}", func(w http.ResponseWriter, r *http.Request) {
		done(w, mock.RevokeRefreshToken(mux.Vars(r)["id"]))
	}).Methods("DELETE")
	r.HandleFunc(Prefix+"settings", showSettings(mock)).Methods("GET")
	r.Handle(Prefix+"settings", jsonOnly(changeSettings(mock))).Methods("POST")
	r.HandleFunc(Prefix+"requests", listRequests(mock)).Methods("GET")
	r.HandleFunc(Prefix+"diagnostics", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{"diagnostics": mock.Diagnostics()})
	}).Methods("GET")
}

// mintSession answers with the cookie as Playwright's addCookies takes it, but for the URL, which is the caller's.
func mintSession(mock Mock) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			UserID    string `json:"user_id"`
			SetCookie bool   `json:"set_cookie"` // logs the asking browser in
		}
		if !decode(w, r, &body, `{"user_id": "auth0|ada"}`) {
			return
		}
		cookie, session, err := mock.MintSession(body.UserID)
		if errors.Is(err, authserver.ErrNoUser) {
			writeError(w, http.StatusNotFound, "not_found", "No user has this user_id: take the sub of a configured user, such as auth0|ada")
			return
		}
		if err != nil {
			internalError(w, err)
			return
		}
		if body.SetCookie {
			http.SetCookie(w, cookie)
		}
		writeJSON(w, http.StatusCreated, map[string]any{
			"session": session,
			"cookie": map[string]any{
				"name": cookie.Name, "value": cookie.Value, "path": cookie.Path, "httpOnly": cookie.HttpOnly, "secure": cookie.Secure,
				"sameSite": map[http.SameSite]string{http.SameSiteLaxMode: "Lax", http.SameSiteNoneMode: "None"}[cookie.SameSite],
			},
		})
	}
}

func endSession(mock Mock) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := mock.EndSession(mux.Vars(r)["sid"])
		switch {
		case errors.Is(err, authserver.ErrNoSession):
			writeError(w, http.StatusNotFound, "not_found", "No session has this sid: GET "+Prefix+"sessions lists them")
		case err != nil:
			internalError(w, err)
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}
}

// A recorded request leaves secrets out: only its parameters' names tell of them.
type recorded struct {
	Number    int        `json:"number"`
	Time      time.Time  `json:"time"`
	Method    string     `json:"method"`
	Path      string     `json:"path"`
	ClientID  string     `json:"client_id,omitempty"`
	UserID    string     `json:"user_id,omitempty"`
	Params    url.Values `json:"params"`
	Status    int        `json:"status"`
	UserAgent string     `json:"user_agent,omitempty"`
}

// shown are the parameters whose values are no secrets.
var shown = []string{
	"response_type", "client_id", "redirect_uri", "scope", "nonce", "code_challenge", "code_challenge_method", "response_mode",
	"prompt", "max_age", "login_hint", "ui_locales", "acr_values", "connection", "organization", "audience", "grant_type",
	"returnTo", "post_logout_redirect_uri", "federated",
}

func redact(r authserver.Request) recorded {
	params := url.Values{}
	for name, values := range r.Params {
		if slices.Contains(shown, name) {
			params[name] = values
		} else {
			params[name] = []string{"(not shown)"}
		}
	}
	return recorded{r.Number, r.Time, r.Method, r.Path, r.ClientID, r.Sub, params, r.Status, r.Header.Get("User-Agent")}
}

// maxWait is how long a request for recorded requests may wait for the first, in seconds.
const maxWait = 60

// listRequests filters by path, client_id and user_id; wait_seconds waits until there is one.
func listRequests(mock Mock) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		path, clientID, userID := query.Get("path"), query.Get("client_id"), query.Get("user_id")
		match := func(r authserver.Request) bool {
			return (path == "" || r.Path == path) && (clientID == "" || r.ClientID == clientID) && (userID == "" || r.Sub == userID)
		}
		if text := query.Get("wait_seconds"); text != "" {
			seconds, err := strconv.Atoi(text)
			if err != nil || seconds < 0 || seconds > maxWait {
				writeError(w, http.StatusBadRequest, "invalid_request", "wait_seconds is a whole number from 0 to "+strconv.Itoa(maxWait))
				return
			}
			ctx, cancel := context.WithTimeout(r.Context(), time.Duration(seconds)*time.Second)
			defer cancel()
			_, _ = mock.WaitForRequest(ctx, match) // whether it came, the list says
		}
		list := []recorded{}
		for _, r := range mock.Requests(path) {
			if match(r) {
				list = append(list, redact(r))
			}
		}
		writeJSON(w, http.StatusOK, map[string]any{"requests": list})
	}
}

// decode reads one JSON object without unknown members, or answers how it should look.
func decode(w http.ResponseWriter, r *http.Request, v any, example string) bool {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(v)
	if err == nil {
		if _, end := decoder.Token(); end != io.EOF {
			err = errors.New("something follows the object")
		}
	}
	if err != nil {
		writeError(w, http.StatusBadRequest, "invalid_request", "The body cannot be used ("+err.Error()+"): send "+example)
		return false
	}
	return true
}
