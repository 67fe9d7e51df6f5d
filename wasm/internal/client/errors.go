package client

import (
	"errors"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Failures that are not the protocol's. Package api says which may be retried.
const (
	UserIdle           oidc.Code = "user_idle"           // no user was present; nothing was sent
	SignedOut          oidc.Code = "signed_out"          // the user logged out meanwhile
	NoNetwork          oidc.Code = "offline"             // the browser has no network
	Unreachable        oidc.Code = "as_unreachable"      // the server did not answer at all
	ErrorPage          oidc.Code = "as_error_page"       // the server showed a page in the frame instead of answering
	ServerError        oidc.Code = "server_error"        // the server answered with a 5xx
	Timeout            oidc.Code = "timeout"             // no answer in time
	CookiesBlocked     oidc.Code = "cookies_blocked"     // the browser keeps the server's cookies from hidden frames
	LoadFailed         oidc.Code = "load_failed"         // a part of this module could not be fetched
	PopupBlocked       oidc.Code = "popup_blocked"       // the browser opened no window
	PopupClosed        oidc.Code = "popup_closed"        // the user closed it
	Cancelled          oidc.Code = "cancelled"           // the caller gave up
	LockFailed         oidc.Code = "lock"                // another tab would not let go
	MissingTransaction oidc.Code = "missing_transaction" // the state of a callback is not one of ours
	UserChanged        oidc.Code = "user_changed"        // another user is signed in at the server
	StorageUnavailable oidc.Code = "storage_unavailable" // the browser refused to keep a login transaction
	NotSupported       oidc.Code = "not_supported"       // the server does not offer what was asked for
	RenewalStorm       oidc.Code = "renewal_storm"       // too many renewals in too short a time
	WorkerUnavailable  oidc.Code = "worker_unavailable"  // refresh tokens are held in the page; told to the log alone
	AlreadyConfigured  oidc.Code = "already_configured"  // the same client with other options
	InvalidOption      oidc.Code = "invalid_option"      // named in the message, with what it takes
	Closed             oidc.Code = "closed"              // close() was called
	Internal           oidc.Code = "internal"            // a fault of this module
)

func failure(code oidc.Code, message string) *oidc.Error {
	return &oidc.Error{Code: code, Message: message}
}

func loggedOut() *oidc.Error { return failure(SignedOut, "the user logged out; log in") }

// coded gives every error a code. One that has none yet came out of a port.
func coded(err error) *oidc.Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*oidc.Error](err); ok {
		return e
	}
	if _, given := errors.AsType[context.CanceledError](err); given {
		return &oidc.Error{Code: Cancelled, Message: "the request was given up", Err: err}
	}
	return &oidc.Error{Code: Internal, Message: "an unexpected failure", Err: err}
}

// said is what the log is told of an error: the server's own words stay out of
// it, since they may name a user.
func said(err error) string {
	e := coded(err)
	return string(e.Code) + ": " + e.Message
}

// cause is why ctx ended, with the code that its ender gave.
func cause(ctx context.Context) *oidc.Error { return coded(context.Cause(ctx)) }
