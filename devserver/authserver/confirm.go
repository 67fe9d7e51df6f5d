package authserver

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/spa-session/spa-session/devserver/store"
)

// confirmPage is what confirm.html shows.
type confirmPage struct {
	Title       string
	Issuer      string
	Application string // empty if the request named none
	Interaction string
}

// askToConfirmLogout keeps the request in the browser's session and leads to the question.
func (s *Server) askToConfirmLogout(w http.ResponseWriter, r *http.Request, req store.LogoutRequest) error {
	id, err := s.addInteraction(w, r, store.Interaction{Logout: &req})
	if err != nil {
		return err
	}
	redirect(w, r, withQuery(s.mount+confirmLogoutPath, url.Values{"interaction": {id}}))
	return nil
}

func (s *Server) showConfirmLogout(w http.ResponseWriter, r *http.Request) error {
	session, interaction, err := s.waitingLogout(r, r.URL.Query().Get("interaction"))
	if err != nil {
		return err
	}
	target := ""
	if uri := interaction.Logout.RedirectURI; uri != "" {
		target = originOfRegistered(uri)
	}
	if connection, found := s.connection(session.Connection); found && interaction.Logout.Federated {
		target += " " + originOfRegistered(connection.Issuer)
	}
	return s.showPage(w, http.StatusOK, confirmTemplate, confirmPage{
		Title:       "Log out?",
		Issuer:      s.cfg.Issuer,
		Application: s.displayName(interaction.Logout.ClientID),
		Interaction: interaction.ID,
	}, target)
}

func (s *Server) confirmLogout(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return unreadable(err)
	}
	session, interaction, err := s.waitingLogout(r, r.PostForm.Get("interaction"))
	if err != nil {
		return err
	}
	if r.PostForm.Get("action") == "logout" {
		return s.finishLogout(w, r, ending{interaction.Logout.RedirectURI, nil, interaction.Logout.Federated})
	}
	if err := s.dropInteraction(r.Context(), session.ID, interaction.ID); err != nil {
		return err
	}
	return s.showNotice(w, "You are still logged in",
		"Nothing has changed. You can close this page or go back to the application.")
}

// waitingLogout finds the question in this browser's session, or refuses.
func (s *Server) waitingLogout(r *http.Request, id string) (store.Session, store.Interaction, error) {
	session, interaction, err := s.interaction(r, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && interaction.Logout == nil {
		err = refuse("invalid_request", "This page has been used, has expired, or belongs to another browser").
			mend("go back to the application and log out from there")
	}
	return session, interaction, err
}
