//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/wait"
)

// newDialog makes the dialog of a client, closed, and tells the loader of it.
//
//go:noinline
func (m *module) newDialog(s *session, now func() deadline.Instant, after client.Wake) (*Dialog, error) {
	part.Here()
	style, err := m.host.GetString("style")
	if err != nil {
		return nil, err
	}
	in := *s.options.modal // whoever tries again begins anew
	setup := &DialogSetup{
		Container:  in.value(),
		AnnounceAt: in.moments(),
		Words:      Words{Lang: in.text(), Dir: in.text(), Plural: in.value(), Digits: in.value(), Texts: in.value()},
		Style:      style,
		Now:        now,
		Wake:       after,

		Log:      func(message string) { part.Here(); s.log(message) },
		Continue: s.background(func(ctx context.Context) error { part.Here(); return s.ContinueSession(ctx) }),
		LogOut:   s.background(func(ctx context.Context) error { part.Here(); return s.LogOutHere(ctx) }),
		LogIn:    s.background(func(ctx context.Context) error { part.Here(); return s.LogInHere(ctx) }),
		NotNow:   func() { part.Here(); s.Dismiss() },
		Reload:   s.background(func(context.Context) error { part.Here(); return reload() }),
	}
	if s.options.config.Session != nil {
		setup.OnSessionEnd = s.options.config.Session.OnSessionEnd
	}
	dialog, err := m.Dialog(s.scope, setup)
	if err != nil {
		return nil, err
	}
	_, err = s.sink.Call("dialogShown", dialog.Host)
	return dialog, err
}

// background is for the dialog's buttons. What goes wrong is in the snapshot already,
// or is told to the app's logger.
func (s *session) background(run func(context.Context) error) func() {
	return func() {
		part.Here()
		wait.Here()
		if err := run(s.scope.Context()); err != nil {
			s.log(said(err))
		}
	}
}

func reload() error {
	location, err := jsx.Global().Get("location")
	if err == nil {
		_, err = location.Call("reload")
	}
	return err
}
