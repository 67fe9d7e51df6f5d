//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
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
	// Dialog makes the dialog of one client, closed.
	Dialog func(scope *jsx.Scope, setup DialogSetup) (*Dialog, error)
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
	Options      *jsx.Object // the option modal
	Words        *jsx.Object // the loader's, in the language of the dialog
	NotMine      []string    // names in modal.strings that are the loader's
	Style        string      // URL of the style sheet
	Ports        client.Ports
	OnSessionEnd client.OnSessionEnd
	Log          func(string)
	Continue     func() // these may block
	LogOut       func()
	LogIn        func()
	NotNow       func()
	Reload       func()
}

// module is the running module: the clients of one page.
type module struct {
	Parts
	host  jsx.Value // what the loader gave
	style string    // URL of the style sheet
	scope *jsx.Scope
	open  map[string]*session // by issuer and client id
}

// Serve offers createSessionClient to the loader and returns when it quits.
func Serve(host jsx.Value, parts Parts) error {
	style, err := host.GetString("style")
	if err != nil {
		return err
	}
	m := &module{Parts: parts, host: host, style: style, open: map[string]*session{}}
	m.scope = jsx.NewScope(m.failure)
	create, err := m.scope.Func(func(_ jsx.Value, args []jsx.Value) jsx.Value {
		options, sink := argument(args, 0), argument(args, 1)
		return jsx.Promise(m.scope, func(ctx context.Context) (any, error) {
			return m.create(ctx, options, sink)
		})
	})
	if err != nil {
		return err
	}
	quit, err := m.scope.Func(func(jsx.Value, []jsx.Value) jsx.Value {
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

// create gives the binding of the client that options describe: a new one, or
// the one that is there already for the same issuer and client id.
func (m *module) create(ctx context.Context, options, sink jsx.Value) (any, error) {
	o, err := readOptions(options, m.URL, m.style)
	if err != nil {
		return nil, err
	}
	key := o.config.Issuer + "\n" + o.config.ClientID
	s := m.open[key]
	if s == nil {
		if s, err = m.newSession(o, sink); err != nil {
			return nil, err
		}
		m.open[key] = s
		s.scope.Defer(func() { delete(m.open, key) })
		s.start()
	} else if name := o.differs(s.options); name != "" {
		return nil, coded(client.AlreadyConfigured, name+": a client for this issuer and clientId is there already, with another value; close() it first")
	}
	select {
	case <-s.started:
		return s.binding, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.scope.Context().Done():
		return nil, coded(client.Closed, "the client was closed while it started")
	}
}

// argument is undefined where JavaScript gave none.
func argument(args []jsx.Value, i int) jsx.Value {
	if i >= len(args) {
		return jsx.Undefined()
	}
	return args[i]
}
