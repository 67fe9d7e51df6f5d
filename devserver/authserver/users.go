package authserver

import (
	"context"
	"slices"
)

// Users returns every user.
func (s *Server) Users() []User {
	users := s.tenant().users
	list := make([]User, len(users))
	for i, user := range users {
		list[i] = user.clone()
	}
	return list
}

// AddUser adds a user who shares neither Email nor Sub with another.
func (s *Server) AddUser(user User) error {
	return s.change(func(t *tenant) error {
		t.users = append(t.users, user.clone())
		return validateUsers(t.users)
	})
}

// ChangeUser changes a user. A changed password, email or phone number, and a verified email that no longer is, end
// all sessions of the user, as at Auth0; refresh tokens stay. Sub cannot be changed. The error is ErrNoUser for an
// unknown sub.
func (s *Server) ChangeUser(sub string, edit func(*User)) error {
	var before, after User
	err := s.change(func(t *tenant) error {
		i := t.userIndex(sub)
		if i < 0 {
			return noUser(sub)
		}
		before = t.users[i]
		after = before.clone()
		edit(&after)
		after.Sub = sub
		t.users[i] = after
		return validateUsers(t.users)
	})
	if err != nil {
		return err
	}
	if why, ends := endsSessions(before, after); ends {
		return s.endUserSessions(sub, why)
	}
	return nil
}

// DeleteUser forgets a user with all sessions and refresh tokens.
func (s *Server) DeleteUser(sub string) error {
	err := s.change(func(t *tenant) error {
		i := t.userIndex(sub)
		if i < 0 {
			return noUser(sub)
		}
		t.users = slices.Delete(t.users, i, i+1)
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.endUserSessions(sub, AccountDeleted); err != nil {
		return err
	}
	return s.RevokeRefreshTokens(sub)
}

// endsSessions tells why a change of a user ends the sessions, if it does: an email that is written again, or gets
// verified, ends nothing (Auth0 since August 2025).
func endsSessions(before, after User) (why Initiator, ends bool) {
	switch {
	case before.Password != after.Password:
		return PasswordChanged, true
	case before.Email != after.Email, !before.EmailUnverified && after.EmailUnverified:
		return EmailIdentifierChanged, true
	case before.Phone != after.Phone:
		return SessionRevoked, true
	}
	return "", false
}

// EndUserSessions ends all of a user's sessions. Refresh tokens stay.
func (s *Server) EndUserSessions(sub string) error { return s.endUserSessions(sub, SessionRevoked) }

func (s *Server) endUserSessions(sub string, why Initiator) error {
	ctx := context.Background()
	sessions, err := s.store.SessionsOf(ctx, sub)
	if err != nil {
		return err
	}
	for _, session := range sessions {
		if err := s.store.DeleteSession(ctx, session.ID); err != nil {
			return err
		}
		s.announceEnd(session, why)
	}
	return nil
}
