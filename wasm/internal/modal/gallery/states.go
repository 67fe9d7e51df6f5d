//go:build js

package main

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// now is 42 seconds before the deadline of a warning of one minute.
const now = 1_018_000

// states are the snapshots that look different, by the names that tests use.
var states = map[string]func(*client.Snapshot){
	"active":         func(s *client.Snapshot) { s.Status = deadline.Active },
	"warning":        func(*client.Snapshot) {},
	"pending":        func(s *client.Snapshot) { s.Pending = true },
	"failed":         func(s *client.Snapshot) { s.Err = failure("as_unreachable") },
	"offline":        func(s *client.Snapshot) { s.Offline, s.Err = true, failure("offline") },
	"last":           func(s *client.Snapshot) { s.WarningKind = deadline.KindAbsolute },
	"blocked":        func(s *client.Snapshot) { s.Err = failure("cookies_blocked") },
	"idle":           func(s *client.Snapshot) { s.Status = deadline.Idle },
	"idle-pending":   func(s *client.Snapshot) { s.Status, s.Pending = deadline.Idle, true },
	"idle-failed":    func(s *client.Snapshot) { s.Status, s.Err = deadline.Idle, failure("timeout") },
	"ended":          func(s *client.Snapshot) { s.Status, s.Reason = deadline.Ended, client.ReasonLoginRequired },
	"ended-absolute": func(s *client.Snapshot) { s.Status, s.Reason = deadline.Ended, client.ReasonAbsolute },
	"user-changed":   func(s *client.Snapshot) { s.Status, s.Reason = deadline.SignedOut, client.ReasonUserChanged },
	"last-bar":       func(s *client.Snapshot) { s.WarningKind, s.Dismissed = deadline.KindAbsolute, true },
	"idle-bar":       func(s *client.Snapshot) { s.Status, s.Dismissed = deadline.Idle, true },
	"ended-bar":      func(s *client.Snapshot) { s.Status, s.Dismissed = deadline.Ended, true },
}

func failure(code oidc.Code) *oidc.Error { return &oidc.Error{Code: code} }

// snapshot is the idle warning, changed as the state says.
func snapshot(state string) client.Snapshot {
	change, found := states[state]
	if !found {
		panic("there is no state " + state)
	}
	s := client.Snapshot{
		Status:       deadline.Warning,
		WarningKind:  deadline.KindIdle,
		WarningAt:    1_000_000,
		IdleDeadline: 1_060_000,
	}
	change(&s)
	return s
}
