package authserver

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/spa-session/spa-session/devserver/store"
)

// logOutUpstream leads over the provider's logout. The target waits in a new anonymous session of this browser.
func (s *Server) logOutUpstream(w http.ResponseWriter, r *http.Request, name, target string) error {
	connection, found := s.connection(name)
	if !found {
		return s.showLoggedOut(w, r, target)
	}
	p, err := s.discover(r.Context(), connection)
	if err == nil && p.EndSessionEndpoint == "" {
		err = errors.New("authserver: its metadata names no end_session_endpoint")
	}
	if err != nil { // the session here has ended, and that is what the user must hear
		s.log.WarnContext(r.Context(), "federated logout failed", "connection", name, "cause", err,
			"cure", "look whether the provider runs: its own session may still live")
		return s.showLoggedOut(w, r, target)
	}
	session := s.anonymousSession()
	interaction := store.Interaction{Created: session.Created, Logout: &store.LogoutRequest{RedirectURI: target}}
	if interaction.ID, err = s.randomID(18); err != nil {
		return err
	}
	session.Pending = []store.Interaction{interaction}
	if err := s.startSession(w, r, session); err != nil {
		return err
	}
	redirect(w, r, withQuery(p.EndSessionEndpoint, url.Values{
		"client_id": {connection.ClientID}, "post_logout_redirect_uri": {s.base + upstreamLogoutPath}, "state": {interaction.ID},
	}))
	return nil
}

// finishUpstreamLogout is where the provider leads back to.
func (s *Server) finishUpstreamLogout(w http.ResponseWriter, r *http.Request) error {
	session, interaction, err := s.waitingLogout(r, r.URL.Query().Get("state"))
	if err != nil {
		return err
	}
	if err := s.dropInteraction(r.Context(), session.ID, interaction.ID); err != nil {
		return err
	}
	return s.showLoggedOut(w, r, interaction.Logout.RedirectURI)
}

// forgetIdPLogout: an authorization request ends the offer to log out at the provider, too.
func (s *Server) forgetIdPLogout(r *http.Request) error {
	id, _ := s.sessionCookie(r)
	session, err := s.store.Session(r.Context(), id)
	if errors.Is(err, store.ErrNotFound) || err == nil && session.IdPLogout == "" {
		return nil
	}
	if err == nil {
		_, err = s.store.UpdateSession(r.Context(), id, func(session *store.Session) error {
			session.IdPLogout = ""
			return nil
		})
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
