//go:build js

package main

import (
	"github.com/spa-session/spa-session/wasm/internal/bind"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/modal"
)

// newDialog makes the dialog of one client.
func newDialog(scope *jsx.Scope, setup bind.DialogSetup) (*bind.Dialog, error) {
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
		Now:          setup.Ports.Now,
		Wake:         setup.Ports.Wake,
		Failed:       func(err error) { setup.Log("the dialog: " + err.Error()) },
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
	return &bind.Dialog{Show: dialog.Show, Countdown: dialog.Countdown, Host: dialog.Host()}, nil
}
