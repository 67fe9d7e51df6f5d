package authserver

import (
	"context"
	"net/http"

	"github.com/spa-session/spa-session/devserver/store"
)

// MintSession logs a user in without a page, and returns the cookie that makes a browser theirs: for end-to-end tests
// of an application that are not about logging in. The error is ErrNoUser for an unknown sub.
func (s *Server) MintSession(sub string) (*http.Cookie, Session, error) {
	user, found := s.userBySub(sub)
	if !found {
		return nil, Session{}, noUser(sub)
	}
	id, err := s.randomID(32)
	if err != nil {
		return nil, Session{}, err
	}
	sid, err := s.randomID(18)
	if err != nil {
		return nil, Session{}, err
	}
	now, settings := s.now(), s.tenant().settings
	limits := settings.limits()
	session := store.Session{
		ID: id, SID: sid, Sub: user.Sub, Connection: connectionOf(user.Sub),
		Created: now, AuthenticatedAt: now, LastInteraction: now,
		Idle: limits.Idle, Absolute: limits.Absolute, Persistent: settings.Cookies == Persistent,
	}
	if err := s.store.CreateSession(context.Background(), session); err != nil {
		return nil, Session{}, err
	}
	return s.sessionCookieFor(session), viewOf(session), nil
}
