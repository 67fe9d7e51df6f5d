//go:build js

package main

import (
	"github.com/spa-session/spa-session/wasm/internal/bind"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/modal"
	"github.com/spa-session/spa-session/wasm/internal/part"
)

// newDialog makes the dialog of one client.
//
//go:noinline
func newDialog(scope *jsx.Scope, setup *bind.DialogSetup) (*bind.Dialog, error) {
	part.Here()
	texts, err := modal.Read(modal.Words(setup.Words))
	if err != nil {
		return nil, err
	}
	dialog, err := modal.New(scope, modal.Config{
		Style:        setup.Style,
		Container:    setup.Container,
		Strings:      texts,
		AnnounceAt:   setup.AnnounceAt,
		OnSessionEnd: setup.OnSessionEnd,
		Now:          setup.Now,
		Wake:         setup.Wake,
		Failed:       func(err error) { part.Here(); setup.Log("the dialog: " + err.Error()) },
	}, modal.Actions{
		Continue: setup.Continue,
		TryAgain: setup.Continue,
		LogOut:   setup.LogOut,
		LogIn:    setup.LogIn,
		NotNow:   setup.NotNow,
		Reload:   setup.Reload,
	})
	if err != nil {
		return nil, err
	}
	return &bind.Dialog{
		Show:      func(s client.Snapshot) { part.Here(); dialog.Show(s) },
		Countdown: func(left int64) { part.Here(); dialog.Countdown(left) },
		Host:      dialog.Host(),
	}, nil
}
