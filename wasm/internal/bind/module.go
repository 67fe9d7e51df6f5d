//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Parts are what main joins to the clients: this package knows neither the
// browser nor what the dialog looks like.
type Parts struct {
	URL URL
	// Ports makes the ports of one client. host is what the loader gave; now is
	// the option of that name; name tells this client's lock, record, channel and
	// key from those of others.
	Ports func(scope *jsx.Scope, host, now jsx.Value, name string) (client.Ports, error)
	// Dialog makes the dialog of one client, closed. It is one of the rest (see package part).
	Dialog func(scope *jsx.Scope, setup *DialogSetup) (*Dialog, error)
}

// URL parses a reference against a base; "" is no base.
type URL func(reference, base string) (oidc.URL, error)

// Dialog is the timeout dialog. (As an interface it would bring the descriptions of
// all that it is made of.)
type Dialog struct {
	Show      func(client.Snapshot)
	Countdown func(left int64)
	Host      jsx.Value // the element on the page, which the loader removes after a crash
}

// DialogSetup is what a dialog is made with.
type DialogSetup struct {
	Container    jsx.Value // undefined: the body
	AnnounceAt   []int64   // seconds
	Words        Words
	Style        string // URL of the style sheet
	OnSessionEnd client.OnSessionEnd
	Now          func() deadline.Instant
	Wake         client.Wake
	Log          func(string)
	Continue     func() // these may block
	LogOut       func()
	LogIn        func()
	NotNow       func()
	Reload       func()
}

// Words are what the dialog says, and the rules of its language.
type Words struct {
	Lang, Dir      string
	Plural, Digits jsx.Value // functions
	Texts          jsx.Value // plural forms by name
}

// module is the running module: the clients of one page.
type module struct {
	Parts
	host  jsx.Value // what the loader gave
	scope *jsx.Scope
}

// Serve offers createSessionClient to the loader and returns when it quits.
func Serve(host jsx.Value, parts Parts) error {
	m := &module{Parts: parts, host: host}
	m.scope = jsx.NewScope(m.failure)
	create, err := m.scope.Func(func(args []jsx.Value) jsx.Value {
		return jsx.Promise(m.scope, func(context.Context) (any, error) { return m.create(&arguments{args}) })
	})
	if err != nil {
		return err
	}
	quit, err := m.scope.Func(func([]jsx.Value) jsx.Value {
		go m.scope.Close() // not at once: this very function is released by it
		return jsx.Undefined()
	})
	if err != nil {
		return err
	}
	if err := offerHooks(m.scope, host); err != nil {
		return err
	}
	if _, err := host.Call("ready", create, quit); err != nil {
		return err
	}
	<-m.scope.Context().Done()
	return nil
}

// create makes a client, lets it find out how things stand, and gives its binding.
func (m *module) create(in *arguments) (any, error) {
	sink := in.value()
	o, err := readOptions(in.list(), m.URL)
	if err != nil {
		return nil, err
	}
	s, err := m.newSession(o, sink)
	if err != nil {
		return nil, err
	}
	if c := &s.options.config; c.Refresh != nil || c.DPoP || c.Cache != nil {
		go s.Rest(s.scope.Context()) // these need it soon: whoever asks again is told how it went
	}
	if o.config.AutoStart {
		if err := s.Start(s.scope.Context()); err != nil {
			s.log(said(err))
		}
	}
	// The app is about to ask for its token: that need not come here again.
	if token, found := s.CachedToken(); found {
		if _, err := sink.Call("has", token.AccessToken); err != nil {
			return nil, err
		}
	}
	return s.binding, nil
}
