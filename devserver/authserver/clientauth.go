package authserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/url"
)

// authenticateClient is RFC 6749 section 2.3: by the one method that the client is registered for. The comparison takes
// the same time for an unknown client, a wrong secret and a right one.
func (s *Server) authenticateClient(r *http.Request, params url.Values) (Client, *refusal) {
	id, secret, method := params.Get("client_id"), params.Get("client_secret"), authNone
	if secret != "" {
		method = authPost
	}
	if r.Header.Get("Authorization") != "" {
		user, password, ok := basicCredentials(r)
		switch {
		case !ok:
			return Client{}, clientUnknown("the Authorization header is not Basic")
		case secret != "":
			return Client{}, refuse("invalid_request", "Only one method of client authentication may be used").
				mend("send client_secret or the Authorization header, not both (RFC 6749 section 2.3)")
		case id != "" && id != user:
			return Client{}, refuse("invalid_request", "client_id is not the client of the Authorization header").
				mend("send the same client_id, or none")
		}
		id, secret, method = user, password, authBasic
	}
	if id == "" {
		return Client{}, refuse("invalid_request", "Missing required parameter: client_id").mend("send client_id in the body")
	}
	client, known := s.client(id)
	stored, given := sha256.Sum256([]byte(client.Secret)), sha256.Sum256([]byte(secret))
	same := subtle.ConstantTimeCompare(stored[:], given[:]) == 1
	switch {
	case !known:
		return Client{}, clientUnknown("client " + describe(id) + " is unknown")
	case method != client.AuthMethod:
		return Client{}, clientUnknown("the client authenticated by " + method + ", and is registered for " + client.AuthMethod).withClient(id)
	case !same:
		return Client{}, clientUnknown("the secret is wrong").withClient(id)
	}
	return client, nil
}

func clientUnknown(cause string) *refusal {
	return refuse("invalid_client", "Client authentication failed").answer(http.StatusUnauthorized).because("%s", cause).
		mend("register the client, or correct client_id, client_secret and token_endpoint_auth_method; a public client sends client_id alone")
}

// basicCredentials undoes the form encoding that RFC 6749 section 2.3.1 puts under the Basic scheme.
func basicCredentials(r *http.Request) (user, password string, ok bool) {
	user, password, ok = r.BasicAuth()
	if !ok {
		return "", "", false
	}
	user, errUser := url.QueryUnescape(user)
	password, errPassword := url.QueryUnescape(password)
	return user, password, errUser == nil && errPassword == nil && user != ""
}
