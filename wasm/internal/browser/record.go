//go:build js

package browser

import (
	"errors"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/wait"
)

const (
	databaseName    = "spa-session"
	databaseVersion = 1
	objectStore     = "record"
)

// NewRecord keeps one value under key, in IndexedDB. Each update opens the
// database and closes it again, which takes some milliseconds: an open
// connection would keep a page out of the back-forward cache, and stand in the
// way of a later version.
//
// An update that has begun goes on when its context or its client ends: only
// the wait for it is given up. A stored value that JSON could not carry is
// taken as none.
//
// Where there is no IndexedDB it lies in localStorage, which knows no
// transactions: of two tabs that write at the same time one is not heard.
func NewRecord(key string) client.Record { return record{key} }

type record struct{ key string }

func (r record) Update(ctx context.Context, modify func(stored any) (put any, write bool)) error {
	factory, err := jsx.Global().Get("indexedDB")
	if err != nil || factory.IsMissing() {
		return r.local(modify)
	}
	u := &update{key: r.key, modify: modify, scope: jsx.NewScope(nil), answer: make(chan error, 1)}
	if err := u.open(factory); err != nil {
		u.finish(err)
	}
	select {
	case err := <-u.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r record) local(modify func(any) (any, bool)) error {
	key := "spa-session.record." + r.key
	text, found, err := store{}.Get(client.PerSite, key)
	if err != nil {
		return err
	}
	var stored any
	if found {
		stored, _ = NewJSON()(text) // what is no JSON is not of our making
	}
	put, write := modify(stored)
	if !write {
		return nil
	}
	json, err := call([]string{"JSON", "stringify"}, put)
	if err == nil {
		text, err = json.String()
	}
	if err != nil {
		return err
	}
	return store{}.Set(client.PerSite, key, text)
}

// update is one transaction, from opening to closing the database.
type update struct {
	key    string
	modify func(stored any) (put any, write bool)
	scope  *jsx.Scope // the listeners and the connection
	answer chan error // takes the first answer

	answered bool
	failure  error // why the transaction was aborted, if we did that
}

// tell answers, once; the rest of the update goes on.
func (u *update) tell(err error) {
	if !u.answered {
		u.answered = true
		wait.Offer(u.answer, err)
	}
}

// finish answers and lets go of everything.
func (u *update) finish(err error) {
	u.tell(err)
	u.scope.Close()
}

func (u *update) open(factory jsx.Value) error {
	request, err := factory.Call("open", databaseName, databaseVersion)
	if err != nil {
		return problem("IndexedDB cannot be used", err)
	}
	return u.on(request, map[string]func(){
		"upgradeneeded": func() {
			if err := create(request); err != nil {
				u.tell(err)
			}
		},
		"success": func() {
			if err := u.opened(request); err != nil {
				u.finish(err)
			}
		},
		"error": func() { u.finish(reason(request, "the database cannot be opened")) },
		// The request stays, and may succeed when nobody waits any more.
		"blocked": func() { u.tell(errors.New("browser: the database is blocked by another version of it")) },
	})
}

// create makes the store of a database that is new.
func create(request jsx.Value) error {
	database, err := request.Get("result")
	if err != nil {
		return err
	}
	_, err = database.Call("createObjectStore", objectStore)
	return err
}

func (u *update) opened(request jsx.Value) error {
	database, err := request.Get("result")
	if err != nil {
		return err
	}
	// Transactions that are under way are completed before it is closed.
	shut := func() { must(database.Call("close")) }
	u.scope.Defer(shut)
	if u.answered {
		u.scope.Close() // an upgrade failed, or was blocked too long
		return nil
	}
	if err := u.on(database, map[string]func(){"versionchange": shut}); err != nil {
		return err
	}
	transaction, err := database.Call("transaction", objectStore, "readwrite")
	if err != nil {
		return problem("the database is not ours", err)
	}
	return u.begin(transaction)
}

// begin starts to read. From here on the transaction has the last word: it
// completes or is aborted.
func (u *update) begin(transaction jsx.Value) error {
	err := u.on(transaction, map[string]func(){
		"complete": func() { u.finish(nil) },
		"abort": func() {
			if u.failure == nil {
				u.failure = reason(transaction, "the record cannot be written")
			}
			u.finish(u.failure)
		},
	})
	if err != nil {
		return err
	}
	u.abortOn(transaction, u.read(transaction))
	return nil
}

func (u *update) read(transaction jsx.Value) error {
	store, err := transaction.Call("objectStore", objectStore)
	if err != nil {
		return err
	}
	request, err := store.Call("get", u.key)
	if err != nil {
		return err
	}
	return u.on(request, map[string]func(){
		"success": func() { u.abortOn(transaction, u.write(store, request)) },
	})
}

// write is called within the transaction, which ends when nothing is asked of
// it: modify has to answer at once.
func (u *update) write(store, request jsx.Value) error {
	result, err := request.Get("result")
	if err != nil {
		return err
	}
	stored, err := jsx.FromJS(result, jsx.Limits{})
	if err != nil {
		stored = nil // what is no plain data is not of our making
	}
	put, write := u.modify(stored)
	if !write {
		return nil
	}
	_, err = store.Call("put", put, u.key)
	return err
}

// abortOn gives the transaction up if err is one.
func (u *update) abortOn(transaction jsx.Value, err error) {
	if err == nil {
		return
	}
	u.failure = problem("the record cannot be written", err)
	if _, over := transaction.Call("abort"); over != nil {
		u.finish(u.failure)
	}
}

func (u *update) on(target jsx.Value, events map[string]func()) error {
	for event, heard := range events {
		if _, err := u.scope.Listen(target, event, jsx.ListenOptions{}, func(jsx.Value) { heard() }); err != nil {
			return err
		}
	}
	return nil
}

// reason is the error that a request or a transaction bears.
func reason(bearer jsx.Value, what string) error {
	thrown, err := bearer.Get("error")
	if err != nil {
		return problem(what, err)
	}
	if thrown.IsMissing() { // a transaction that somebody else aborted has none
		return errors.New("browser: " + what)
	}
	return problem(what, jsx.NewThrown(thrown))
}
