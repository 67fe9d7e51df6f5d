package authserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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

// currentSession returns the browser's session if somebody is logged in to it and neither limit has passed by the
// server's clock. Else it says what is missing.
func (s *Server) currentSession(r *http.Request) (session *store.Session, missing string, err error) {
	id, missing := s.sessionCookie(r)
	if id == "" {
		return nil, missing, nil
	}
	found, err := s.store.Session(r.Context(), id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, "the cookie's session was ended, or the server has been restarted", nil
	case err != nil:
		return nil, "", err
	case found.Anonymous():
		return nil, "nobody has logged in to the cookie's session", nil
	}
	if passed := limitPassed(found, s.now()); passed != "" {
		return nil, passed, nil
	}
	return &found, "", nil
}

// limitPassed names the limit that ended the session, or "".
func limitPassed(session store.Session, now time.Time) string {
	if late := now.Sub(session.AbsoluteExpires()); late >= 0 {
		return fmt.Sprintf("the absolute limit of %v was reached %v ago", session.Absolute, late.Round(time.Second))
	}
	if late := now.Sub(session.IdleExpires()); late >= 0 {
		return fmt.Sprintf("the idle limit of %v was reached %v ago", session.Idle, late.Round(time.Second))
	}
	return ""
}

// touch extends the idle limit, never the absolute one, and notes the application.
func (s *Server) touch(ctx context.Context, id, clientID string) (store.Session, error) {
	return s.store.UpdateSession(ctx, id, func(session *store.Session) error {
		session.LastInteraction = s.now()
		addClient(session, clientID)
		return nil
	})
}

func addClient(session *store.Session, clientID string) {
	if !slices.Contains(session.Clients, clientID) {
		session.Clients = append(session.Clients, clientID)
	}
}

// logIn ends the interaction and starts the session anew for the user, under a new id: whoever knew the old one,
// perhaps because they planted it (session fixation), knows nothing now. The public sid stays when the same user
// confirms a session that still lives, since it is still that session.
func (s *Server) logIn(ctx context.Context, oldID, interactionID string, user User) (store.Session, error) {
	id, err := s.randomID(32)
	if err != nil {
		return store.Session{}, err
	}
	sid, err := s.randomID(18)
	if err != nil {
		return store.Session{}, err
	}
	return s.store.UpdateSession(ctx, oldID, func(session *store.Session) error {
		interaction, found := take(session, interactionID)
		if !found || interaction.Login == nil {
			return store.ErrNotFound
		}
		now := s.now()
		if session.Sub != user.Sub || session.Expired(now) {
			session.SID, session.Sub, session.Clients, session.Created = sid, user.Sub, nil, now
		}
		session.ID = id
		session.AuthenticatedAt, session.LastInteraction = now, now
		session.Idle, session.Absolute = s.cfg.Sessions.Idle, s.cfg.Sessions.Absolute
		addClient(session, interaction.Login.ClientID)
		return nil
	})
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
	session := store.Session{
		Created: interaction.Created, LastInteraction: interaction.Created,
		Idle: interactionLifetime, Absolute: interactionLifetime,
		Pending: []store.Interaction{interaction},
	}
	if session.ID, err = s.randomID(32); err != nil {
		return "", err
	}
	if err = s.store.CreateSession(r.Context(), session); err != nil {
		return "", err
	}
	s.setSessionCookie(w, session.ID)
	return interaction.ID, nil
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
