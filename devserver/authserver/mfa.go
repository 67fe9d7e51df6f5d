package authserver

import (
	"encoding/base32"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/spa-session/spa-session/devserver/store"
)

// The parameters of RFC 6238 that every authenticator app takes: six digits of HMAC-SHA-1, new every 30 s, one step of
// skew to either side. A code is so good for 90 s, and for one use.
var totpOptions = totp.ValidateOpts{Period: 30, Skew: 1, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

const totpLifetime = 90 * time.Second

// mfaPage is what mfa.html shows.
type mfaPage struct {
	Title, Issuer, Interaction, Email string
	Secret                            string // of a user who has none yet
	Failed, Locked                    bool
}

// showMFA asks for the second factor, and offers one to a user who has none.
func (s *Server) showMFA(w http.ResponseWriter, r *http.Request) error {
	session, interaction, err := s.waitingFor(r, askMFA, r.URL.Query().Get("interaction"))
	if err != nil {
		return err
	}
	user, _ := s.userBySub(session.Sub)
	if user.TOTPSecret == "" && interaction.EnrollSecret == "" {
		if interaction.EnrollSecret, err = s.offerTOTPSecret(r, session, interaction.ID); err != nil {
			return err
		}
	}
	return s.renderMFA(w, http.StatusOK, user, interaction)
}

// offerTOTPSecret keeps the secret in the interaction until the user has shown that the app has it.
func (s *Server) offerTOTPSecret(r *http.Request, session store.Session, id string) (string, error) {
	random, err := s.randomBytes(20) // as long as a SHA-1 sum (RFC 4226 section 4)
	if err != nil {
		return "", err
	}
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random)
	_, err = s.step(r.Context(), session.ID, id, func(_ *store.Session, interaction *store.Interaction) error {
		interaction.EnrollSecret = secret
		return nil
	})
	return secret, err
}

func (s *Server) renderMFA(w http.ResponseWriter, status int, user User, interaction store.Interaction) error {
	page := mfaPage{
		Title: "Verify your identity", Issuer: s.cfg.Issuer, Interaction: interaction.ID, Email: user.Email,
		Failed: status == http.StatusBadRequest, Locked: status == http.StatusTooManyRequests,
	}
	if user.TOTPSecret == "" {
		page.Secret = interaction.EnrollSecret
	}
	return s.showPage(w, status, mfaTemplate, page, originOfRegistered(interaction.Login.RedirectURI))
}

func (s *Server) submitMFA(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return unreadable(err)
	}
	session, interaction, err := s.waitingFor(r, askMFA, r.PostForm.Get("interaction"))
	if err != nil {
		return err
	}
	if r.PostForm.Get("action") == "cancel" {
		return s.endInteraction(w, r, session, interaction, "The user cancelled the second factor")
	}
	user, _ := s.userBySub(session.Sub)
	allowed, err := s.mayGuess(r.Context(), "totp", user.Sub)
	if err != nil {
		return err
	}
	if !allowed {
		s.tooManyGuesses(r, interaction.Login.ClientID, "one-time code")
		return s.renderMFA(w, http.StatusTooManyRequests, user, interaction)
	}
	right, err := s.verifyTOTP(r, user, interaction.EnrollSecret, strings.TrimSpace(r.PostForm.Get("code")))
	if err != nil {
		return err
	}
	if !right {
		s.log.InfoContext(r.Context(), "second factor failed", "client_id", interaction.Login.ClientID, "sub", user.Sub)
		return s.renderMFA(w, http.StatusBadRequest, user, interaction)
	}
	if err := s.guessedRight(r.Context(), "totp", user.Sub); err != nil {
		return err
	}
	return s.completeMFA(w, r, session, interaction.ID)
}

// verifyTOTP takes each code once (RFC 6238 section 5.2), and so has it without the spaces that the library overlooks. The
// first right code of a new secret enrolls it.
func (s *Server) verifyTOTP(r *http.Request, user User, offered, code string) (bool, error) {
	secret := user.TOTPSecret
	if secret == "" {
		secret = offered
	}
	right, err := totp.ValidateCustom(code, secret, s.now(), totpOptions)
	if err != nil || !right || secret == "" {
		return false, nil // a code of another length is an error to the library, and wrong to the user
	}
	first, err := s.store.UseOnce(r.Context(), "totp "+user.Sub+" "+code, s.now().Add(totpLifetime))
	if err != nil || !first || user.TOTPSecret != "" {
		return first, err
	}
	return true, s.ChangeUser(user.Sub, func(u *User) { u.TOTPSecret = secret })
}

// completeMFA raises the session, under a new id, as a login does.
func (s *Server) completeMFA(w http.ResponseWriter, r *http.Request, session store.Session, interactionID string) error {
	id, err := s.randomID(32)
	if err != nil {
		return err
	}
	session, err = s.step(r.Context(), session.ID, interactionID, func(session *store.Session, interaction *store.Interaction) error {
		session.ID, session.MFAAt = id, s.now()
		interaction.Done.MFA = true
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return s.loginGone()
	}
	if err != nil {
		return err
	}
	s.setSessionCookie(w, session)
	return s.advance(w, r, session, interactionID)
}

// waitingFor finds the page of one step in this browser's session. Whoever is at another step is refused: the pages of
// a login lead to each other by themselves.
func (s *Server) waitingFor(r *http.Request, wanted outcome, id string) (store.Session, store.Interaction, error) {
	session, interaction, err := s.waitingLogin(r, id)
	if err != nil {
		return session, interaction, err
	}
	what, _, err := s.next(r.Context(), *interaction.Login, interaction.Done, s.live(session))
	if err == nil && what != wanted {
		err = s.loginGone()
	}
	return session, interaction, err
}
