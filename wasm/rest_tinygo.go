//go:build js && tinygo

package main

import (
	"github.com/spa-session/spa-session/wasm/internal/browser"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

func newRest(host jsx.Value) func(context.Context) error { return browser.NewRest(host) }
