package authserver

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// pushedPrefix is that of RFC 9126 section 2.2.
const pushedPrefix = "urn:ietf:params:oauth:request_uri:"

type pushResponse struct {
	RequestURI string `json:"request_uri"`
	ExpiresIn  int64  `json:"expires_in"` // seconds
}

// push is the pushed authorization request endpoint (RFC 9126 section 2). What it accepts, /authorize accepts.
func (s *Server) push(w http.ResponseWriter, r *http.Request) {
	pushed, err := s.acceptPush(w, r)
	if err != nil {
		s.fail(w, r, err, s.tokenError)
		return
	}
	writeJSON(w, http.StatusCreated, pushed)
}

func (s *Server) acceptPush(w http.ResponseWriter, r *http.Request) (pushResponse, error) {
	params, refused := tokenParams(r)
	if refused == nil {
		refused = checkSize(params)
	}
	if refused != nil {
		return pushResponse{}, refused
	}
	client, refused := s.authenticateClient(r, params)
	if refused != nil {
		return pushResponse{}, refused
	}
	if params.Has("request_uri") {
		return pushResponse{}, refuse("invalid_request", "request_uri must not be pushed").withClient(client.ID).
			mend("push the parameters themselves (RFC 9126 section 2.1)")
	}
	dpopKey, err := s.tokenProof(w, r, Client{ID: client.ID})
	if err != nil {
		return pushResponse{}, err
	}
	if dpopKey != "" { // RFC 9449 section 10.1
		if named := params.Get("dpop_jkt"); named != "" && named != dpopKey {
			return pushResponse{}, invalidProof("The DPoP proof is by another key than dpop_jkt names").withClient(client.ID)
		}
		params.Set("dpop_jkt", dpopKey)
	}
	params.Del("client_secret")
	params.Set("client_id", client.ID)
	_, redirectURI, refused := s.trust(params)
	if refused == nil {
		refused = checkWebOrigin(client, destination{redirectURI: redirectURI, mode: responseMode(params)})
	}
	if refused == nil {
		_, refused = s.parse(params, client, redirectURI)
	}
	if refused != nil {
		return pushResponse{}, refused.answer(http.StatusBadRequest).withClient(client.ID)
	}
	id, err := s.randomID(32)
	if err != nil {
		return pushResponse{}, err
	}
	lifetime := s.tenant().lifetimes.pushedRequest
	err = s.store.CreatePushedRequest(r.Context(), store.PushedRequest{
		URI: pushedPrefix + id, ClientID: client.ID, Params: params, Expires: s.now().Add(lifetime),
	})
	return pushResponse{pushedPrefix + id, int64(lifetime / time.Second)}, err
}

// pushedParams puts what was pushed in the place of a request_uri of ours; other parameters do not count then
// (section 4). Any other request_uri is left to be refused. Each is good for one request.
func (s *Server) pushedParams(r *http.Request, params url.Values) (_ url.Values, pushed bool, _ error) {
	uri := one(params, "request_uri")
	if !strings.HasPrefix(uri, pushedPrefix) {
		return params, false, nil
	}
	p, err := s.store.ConsumePushedRequest(r.Context(), uri)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, false, err
	}
	if err != nil || p.ClientID != one(params, "client_id") || !s.now().Before(p.Expires) {
		return nil, false, refuse("invalid_request", "The request_uri is unknown, expired, used or another client's").
			mend("push the request again, and use its request_uri once, with the same client_id")
	}
	return p.Params, true, nil
}
