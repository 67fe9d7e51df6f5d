//go:build js

package bind

import (
	"errors"
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/api"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

func coded(code oidc.Code, message string) *oidc.Error {
	return &oidc.Error{Code: code, Message: message}
}

// failure makes the SessionError that a promise rejects with. What the app's own
// functions threw is the cause, as it was.
func (m *module) failure(err error) jsx.Value {
	e := inCode(err)
	fields := map[string]any{
		"code":      string(e.Code),
		"message":   strings.TrimPrefix(e.Error(), string(e.Code)+": "),
		"retryable": api.Retryable(string(e.Code)),
	}
	if e.OAuth != "" {
		fields["error"] = e.OAuth
	}
	if e.Description != "" {
		fields["error_description"] = e.Description
	}
	if thrown, ok := errors.AsType[*jsx.ThrownError](err); ok {
		fields["cause"] = thrown.Value
	}
	made, failed := m.host.Call("error", fields)
	if failed != nil {
		return jsx.NewError(err)
	}
	return made
}

// said is what the app's logger is told of an error: the server's own words stay
// out of it, since they may name a user.
func said(err error) string {
	e := inCode(err)
	return string(e.Code) + ": " + e.Message
}

// inCode gives every error a code.
func inCode(err error) *oidc.Error {
	if e, ok := errors.AsType[*oidc.Error](err); ok {
		return e
	}
	_, given := errors.AsType[context.CanceledError](err)
	if _, gone := errors.AsType[jsx.ClosedError](err); given || gone {
		return &oidc.Error{Code: client.Closed, Message: "the client was closed", Err: err}
	}
	return &oidc.Error{Code: client.Internal, Err: err}
}
