//go:build js

// Command gallery stands in for the module where the dialog alone is looked at: it
// keeps the protocol of web/loader.js and shows the real dialog in any state, with
// no server, no session and a clock that stands. The tests and the pictures of
// demo/internal/gallery are made from it. It never ships.
package main

import (
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/browser"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/modal"
)

func main() {
	if err := serve(); err != nil {
		panic(err)
	}
}

// serve offers the gallery to the loader, and returns when that quits.
func serve() error {
	host, err := jsx.Global().Get("__spaSessionHost")
	if err != nil {
		return err
	}
	scope := jsx.NewScope(nil)
	create, err := scope.Func(func(args []jsx.Value) jsx.Value {
		return jsx.Promise(scope, func(context.Context) (any, error) { return open(scope, host, args[0], args[1]) })
	})
	if err != nil {
		return err
	}
	quit, err := scope.Func(func([]jsx.Value) jsx.Value {
		go scope.Close()
		return jsx.Undefined()
	})
	if err != nil {
		return err
	}
	if _, err := host.Call("ready", create, quit); err != nil {
		return err
	}
	<-scope.Context().Done()
	return nil
}

// exhibit is one dialog, and what was asked of it.
type exhibit struct {
	*modal.Dialog
	asked []string
}

// open makes the dialog that options describe, closed, and its methods.
func open(scope *jsx.Scope, host, sink, options jsx.Value) (any, error) {
	style, err := host.GetString("style")
	if err != nil {
		return nil, err
	}
	given, err := dialogOptions(options)
	if err != nil {
		return nil, err
	}
	say, err := modal.Read(modal.Words{
		Lang: jsx.Text(given[2]), Dir: jsx.Text(given[3]), Plural: given[4], Digits: given[5], Texts: given[6],
	})
	if err != nil {
		return nil, err
	}
	e := &exhibit{}
	own := scope.Sub()
	e.Dialog, err = modal.New(own, modal.Config{
		Style:      style,
		Container:  given[0],
		Strings:    say,
		AnnounceAt: []int64{30, 20, 10},
		Now:        func() deadline.Instant { return deadline.Instant{Wall: now, Mono: now} },
		Wake:       browser.NewWake(own),
		Failed:     func(err error) { panic(err) },
	}, modal.Actions{
		Continue: e.note(modal.Continue),
		TryAgain: e.note(modal.TryAgain),
		LogOut:   e.note(modal.LogOut),
		LogIn:    e.note(modal.LogIn),
		NotNow:   e.note(modal.NotNow),
		Reload:   e.note(modal.Reload),
	})
	if err != nil {
		own.Close()
		return nil, err
	}
	return e.bind(own, sink)
}

// dialogOptions are the last of those that web/options.js has read.
func dialogOptions(options jsx.Value) ([]jsx.Value, error) {
	items, err := options.Items()
	if err != nil {
		return nil, err
	}
	return items[len(items)-1].Items()
}

func (e *exhibit) note(action modal.Action) func() {
	return func() { e.asked = append(e.asked, string(action)) }
}

// bind makes the methods: show takes a state's name, countdown the milliseconds left,
// and asked gives what was asked for since the last time.
func (e *exhibit) bind(scope *jsx.Scope, sink jsx.Value) (any, error) {
	binding := map[string]any{"sink": sink}
	for name, run := range map[string]func(jsx.Value) any{
		"show": func(state jsx.Value) any {
			e.Show(snapshot(jsx.Text(state)))
			return jsx.Undefined()
		},
		"countdown": func(left jsx.Value) any {
			ms, _ := left.Float()
			e.Countdown(int64(ms))
			return jsx.Undefined()
		},
		"asked": func(jsx.Value) any {
			asked := strings.Join(e.asked, " ")
			e.asked = nil
			return asked
		},
		"close": func(jsx.Value) any {
			go scope.Close()
			return jsx.Undefined()
		},
	} {
		method, err := scope.Func(func(args []jsx.Value) jsx.Value {
			answer, err := jsx.ToJS(run(append(args, jsx.Undefined())[0]))
			if err != nil {
				panic(err)
			}
			return answer
		})
		if err != nil {
			return nil, err
		}
		binding[name] = method
	}
	return binding, nil
}
