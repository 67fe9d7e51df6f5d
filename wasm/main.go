//go:build js

package main

import (
	"github.com/spa-session/spa-session/wasm/internal/bind"
	"github.com/spa-session/spa-session/wasm/internal/browser"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
)

// main offers the module to the loader that started it, and ends when that quits.
func main() {
	host, err := jsx.Global().Get("__spaSessionHost")
	if err == nil {
		err = bind.Serve(host, bind.Parts{
			URL:   browser.NewURL(),
			Ports: newPorts,
			Dialog: func(scope *jsx.Scope, setup *bind.DialogSetup) (*bind.Dialog, error) {
				part.Here()
				return newDialog(scope, setup)
			},
		})
	}
	if err != nil {
		panic(err)
	}
}
