//go:build js && !tinygo

package main

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// newRest: stock Go makes one file of all.
func newRest(jsx.Value) func(context.Context) error { return nil }
