package idp

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// codeLifetime is how long a code can be exchanged (RFC 6749 section 4.1.2 asks for ten minutes at most).
const codeLifetime = time.Minute

type code struct {
	clientID, redirectURI, challenge string
	session                          session
	expires                          time.Time
}

// request reads an authorization request whose redirect URI is registered. Its refusals go to the user alone.
func (s *Server) request(params url.Values) (problem string) {
	client, known := s.client(params.Get("client_id"))
	switch {
	case !known:
		return "client_id is unknown: register the authorization server in Clients"
	case !slices.Contains(client.RedirectURIs, params.Get("redirect_uri")):
		return "redirect_uri is not registered: add it to the client's RedirectURIs"
	case params.Get("response_type") != "code":
		return "response_type must be code"
	case params.Get("code_challenge") == "" || params.Get("code_challenge_method") != "S256":
		return "code_challenge by S256 is required (RFC 7636)"
	}
	return ""
}

// authorize answers out of the session if it lives, and asks nothing then.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	params := r.URL.Query()
	if problem := s.request(params); problem != "" {
		s.refuse(w, r, http.StatusBadRequest, problem)
		return
	}
	if session, found := s.signedIn(r); found {
		s.answer(w, r, params, session)
		return
	}
	s.showLogin(w, r, http.StatusOK, params, params.Get("login_hint"))
}

// logIn takes the form, whose address still carries the authorization request.
func (s *Server) logIn(w http.ResponseWriter, r *http.Request) {
	params := r.URL.Query()
	if problem := s.request(params); problem != "" {
		s.refuse(w, r, http.StatusBadRequest, problem)
		return
	}
	if err := r.ParseForm(); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "the form cannot be parsed")
		return
	}
	if r.PostForm.Get("action") == "cancel" {
		redirect(w, params.Get("redirect_uri"), url.Values{"error": {"access_denied"}, "state": {params.Get("state")}})
		return
	}
	email := strings.TrimSpace(r.PostForm.Get("email"))
	user, ok := s.authenticate(email, r.PostForm.Get("password"))
	if !ok {
		s.showLogin(w, r, http.StatusBadRequest, params, email)
		return
	}
	session, err := s.startSession(w, user.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.answer(w, r, params, session)
}

// authenticate compares with every user, so that neither the answer nor its time tells which emails exist.
func (s *Server) authenticate(email, password string) (found User, ok bool) {
	given := sha256.Sum256([]byte(password))
	for _, user := range s.cfg.Users {
		stored := sha256.Sum256([]byte(user.Password))
		same := subtle.ConstantTimeCompare(given[:], stored[:]) == 1
		if strings.EqualFold(email, user.Email) && (same || s.cfg.Public) {
			found, ok = user, true
		}
	}
	return found, ok
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, params url.Values, session session) {
	value, err := s.issueCode(code{
		clientID: params.Get("client_id"), redirectURI: params.Get("redirect_uri"), challenge: params.Get("code_challenge"),
		session: session, expires: s.cfg.Now().Add(codeLifetime),
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	redirect(w, params.Get("redirect_uri"), url.Values{"code": {value}, "state": {params.Get("state")}})
}

func (s *Server) issueCode(c code) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	value, err := s.secret()
	if err != nil {
		return "", err
	}
	dropExpired(s.codes, s.cfg.Now(), func(c code) time.Time { return c.expires })
	s.codes[value] = c
	return value, nil
}

// redirect leads to a registered URI. 303 turns the form's POST into a GET.
func redirect(w http.ResponseWriter, uri string, params url.Values) {
	w.Header().Set("Location", uri+"?"+params.Encode())
	w.WriteHeader(http.StatusSeeOther)
}
