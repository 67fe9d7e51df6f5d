package store

import (
	"slices"
	"time"
)

// A Session is what the authorization server knows of one browser. It is anonymous until a login.
type Session struct {
	ID  string // the cookie's value, and so a secret
	SID string // the public name: the `sid` claim; empty while anonymous

	Sub     string   // the user; empty while anonymous
	Clients []string // the applications that took part, in the order of their first request

	Created         time.Time
	AuthenticatedAt time.Time // the last login; zero while anonymous
	LastInteraction time.Time // the last accepted touch

	Idle     time.Duration // how long it lives after LastInteraction
	Absolute time.Duration // how long it lives after the last login, whatever the activity

	Pending []Interaction // pages that wait for the user, oldest first
}

// Anonymous tells whether nobody has logged in to this session.
func (s Session) Anonymous() bool { return s.Sub == "" }

// IdleExpires is the instant at which the session ends unless it is touched before.
func (s Session) IdleExpires() time.Time { return s.LastInteraction.Add(s.Idle) }

// AbsoluteExpires is the instant at which the session ends whatever happens.
func (s Session) AbsoluteExpires() time.Time {
	if s.Anonymous() {
		return s.Created.Add(s.Absolute)
	}
	return s.AuthenticatedAt.Add(s.Absolute)
}

// Expired tells whether one of the two limits has been reached.
func (s Session) Expired(now time.Time) bool {
	return !now.Before(s.IdleExpires()) || !now.Before(s.AbsoluteExpires())
}

// clone shares no memory with s, so that nobody changes a stored session from outside.
func (s Session) clone() Session {
	s.Clients = slices.Clone(s.Clients)
	s.Pending = slices.Clone(s.Pending)
	return s
}

// An Interaction is a page of the authorization server that waits for the user: a login or the question whether to
// log out. It belongs to one session, so that nobody can answer it from another browser. One of the two is set.
type Interaction struct {
	ID      string
	Created time.Time
	Login   *AuthorizationRequest
	Logout  *LogoutRequest
}

// An AuthorizationRequest has been validated: its client is known and its redirect URI is registered. Nothing
// changes one after that, so copies may share it.
type AuthorizationRequest struct {
	ClientID      string
	RedirectURI   string
	ResponseMode  string // query or web_message
	Scope         string // as granted
	Audience      string // the API that the access token is for; may be empty
	State         string
	Nonce         string
	CodeChallenge string // S256 (RFC 7636)
	LoginHint     string
}

// A LogoutRequest has been validated: its redirect URI, if it has one, is registered.
type LogoutRequest struct {
	ClientID    string // may be empty
	RedirectURI string // with `state`; may be empty
}

// A Code is an authorization code with all that it was issued for.
type Code struct {
	Value   string // a secret
	Expires time.Time
	Request AuthorizationRequest

	Sub             string
	SID             string
	AuthenticatedAt time.Time
}
