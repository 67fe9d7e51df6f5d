package modal

import "github.com/spa-session/spa-session/wasm/internal/client"

// cause is the sentence for why the last attempt failed. Whatever is not listed
// is ErrorOther: its message is for developers.
func cause(s client.Snapshot) Key {
	if needsLogin(s) {
		return ErrorNeedsLogin
	}
	switch s.Err.Code {
	case client.NoNetwork:
		return ErrorOffline
	case client.Unreachable:
		return ErrorUnreachable
	case client.ErrorPage, client.ServerError:
		return ErrorServer
	case client.Timeout:
		return ErrorTimeout
	case client.LockFailed:
		return ErrorLock
	}
	return ErrorOther
}

// needsLogin tells whether trying again is in vain: the server wants to see the
// user (OIDC Core 3.1.2.6), or the browser keeps its cookie from the frame.
func needsLogin(s client.Snapshot) bool {
	if s.Err == nil {
		return false
	}
	switch s.Err.Code {
	case "interaction_required", "consent_required", "cookies_blocked":
		return true
	}
	return false
}
