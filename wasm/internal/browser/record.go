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
// database and closes it again, which takes some milliseconds, unless the record is
// held: an open connection would keep a page out of the back-forward cache, and stand in
// the way of a later version. host has the method database, which gives a promise of the
// connection that the loader is opening, once, and then undefined.
//
// An update that has begun goes on when its context or its client ends: only
// the wait for it is given up. A stored value that JSON could not carry is
// taken as none.
//
// Where there is no IndexedDB it lies in localStorage, which knows no
// transactions: of two tabs that write at the same time one is not heard.
func NewRecord(host jsx.Value, key string) client.Record { return &record{host: host, key: key} }

type record struct {
	host    jsx.Value
	key     string
	holders int
	opening jsx.Value   // a promise of the loader's; undefined: none
	open    *connection // nil: there is none that stays
}

func (r *record) Update(ctx context.Context, modify func(stored any) (put any, write bool)) error {
	factory, err := jsx.Global().Get("indexedDB")
	if err != nil || factory.IsMissing() {
		return r.local(modify)
	}
	u := &update{record: r, modify: modify, scope: jsx.NewScope(nil), answer: make(chan error, 1)}
	there, err := r.connection(ctx)
	if err != nil {
		return err // it has not begun
	}
	if there == nil || u.begin(there) != nil { // what was open may have been closed
		if err := u.open(factory); err != nil {
			u.finish(err)
		}
	}
	select {
	case err := <-u.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *record) local(modify func(any) (any, bool)) error {
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

// update is one transaction, from opening to closing the database where it does not stay.
type update struct {
	record *record
	modify func(stored any) (put any, write bool)
	scope  *jsx.Scope // the listeners, and the connection
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
	return u.hear(request,
		on{"upgradeneeded", func() {
			if err := create(request); err != nil {
				u.tell(err)
			}
		}},
		on{"success", func() {
			if err := u.opened(request); err != nil {
				u.finish(err)
			}
		}},
		on{"error", func() { u.finish(reason(request, "the database cannot be opened")) }},
		// The request stays, and may succeed when nobody waits any more.
		on{"blocked", func() { u.tell(errors.New("browser: the database is blocked by another version of it")) }},
	)
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
	if u.answered { // an upgrade failed, or was blocked too long
		u.scope.Close()
		must(database.Call("close"))
		return nil
	}
	made, err := u.record.connected(database)
	if err != nil {
		return err
	}
	return u.begin(made)
}

// begin starts to read. Once there is a transaction it has the last word: it completes or
// is aborted.
func (u *update) begin(at *connection) error {
	transaction, err := at.database.Call("transaction", objectStore, "readwrite")
	if err != nil {
		at.scope.Close()
		return problem("the database is not ours", err)
	}
	if u.record.open != at {
		u.scope.Defer(at.scope.Close)
	}
	err = u.hear(transaction,
		on{"complete", func() { u.finish(nil) }},
		on{"abort", func() {
			if u.failure == nil {
				u.failure = reason(transaction, "the record cannot be written")
			}
			u.finish(u.failure)
		}},
	)
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
	request, err := store.Call("get", u.record.key)
	if err != nil {
		return err
	}
	return u.hear(request, on{"success", func() { u.abortOn(transaction, u.write(transaction, store, request)) }})
}

// write is called within the transaction, which ends when nothing is asked of
// it: modify has to answer at once. Where nothing is written there is nothing to wait for.
func (u *update) write(transaction, store, request jsx.Value) error {
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
		u.tell(nil)
		return nil
	}
	if _, err = store.Call("put", put, u.record.key); err != nil {
		return err
	}
	// Rather than once it has been heard that the value is put; one that was aborted says so by itself.
	_, _ = transaction.Call("commit")
	return nil
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

// on is what is done on an event.
type on struct {
	event string
	do    func()
}

func (u *update) hear(target jsx.Value, events ...on) error {
	for _, e := range events {
		if err := u.scope.Hear(target, e.event, e.do); err != nil {
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
