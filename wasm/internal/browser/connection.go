//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// connection is an open database.
type connection struct {
	database jsx.Value
	scope    *jsx.Scope // closes it
}

// Hold keeps the connection of an update open for the next one.
func (r *record) Hold() (release func()) {
	r.holders++
	return func() {
		if r.holders--; r.holders == 0 && r.open != nil {
			r.open.scope.Close()
		}
	}
}

// connected takes over a connection: it goes at once when another version of the database
// wants to be there. Transactions that are under way are completed before it is closed.
func (r *record) connected(database jsx.Value) (*connection, error) {
	made := &connection{database, jsx.NewScope(nil)}
	made.scope.Defer(func() {
		if r.open == made {
			r.open = nil
		}
		must(database.Call("close"))
	})
	if err := made.scope.Hear(database, "versionchange", made.scope.Close); err != nil {
		made.scope.Close()
		return nil, err
	}
	if r.holders > 0 && r.open == nil {
		r.open = made
	}
	return made, nil
}

// connection is one that is there: it stays for this record, or the loader has opened it.
// nil: there is none. An error is that of ctx.
func (r *record) connection(ctx context.Context) (*connection, error) {
	if r.open != nil {
		return r.open, nil
	}
	if r.opening.IsUndefined() {
		r.opening = must(r.host.Call("database"))
	}
	if r.opening.IsUndefined() {
		return nil, nil
	}
	opened, err := jsx.Await(ctx, r.opening)
	if err != nil {
		return nil, err // it may still come, for another update
	}
	r.opening = jsx.Undefined()
	if r.open != nil || opened.IsMissing() {
		return r.open, nil // another update was as quick
	}
	made, _ := r.connected(opened)
	return made, nil
}
