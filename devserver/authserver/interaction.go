package authserver

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

const (
	// interactionLifetime is how long a login page or a logout question waits for the user.
	interactionLifetime = time.Hour
	// maxPending bounds the pages that wait in one browser; the oldest goes first.
	maxPending = 5
)

// startInteraction keeps the request in the browser's session and leads to the first page that it needs.
func (s *Server) startInteraction(w http.ResponseWriter, r *http.Request, req store.AuthorizationRequest, what outcome) error {
	id, err := s.addInteraction(w, r, store.Interaction{Login: &req})
	if err != nil {
		return err
	}
	redirect(w, r, withQuery(s.mount+s.pagePath(req, what), url.Values{"interaction": {id}}))
	return nil
}

func (s *Server) pagePath(req store.AuthorizationRequest, what outcome) string {
	switch what {
	case askMFA:
		return mfaPath
	case askConsent:
		return consentPath
	}
	if _, social := s.connection(req.Connection); social && what == askCredentials {
		return socialPath + req.Connection
	}
	return loginPath
}

// advance leads to the next page of an interaction, or ends it with a code.
func (s *Server) advance(w http.ResponseWriter, r *http.Request, session store.Session, id string) error {
	view := session
	interaction, found := take(&view, id)
	if !found || interaction.Login == nil {
		return s.loginGone()
	}
	req := *interaction.Login
	what, _, err := s.next(r.Context(), req, interaction.Done, s.live(session))
	if err != nil {
		return err
	}
	if what != proceed {
		redirect(w, r, withQuery(s.mount+s.pagePath(req, what), url.Values{"interaction": {id}}))
		return nil
	}
	if refused := s.admit(req, session.Sub); refused != nil {
		if err := s.dropInteraction(r.Context(), session.ID, id); err != nil {
			return err
		}
		return s.respondError(w, r, destinationOf(req), refused)
	}
	session, err = s.store.UpdateSession(r.Context(), session.ID, func(session *store.Session) error {
		if _, found := take(session, id); !found {
			return store.ErrNotFound
		}
		session.LastInteraction = s.now()
		addClient(session, req.ClientID)
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return s.loginGone()
	}
	if err != nil {
		return err
	}
	return s.issueCode(w, r, session, req, interaction.Done.MFA)
}

// addInteraction binds a page to the browser's session. A browser without one gets an anonymous session.
func (s *Server) addInteraction(w http.ResponseWriter, r *http.Request, interaction store.Interaction) (id string, err error) {
	if interaction.ID, err = s.randomID(18); err != nil {
		return "", err
	}
	interaction.Created = s.now()
	if sessionID, _ := s.sessionCookie(r); sessionID != "" {
		_, err = s.store.UpdateSession(r.Context(), sessionID, func(session *store.Session) error {
			session.Pending = append(session.Pending, interaction)
			session.Pending = session.Pending[max(0, len(session.Pending)-maxPending):]
			return nil
		})
		if !errors.Is(err, store.ErrNotFound) {
			return interaction.ID, err
		}
	}
	session := s.anonymousSession()
	session.Pending = []store.Interaction{interaction}
	return interaction.ID, s.startSession(w, r, session)
}

// interaction finds a page that waits in this browser, whether or not its session is still logged in.
func (s *Server) interaction(r *http.Request, id string) (store.Session, store.Interaction, error) {
	sessionID, _ := s.sessionCookie(r)
	session, err := s.store.Session(r.Context(), sessionID)
	if err != nil {
		return store.Session{}, store.Interaction{}, err
	}
	view := session
	interaction, found := take(&view, id)
	if !found || s.now().Sub(interaction.Created) >= interactionLifetime {
		return store.Session{}, store.Interaction{}, store.ErrNotFound
	}
	return session, interaction, nil
}

// step changes an interaction, and perhaps its session, in one atomic step. A page that is gone is ErrNotFound.
func (s *Server) step(ctx context.Context, sessionID, id string, change func(*store.Session, *store.Interaction) error) (store.Session, error) {
	return s.store.UpdateSession(ctx, sessionID, func(session *store.Session) error {
		i := slices.IndexFunc(session.Pending, func(p store.Interaction) bool { return p.ID == id })
		if i < 0 || session.Pending[i].Login == nil {
			return store.ErrNotFound
		}
		return change(session, &session.Pending[i])
	})
}

// dropInteraction ends a page without a login. A page that is gone already is no error.
func (s *Server) dropInteraction(ctx context.Context, sessionID, id string) error {
	_, err := s.store.UpdateSession(ctx, sessionID, func(session *store.Session) error {
		take(session, id)
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// take removes an interaction from the session's list.
func take(session *store.Session, id string) (store.Interaction, bool) {
	i := slices.IndexFunc(session.Pending, func(p store.Interaction) bool { return p.ID == id })
	if i < 0 {
		return store.Interaction{}, false
	}
	interaction := session.Pending[i]
	session.Pending = slices.Delete(slices.Clone(session.Pending), i, i+1)
	return interaction, true
}
