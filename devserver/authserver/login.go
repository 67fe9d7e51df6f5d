package authserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"

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
	Locked      bool // there were too many wrong ones
	Connections []Connection
}

// showLogin asks for credentials, or whether to go on as the user of the session.
func (s *Server) showLogin(w http.ResponseWriter, r *http.Request) error {
	session, interaction, err := s.waitingLogin(r, r.URL.Query().Get("interaction"))
	if err != nil {
		return err
	}
	what, _, err := s.next(r.Context(), *interaction.Login, interaction.Done, s.live(session))
	if err != nil {
		return err
	}
	if what == askAccount && r.URL.Query().Get("account") != "other" {
		return s.renderAccount(w, session, interaction)
	}
	return s.renderLogin(w, http.StatusOK, interaction, interaction.Login.LoginHint)
}

// submitLogin serves the login page's ends: cancelled, gone on as who one was, wrong and right.
func (s *Server) submitLogin(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return unreadable(err)
	}
	session, interaction, err := s.waitingLogin(r, r.PostForm.Get("interaction"))
	if err != nil {
		return err
	}
	switch r.PostForm.Get("action") {
	case "cancel":
		return s.endInteraction(w, r, session, interaction, "The user cancelled the login")
	case "continue":
		return s.chooseAccount(w, r, session, interaction)
	}
	username := strings.TrimSpace(r.PostForm.Get("username"))
	allowed, err := s.mayGuess(r.Context(), "password", username)
	if err != nil {
		return err
	}
	if !allowed {
		s.tooManyGuesses(r, interaction.Login.ClientID, "password")
		return s.renderLogin(w, http.StatusTooManyRequests, interaction, username)
	}
	user, ok := s.authenticate(username, r.PostForm.Get("password"))
	if !ok {
		s.log.InfoContext(r.Context(), "login failed", "client_id", interaction.Login.ClientID, "cause", "wrong email or password")
		return s.renderLogin(w, http.StatusBadRequest, interaction, username)
	}
	if err := s.guessedRight(r.Context(), "password", username); err != nil {
		return err
	}
	return s.completeLogin(w, r, session, interaction, shownIdentity{user: user})
}

// A shownIdentity is who has shown who they are, and how.
type shownIdentity struct {
	user       User
	connection string    // "" is email and password
	notAfter   time.Time // when the provider's own session ends; zero: it did not say
}

// completeLogin logs the user in, who has shown who they are, and goes on.
func (s *Server) completeLogin(w http.ResponseWriter, r *http.Request, session store.Session, interaction store.Interaction, who shownIdentity) error {
	session, err := s.logIn(r, session.ID, interaction.ID, who)
	if errors.Is(err, store.ErrNotFound) {
		return s.loginGone()
	}
	if err != nil {
		return err
	}
	s.log.InfoContext(r.Context(), "logged in", "sub", session.Sub, "sid", session.SID, "client_id", interaction.Login.ClientID)
	s.setSessionCookie(w, session)
	return s.advance(w, r, session, interaction.ID)
}

// chooseAccount goes on as the user whom the page named; the sid says whether that is still the same.
func (s *Server) chooseAccount(w http.ResponseWriter, r *http.Request, session store.Session, interaction store.Interaction) error {
	if session.SID == r.PostForm.Get("session") {
		var err error
		session, err = s.step(r.Context(), session.ID, interaction.ID, func(_ *store.Session, interaction *store.Interaction) error {
			interaction.Done.Account = true
			return nil
		})
		if errors.Is(err, store.ErrNotFound) {
			return s.loginGone()
		}
		if err != nil {
			return err
		}
	}
	return s.advance(w, r, session, interaction.ID)
}

// endInteraction tells the application that the user did not want to.
func (s *Server) endInteraction(w http.ResponseWriter, r *http.Request, session store.Session, interaction store.Interaction, why string) error {
	if err := s.dropInteraction(r.Context(), session.ID, interaction.ID); err != nil {
		return err
	}
	return s.respondError(w, r, destinationOf(*interaction.Login),
		refuse("access_denied", "%s", why).withClient(interaction.Login.ClientID))
}

// authenticate compares with every user, so that neither the answer nor its time tells which emails exist.
func (s *Server) authenticate(email, password string) (User, bool) {
	given := sha256.Sum256([]byte(password))
	var found User
	ok := false
	for _, user := range s.tenant().users {
		stored := sha256.Sum256([]byte(user.Password))
		same := subtle.ConstantTimeCompare(given[:], stored[:]) == 1
		if strings.EqualFold(email, user.Email) && (same || s.cfg.Public) && user.Password != "" {
			found, ok = user, true
		}
	}
	return found, ok
}

func (s *Server) renderAccount(w http.ResponseWriter, session store.Session, interaction store.Interaction) error {
	user, _ := s.userBySub(session.Sub)
	return s.showPage(w, http.StatusOK, accountTemplate, struct {
		Title, Issuer, Application, Interaction, SID, Email string
	}{
		"Choose an account", s.cfg.Issuer, s.displayName(interaction.Login.ClientID), interaction.ID, session.SID, user.Email,
	}, originOfRegistered(interaction.Login.RedirectURI))
}

// renderLogin shows the login page: status 400 says that the credentials were wrong, 429 that they were so too often.
func (s *Server) renderLogin(w http.ResponseWriter, status int, interaction store.Interaction, username string) error {
	return s.showPage(w, status, loginTemplate, loginPage{
		Title:       "Log in",
		Issuer:      s.cfg.Issuer,
		Application: s.displayName(interaction.Login.ClientID),
		Interaction: interaction.ID,
		Username:    username,
		Failed:      status == http.StatusBadRequest,
		Locked:      status == http.StatusTooManyRequests,
		Connections: s.tenant().connections,
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
		mend("go back to the application and log in from there; cookies of %s must be allowed", s.base)
}
