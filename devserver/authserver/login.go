package authserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/spa-session/spa-session/devserver/store"
)

// loginPage is what login.html shows.
type loginPage struct {
	Title       string
	Issuer      string
	Application string
	Interaction string
	Username    string
	Failed      bool // the credentials were wrong
}

// startLogin keeps the request in the browser's session and leads to the login page.
func (s *Server) startLogin(w http.ResponseWriter, r *http.Request, req store.AuthorizationRequest) error {
	id, err := s.addInteraction(w, r, store.Interaction{Login: &req})
	if err != nil {
		return err
	}
	redirect(w, r, withQuery(loginPath, url.Values{"interaction": {id}}))
	return nil
}

func (s *Server) showLogin(w http.ResponseWriter, r *http.Request) error {
	_, interaction, err := s.waitingLogin(r, r.URL.Query().Get("interaction"))
	if err != nil {
		return err
	}
	return s.renderLogin(w, http.StatusOK, interaction, interaction.Login.LoginHint)
}

// submitLogin serves the login page's three ends: cancelled, wrong and right.
func (s *Server) submitLogin(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return unreadable(err)
	}
	session, interaction, err := s.waitingLogin(r, r.PostForm.Get("interaction"))
	if err != nil {
		return err
	}
	clientID := interaction.Login.ClientID
	if r.PostForm.Get("action") == "cancel" {
		if err := s.dropInteraction(r.Context(), session.ID, interaction.ID); err != nil {
			return err
		}
		return s.respondError(w, r, destinationOf(*interaction.Login),
			refuse("access_denied", "The user cancelled the login").withClient(clientID))
	}
	username := strings.TrimSpace(r.PostForm.Get("username"))
	user, ok := s.authenticate(username, r.PostForm.Get("password"))
	if !ok {
		s.log.InfoContext(r.Context(), "login failed", "client_id", clientID, "cause", "wrong email or password")
		return s.renderLogin(w, http.StatusBadRequest, interaction, username)
	}
	session, err = s.logIn(r.Context(), session.ID, interaction.ID, user)
	if errors.Is(err, store.ErrNotFound) {
		return s.loginGone()
	}
	if err != nil {
		return err
	}
	s.log.InfoContext(r.Context(), "logged in", "sub", session.Sub, "sid", session.SID, "client_id", clientID)
	s.setSessionCookie(w, session.ID)
	return s.issueCode(w, r, session, *interaction.Login)
}

// authenticate compares with every user, so that neither the answer nor its time tells which emails exist.
func (s *Server) authenticate(email, password string) (User, bool) {
	given := sha256.Sum256([]byte(password))
	var found User
	ok := false
	for _, user := range s.cfg.Users {
		stored := sha256.Sum256([]byte(user.Password))
		same := subtle.ConstantTimeCompare(given[:], stored[:]) == 1
		if strings.EqualFold(email, user.Email) && same {
			found, ok = user, true
		}
	}
	return found, ok
}

// renderLogin shows the login page; a status other than 200 says that the credentials were wrong.
func (s *Server) renderLogin(w http.ResponseWriter, status int, interaction store.Interaction, username string) error {
	return showPage(w, status, loginTemplate, loginPage{
		Title:       "Log in",
		Issuer:      s.cfg.Issuer,
		Application: s.displayName(interaction.Login.ClientID),
		Interaction: interaction.ID,
		Username:    username,
		Failed:      status != http.StatusOK,
	}, originOfRegistered(interaction.Login.RedirectURI))
}

// waitingLogin finds the login page in this browser's session, or refuses.
func (s *Server) waitingLogin(r *http.Request, id string) (store.Session, store.Interaction, error) {
	session, interaction, err := s.interaction(r, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && interaction.Login == nil {
		err = s.loginGone()
	}
	return session, interaction, err
}

func (s *Server) loginGone() error {
	return refuse("invalid_request", "This login page has been used, has expired, or belongs to another browser").
		mend("go back to the application and log in from there; cookies of %s must be allowed", s.origin)
}
