package authserver

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// ErrNoSession is the answer for a sid whose session was ended, or never was.
var ErrNoSession = errors.New("authserver: no session has this sid")

// A Session is a session as seen from outside: without the secret in its cookie. The names in JSON are those of
// Auth0's Management API.
type Session struct {
	SID             string    `json:"id"` // the `sid` claim
	Sub             string    `json:"user_id"`
	Clients         []string  `json:"clients"` // by client_id, in the order of their first request
	CreatedAt       time.Time `json:"created_at"`
	AuthenticatedAt time.Time `json:"authenticated_at"`
	LastInteraction time.Time `json:"last_interacted_at"`
	IdleExpiresAt   time.Time `json:"idle_expires_at"` // moves with each touch
	ExpiresAt       time.Time `json:"expires_at"`      // the absolute limit

	Connection    string       `json:"connection,omitempty"` // "" is email and password
	MFAAt         time.Time    `json:"mfa_at,omitzero"`      // when the second factor was passed
	Persistent    bool         `json:"persistent"`           // the cookie outlives the browser
	InitialDevice store.Device `json:"initial_device"`       // of the login
	LastDevice    store.Device `json:"last_device"`          // of the last touch
}

// Sessions lists the live sessions that somebody is logged in to, oldest first.
func (s *Server) Sessions() ([]Session, error) {
	all, err := s.store.Sessions(context.Background())
	if err != nil {
		return nil, err
	}
	live := []Session{}
	for _, session := range all {
		if !session.Anonymous() && !session.Expired(s.now()) {
			live = append(live, viewOf(session))
		}
	}
	return live, nil
}

// Session returns the session with this sid, also when a limit has passed, or ErrNoSession.
func (s *Server) Session(sid string) (Session, error) {
	session, err := s.store.SessionBySID(context.Background(), sid)
	if err != nil {
		return Session{}, noSession(err)
	}
	return viewOf(session), nil
}

// AgeSession moves every instant of a session into the past, so that it ends that much earlier; an ID token issued
// later has an earlier auth_time. The server's clock, and with it tokens and codes, is left alone. by is positive.
// The error is ErrNoSession for an unknown sid.
func (s *Server) AgeSession(sid string, by time.Duration) error {
	if by <= 0 {
		return fmt.Errorf("authserver: a session ages by a positive duration, not by %v", by)
	}
	session, err := s.store.SessionBySID(context.Background(), sid)
	if err != nil {
		return noSession(err)
	}
	_, err = s.store.UpdateSession(context.Background(), session.ID, func(session *store.Session) error {
		session.Created = session.Created.Add(-by)
		session.AuthenticatedAt = session.AuthenticatedAt.Add(-by)
		session.LastInteraction = session.LastInteraction.Add(-by)
		if !session.NotAfter.IsZero() {
			session.NotAfter = session.NotAfter.Add(-by)
		}
		if !session.MFAAt.IsZero() {
			session.MFAAt = session.MFAAt.Add(-by)
		}
		return nil
	})
	return noSession(err)
}

// EndSession ends a session as an administrator would: applications hear of it by back-channel logout alone. The error
// is ErrNoSession for an unknown sid.
func (s *Server) EndSession(sid string) error {
	session, err := s.store.SessionBySID(context.Background(), sid)
	if err != nil {
		return noSession(err)
	}
	if err := s.store.DeleteSession(context.Background(), session.ID); err != nil {
		return err
	}
	s.announceEnd(session, SessionRevoked)
	return nil
}

// A RefreshToken is a family of refresh tokens as seen from outside. The names in JSON are those of Auth0's Management
// API.
type RefreshToken struct {
	ID            string    `json:"id"`
	Sub           string    `json:"user_id"`
	ClientID      string    `json:"client_id"`
	SID           string    `json:"session_id"` // of the login's session, which may be gone
	Audience      string    `json:"audience,omitempty"`
	Scope         string    `json:"scope"`
	CreatedAt     time.Time `json:"created_at"`
	LastExchanged time.Time `json:"last_exchanged_at"`
	ExpiresAt     time.Time `json:"expires_at,omitzero"` // zero: never
	Generation    int       `json:"generation"`          // how often it was rotated, and one
}

// RefreshTokens lists the families of refresh tokens that are not revoked, oldest first, without those of online_access,
// which are part of their session.
func (s *Server) RefreshTokens() ([]RefreshToken, error) {
	families, err := s.store.RefreshFamilies(context.Background())
	if err != nil {
		return nil, err
	}
	list := []RefreshToken{}
	for _, f := range families {
		if f.Revoked || f.Online { // Auth0 does not show the latter either
			continue
		}
		list = append(list, RefreshToken{
			ID: f.ID, Sub: f.Login.Sub, ClientID: f.ClientID, SID: f.Login.SID, Audience: f.Audience, Scope: f.Scope,
			CreatedAt: f.Created, LastExchanged: f.LastExchanged, ExpiresAt: f.Expires, Generation: f.Generation,
		})
	}
	return list, nil
}

func noSession(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return ErrNoSession
	}
	return err
}

func viewOf(session store.Session) Session {
	return Session{
		SID:             session.SID,
		Sub:             session.Sub,
		Clients:         session.Clients,
		CreatedAt:       session.Created,
		AuthenticatedAt: session.AuthenticatedAt,
		LastInteraction: session.LastInteraction,
		IdleExpiresAt:   session.IdleExpires(),
		ExpiresAt:       session.AbsoluteExpires(),
		Connection:      session.Connection,
		MFAAt:           session.MFAAt,
		Persistent:      session.Persistent,
		InitialDevice:   session.InitialDevice,
		LastDevice:      session.LastDevice,
	}
}
