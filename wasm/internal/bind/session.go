//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/wait"
)

// session is one client, joined to the page.
type session struct {
	*client.Client
	options *options
	scope   *jsx.Scope
	dialog  *standby  // nil: modal is false
	sink    jsx.Value // what the loader keeps for this client
	binding jsx.Value // the methods
	failure jsx.ErrorFactory
}

func (m *module) newSession(o *options, sink jsx.Value) (*session, error) {
	s := &session{options: o, scope: m.scope.Sub(), sink: sink, failure: m.failure}
	ports, err := m.Ports(s.scope, m.host, o.now, o.name)
	if o.alone {
		ports.Record, ports.Channel = client.Alone()
	}
	if err == nil {
		s.callApp()
		if o.siteCache {
			o.config.Cache = client.SiteCache(ports.Store)
		}
		s.Client = client.New(o.config, ports, newReporter(m, s))
		if o.modal != nil {
			s.dialog = m.newStandby(s, ports.Now, ports.Wake)
		}
		s.scope.Defer(s.Client.Close)
		s.binding, err = s.bind()
	}
	if err != nil {
		s.scope.Close()
		return nil, err
	}
	return s, nil
}

// callApp leads what the client asks of the app to the app's own functions.
func (s *session) callApp() {
	c := &s.options.config
	if s.options.guarded {
		c.Session.Guard = func(hidden bool) {
			if _, err := s.sink.Call("guard", hidden); err != nil {
				s.report(err)
			}
		}
	}
	c.Log = s.log
	c.OpenURL = s.opener(s.options.openURL)
	if !s.options.onLeave.IsUndefined() {
		c.OnBeforeRedirect = func(ctx context.Context, to client.Destination) bool {
			part.Here()
			return s.beforeRedirect(ctx, to)
		}
	}
	if !s.options.onRedirect.IsUndefined() {
		c.OnRedirectCallback = func(appState string) {
			if _, err := s.options.onRedirect.Invoke(appState); err != nil {
				s.report(err)
			}
		}
	}
}

// beforeRedirect asks the app, and waits for what it returns. One that fails has not
// refused: a user must not be shut out by it.
func (s *session) beforeRedirect(ctx context.Context, to client.Destination) bool {
	answer, err := s.options.onLeave.Invoke(string(to))
	if err == nil {
		answer, err = jsx.Await(ctx, answer)
	}
	if ctx.Err() != nil {
		s.log("onBeforeRedirect took too long: the page is left all the same")
		return true
	}
	if err != nil {
		s.report(err)
		return true
	}
	leaves, err := answer.Bool()
	return err != nil || leaves // whatever is not false
}

// opener calls openUrl and waits for what it returns; nil where there is none.
func (s *session) opener(openURL jsx.Value) func(context.Context, string) error {
	if openURL.IsUndefined() {
		return nil
	}
	return func(ctx context.Context, url string) error {
		returned, err := openURL.Invoke(url)
		if err == nil {
			_, err = jsx.Await(ctx, returned)
		}
		return err
	}
}

// report hands what a function of the app threw to the page's error handlers, as
// if it had been called by the browser.
func (s *session) report(err error) {
	if _, failed := jsx.Global().Call("reportError", jsx.NewError(err)); failed != nil {
		s.log("a function of the app failed: " + err.Error())
	}
}

// log tells the app's logger, which may throw: then nobody is left to be told.
func (s *session) log(message string) {
	if s.options.logger.IsMissing() {
		return
	}
	_, _ = s.options.logger.Call("debug", "spa-session: "+message)
}

// bind makes the object of methods that package api lists.
func (s *session) bind() (jsx.Value, error) {
	members := map[string]any{}
	add := func(name string, entry func([]jsx.Value) jsx.Value) (err error) {
		members[name], err = s.scope.Func(entry)
		return err
	}
	handlers := s.promises()
	for name, run := range s.rest() {
		handlers[name] = func(ctx context.Context, in *arguments) (any, error) {
			wait.Here()
			if err := s.Rest(ctx); err != nil {
				return nil, err
			}
			return run(ctx, in)
		}
	}
	for name, run := range handlers {
		err := add(name, func(args []jsx.Value) jsx.Value {
			return jsx.Promise(s.scope, func(ctx context.Context) (any, error) {
				wait.Here()
				return run(ctx, &arguments{args})
			})
		})
		if err != nil {
			return jsx.Value{}, err
		}
	}
	for name, run := range s.syncs() {
		err := add(name, func(args []jsx.Value) jsx.Value { return run(&arguments{args}) })
		if err != nil {
			return jsx.Value{}, err
		}
	}
	return jsx.ToJS(members)
}
