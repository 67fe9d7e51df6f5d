package authserver

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/spa-session/spa-session/devserver/store"
)

// The response modes: query and fragment are OAuth 2.0 Multiple Response Types section 2.1, form_post is OAuth 2.0 Form
// Post Response Mode, web_message the expired draft draft-sakimura-oauth-wmrm that Auth0 implements, in its simple form
// (no relay).
const (
	modeQuery      = "query"
	modeFragment   = "fragment"
	modeFormPost   = "form_post"
	modeWebMessage = "web_message"
)

// A destination is where answers to one authorization request go. Its redirect URI is registered.
type destination struct {
	redirectURI string
	mode        string
	state       string
}

func destinationOf(req store.AuthorizationRequest) destination {
	return destination{redirectURI: req.RedirectURI, mode: req.ResponseMode, state: req.State}
}

// A response is an authorization response: a code or an error.
type response struct {
	Code             string `json:"code,omitempty"`
	Error            string `json:"error,omitempty"`
	ErrorDescription string `json:"error_description,omitempty"`
	State            string `json:"state,omitempty"`
	Iss              string `json:"iss"` // RFC 9207
}

// respond sends the response in the mode that was asked for.
func (s *Server) respond(w http.ResponseWriter, r *http.Request, to destination, resp response) error {
	fault := faultOf(r.Context())
	resp.State = cmp.Or(fault.Answer.State, to.state)
	resp.Iss = cmp.Or(fault.Answer.Issuer, s.cfg.Issuer)
	if to.mode == modeWebMessage {
		target := originOfRegistered(to.redirectURI)
		return s.webMessagePage(w, target, cmp.Or(fault.Answer.Target, target), resp, fault.Deny)
	}
	params := resp.params()
	switch to.mode {
	case modeFormPost:
		return s.formPostPage(w, to.redirectURI, params)
	case modeFragment:
		redirect(w, r, to.redirectURI+"#"+params.Encode()) // a registered URI has no fragment of its own
	default:
		redirect(w, r, withQuery(to.redirectURI, params))
	}
	return nil
}

// params are the members that are not empty.
func (resp response) params() url.Values {
	params := url.Values{
		"code": {resp.Code}, "error": {resp.Error}, "error_description": {resp.ErrorDescription},
		"state": {resp.State}, "iss": {resp.Iss},
	}
	maps.DeleteFunc(params, func(_ string, values []string) bool { return values[0] == "" })
	return params
}

func (s *Server) respondError(w http.ResponseWriter, r *http.Request, to destination, refused *refusal) error {
	s.logRefusal(r, refused)
	return s.respond(w, r, to, response{Error: refused.code, ErrorDescription: refused.description})
}

// checkWebOrigin keeps messages from origins that the client did not register. Auth0 answers with a page that posts
// nothing, and the application waits for its timeout: so do we, but the log says why.
func checkWebOrigin(client Client, to destination) *refusal {
	if to.mode != modeWebMessage {
		return nil
	}
	origin := originOfRegistered(to.redirectURI)
	if matchesAny(client.WebOrigins, origin) {
		return nil
	}
	return refuse("invalid_request", "The specified redirect_uri '%s' does not have a registered origin.", to.redirectURI).
		withClient(client.ID).
		because("origin %q is not in web_origins of client %q: the application gets no message and waits for its timeout", origin, client.ID).
		mend("add %q to web_origins; an entry in callbacks is not enough", origin)
}

// withQuery adds the parameters that are not empty, and keeps the query that the URI has (RFC 6749 section 3.1.2).
func withQuery(uri string, params url.Values) string {
	for name := range params {
		if params.Get(name) == "" {
			delete(params, name)
		}
	}
	if len(params) == 0 {
		return uri
	}
	separator := "?"
	if strings.Contains(uri, "?") {
		separator = "&"
	}
	return uri + separator + params.Encode()
}

// redirect turns a POST into a GET: 303, so that no browser sends a password on (RFC 9700 section 4.12).
func redirect(w http.ResponseWriter, r *http.Request, uri string) {
	status := http.StatusFound
	if r.Method == http.MethodPost {
		status = http.StatusSeeOther
	}
	w.Header().Set("Location", uri)
	w.WriteHeader(status)
}
