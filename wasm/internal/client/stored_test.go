package client_test

import (
	"maps"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
)

// stored is the shared record as it lies in storage.
type stored map[string]any

// author is a tab that writes the record by hand, as one of another version of
// this module does, or a script that means no good.
type author struct {
	w     *world
	ports client.Ports
}

func (w *world) another() author { return author{w, w.browser.Open(shop + "/").Ports()} }

// write makes one change that counts as the newest of its epoch, and rings.
func (a author) write(change func(r stored)) {
	a.w.t.Helper()
	a.put(func(before any) any {
		r := stored(maps.Clone(before.(map[string]any)))
		r["counter"] = r["counter"].(float64) + 1
		r["tab"] = "another"
		change(r)
		return map[string]any(r)
	})
}

// put stores whatever there can be.
func (a author) put(change func(before any) any) {
	a.w.t.Helper()
	err := a.ports.Record.Update(context.Background(), func(before any) (any, bool) { return change(before), true })
	if err != nil {
		a.w.t.Fatal(err)
	}
	a.ports.Channel.Ring()
}
