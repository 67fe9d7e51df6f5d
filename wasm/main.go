//go:build js

package main

import (
	"github.com/spa-session/spa-session/wasm/internal/bind"
	"github.com/spa-session/spa-session/wasm/internal/browser"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// main offers the module to the loader that started it, and ends when that quits.
func main() {
	host, err := jsx.Global().Get("__spaSessionHost")
	if err == nil {
		err = bind.Serve(host, bind.Parts{URL: browser.NewURL(), Ports: newPorts, Dialog: newDialog})
	}
	if err != nil {
		panic(err)
	}
}
