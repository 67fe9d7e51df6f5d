package store

import (
	"context"
	"errors"
	"time"
)

// ErrNotFound is the answer for an id that was never given out, has been used up or was evicted.
var ErrNotFound = errors.New("store: not found")

// A Store is safe for concurrent use. Values go in and come out as copies.
type Store interface {
	// CreateSession adds a session under s.ID.
	CreateSession(ctx context.Context, s Session) error
	// Session returns the session with this id, expired or not, or ErrNotFound.
	Session(ctx context.Context, id string) (Session, error)
	// SessionBySID returns the session with this public name, expired or not, or ErrNotFound.
	SessionBySID(ctx context.Context, sid string) (Session, error)
	// Sessions returns every session, oldest first.
	Sessions(ctx context.Context) ([]Session, error)
	// SessionsOf returns the sessions of one user, expired or not, oldest first.
	SessionsOf(ctx context.Context, sub string) ([]Session, error)

	// UpdateSession applies change to the session in one atomic step and returns the outcome. When change sets
	// another ID, the session moves there and the old id is gone. An error of change is returned as it is, and
	// the session stays as it was. change must not call the store.
	UpdateSession(ctx context.Context, id string, change func(*Session) error) (Session, error)
	// DeleteSession forgets a session. An unknown id is no error.
	DeleteSession(ctx context.Context, id string) error

	// EndExpired sets Ended in sessions of users that have expired by now, and returns them: each once, however often
	// it is called, and most of them at a time.
	EndExpired(ctx context.Context, now time.Time, most int) ([]Session, error)

	// CreateCode adds an authorization code under c.Value.
	CreateCode(ctx context.Context, c Code) error
	// Code returns the code, expired or not, and leaves it to be consumed, or ErrNotFound.
	Code(ctx context.Context, value string) (Code, error)

	// ConsumeCode returns the code, expired or not, and forgets it in the same atomic step: of several callers
	// one gets it, the others get ErrNotFound.
	ConsumeCode(ctx context.Context, value string) (Code, error)

	// CreatePushedRequest adds a request under p.URI.
	CreatePushedRequest(ctx context.Context, p PushedRequest) error
	// ConsumePushedRequest is to pushed requests what ConsumeCode is to codes.
	ConsumePushedRequest(ctx context.Context, uri string) (PushedRequest, error)
	// UseOnce marks a value as used until an instant. It tells whether this was its first use.
	UseOnce(ctx context.Context, value string, until time.Time) (first bool, err error)

	// CountAttempt counts one more attempt at something, and tells how many there were since the first that counts:
	// until says when that one, if it is this, will no longer.
	CountAttempt(ctx context.Context, key string, until time.Time) (count int, err error)

	// ForgetAttempts starts the count anew.
	ForgetAttempts(ctx context.Context, key string) error

	// CreateRefreshFamily adds a family under f.ID.
	CreateRefreshFamily(ctx context.Context, f RefreshFamily) error
	// RefreshFamilies returns every family, oldest first.
	RefreshFamilies(ctx context.Context) ([]RefreshFamily, error)
	// UpdateRefreshFamily applies change in one atomic step and returns the outcome, as UpdateSession does: of
	// several callers that want to rotate the same token, one sees it unrotated.
	UpdateRefreshFamily(ctx context.Context, id string, change func(*RefreshFamily) error) (RefreshFamily, error)
	// DeleteRefreshFamily forgets a family. An unknown id is no error.
	DeleteRefreshFamily(ctx context.Context, id string) error

	// Consent returns what a user has allowed a client, or ErrNotFound.
	Consent(ctx context.Context, sub, clientID string) (Consent, error)
	// SaveConsent replaces what the user had allowed the client.
	SaveConsent(ctx context.Context, c Consent) error
}
