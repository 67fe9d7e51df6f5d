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

// currentSession returns the browser's session if somebody is logged in to it and neither limit has passed by the
// server's clock. Else it says what is missing. It is an interaction: settings that were lowered since the login lower
// the session's own limits, for good.
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
	if found, err = s.lower(r.Context(), found); err != nil {
		return nil, "", err
	}
	if passed := limitPassed(found, s.now()); passed != "" {
		s.announceExpired(r.Context()) // limits that were lowered just now
		return nil, passed, nil
	}
	return &found, "", nil
}

// lower takes over limits that have become shorter than the session's own. Longer ones are for later sessions.
func (s *Server) lower(ctx context.Context, session store.Session) (store.Session, error) {
	limits := s.tenant().settings.limits()
	if session.Idle <= limits.Idle && session.Absolute <= limits.Absolute {
		return session, nil
	}
	lowered, err := s.store.UpdateSession(ctx, session.ID, func(session *store.Session) error {
		session.Idle, session.Absolute = min(session.Idle, limits.Idle), min(session.Absolute, limits.Absolute)
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return session, nil // it was ended meanwhile: whoever touches it will see
	}
	return lowered, err
}

// limitPassed names the limit that ended the session, or "".
func limitPassed(session store.Session, now time.Time) string {
	if late := now.Sub(session.NotAfter); !session.NotAfter.IsZero() && late >= 0 {
		return fmt.Sprintf("the identity provider's session, which it must not outlive, ended %v ago", late.Round(time.Second))
	}
	if late := now.Sub(session.AbsoluteExpires()); late >= 0 {
		return fmt.Sprintf("the absolute limit of %v was reached %v ago", session.Absolute, late.Round(time.Second))
	}
	if late := now.Sub(session.IdleExpires()); late >= 0 {
		return fmt.Sprintf("the idle limit of %v was reached %v ago", session.Idle, late.Round(time.Second))
	}
	if session.Ended {
		return "a limit was reached, before the clock was set back"
	}
	return ""
}

// touch extends the idle limit, never the absolute one, and notes the application.
func (s *Server) touch(r *http.Request, id, clientID string) (store.Session, error) {
	device := deviceOf(r)
	return s.store.UpdateSession(r.Context(), id, func(session *store.Session) error {
		if device == session.InitialDevice {
			device = session.InitialDevice // the same text once in memory
		}
		session.LastInteraction, session.LastDevice = s.now(), device
		addClient(session, clientID)
		return nil
	})
}

func addClient(session *store.Session, clientID string) {
	if !slices.Contains(session.Clients, clientID) {
		session.Clients = append(session.Clients, clientID)
	}
}

// logIn starts the session anew for the user, under a new id: whoever knew the old one, perhaps because they planted it
// (session fixation), knows nothing now. The public sid stays when the same user confirms a session that still lives,
// since it is still that session. Pages that wait for another user ask anew. A page logs in once.
func (s *Server) logIn(r *http.Request, oldID, interactionID string, who shownIdentity) (store.Session, error) {
	id, err := s.randomID(32)
	if err != nil {
		return store.Session{}, err
	}
	sid, err := s.randomID(18)
	if err != nil {
		return store.Session{}, err
	}
	settings, device, user := s.tenant().settings, deviceOf(r), who.user
	var replaced store.Session
	session, err := s.step(r.Context(), oldID, interactionID, func(session *store.Session, interaction *store.Interaction) error {
		replaced = store.Session{}
		now := s.now()
		if interaction.Done.Authenticated && !session.Expired(now) {
			return store.ErrNotFound
		}
		if session.Sub != user.Sub || session.Expired(now) {
			replaced = *session
			session.SID, session.Sub, session.Clients, session.Created = sid, user.Sub, nil, now
			for i := range session.Pending {
				session.Pending[i].Done = store.Steps{}
			}
		}
		session.ID = id
		session.AuthenticatedAt, session.LastInteraction = now, now
		limits := settings.limits()
		session.Idle, session.Absolute = limits.Idle, limits.Absolute
		session.NotAfter, session.Ended = who.notAfter, false
		session.Persistent = settings.Cookies == Persistent
		session.InitialDevice, session.LastDevice = device, device
		session.Connection, session.MFAAt, session.IdPLogout = who.connection, time.Time{}, ""
		interaction.Done.Authenticated = true
		interaction.Connection, interaction.UpstreamState = "", ""
		addClient(session, interaction.Login.ClientID)
		return nil
	})
	if err == nil {
		s.announceEnd(replaced, SessionRevoked)
	}
	return session, err
}

// anonymousSession is one that nobody has logged in to. Its id is set by startSession.
func (s *Server) anonymousSession() store.Session {
	now := s.now()
	return store.Session{
		Created: now, LastInteraction: now,
		Idle: interactionLifetime, Absolute: interactionLifetime,
	}
}

// startSession gives the session an id, and the browser the cookie.
func (s *Server) startSession(w http.ResponseWriter, r *http.Request, session store.Session) (err error) {
	if session.ID, err = s.randomID(32); err != nil {
		return err
	}
	if err = s.store.CreateSession(r.Context(), session); err != nil {
		return err
	}
	s.setSessionCookie(w, session)
	return nil
}

// live returns the session if somebody is logged in to it and no limit has passed, else nil.
func (s *Server) live(session store.Session) *store.Session {
	if session.Anonymous() || session.Expired(s.now()) {
		return nil
	}
	return &session
}
