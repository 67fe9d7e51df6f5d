//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// arguments are what web/options.js has read of an app's options, in its order.
// Everything is there, and of the right type: else the loader is of another build.
type arguments struct{ left []jsx.Value }

func (a *arguments) value() jsx.Value {
	if len(a.left) == 0 {
		panic("bind: the loader is of another build")
	}
	first := a.left[0]
	a.left = a.left[1:]
	return first
}

// must is for what the loader has read.
func must[T any](x T, err error) T {
	if err != nil {
		panic("bind: the loader is of another build: " + err.Error())
	}
	return x
}

func (a *arguments) text() string { return must(a.value().String()) }

func (a *arguments) flag() bool { return must(a.value().Bool()) }

func (a *arguments) whole() int64 { return int64(must(a.value().Float())) }

// list are arguments by themselves; nil where JavaScript has false.
func (a *arguments) list() *arguments {
	value := a.value()
	if value.Type() == jsx.Boolean {
		return nil
	}
	return &arguments{must(value.Items())}
}

// params are names and values in turn.
func (a *arguments) params() (params oidc.Params) {
	for in := a.list(); len(in.left) > 0; {
		name := in.text()
		params = append(params, oidc.Param{Name: name, Value: in.text()})
	}
	return params
}

func (a *arguments) authorization() (read client.Authorization) {
	read.RedirectURI = a.text()
	read.Scope = a.text()
	read.Audience = a.text()
	read.Extra = a.params()
	return read
}

// lifetimes come in seconds; a negative one is as it was before.
func (a *arguments) lifetimes(before deadline.Lifetimes) deadline.Lifetimes {
	for _, lifetime := range []*int64{&before.Idle, &before.Warning, &before.Absolute} {
		if given := a.whole(); given >= 0 {
			*lifetime = given * 1000
		}
	}
	return before
}

func (a *arguments) moments() (seconds []int64) {
	for in := a.list(); len(in.left) > 0; {
		seconds = append(seconds, in.whole())
	}
	return seconds
}
