//go:build js

package browser

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// newRecord is a record in an empty database.
func newRecord(t *testing.T) client.Record {
	t.Helper()
	noLeak(t)
	deleteDatabase(t)
	return NewRecord(noHost(t), "key")
}

// noHost is a loader that has no connection to give.
func noHost(t *testing.T) jsx.Value {
	t.Helper()
	return eval(t, "{database() {}}")
}

// deleteDatabase fails t where a connection is still open.
func deleteDatabase(t *testing.T) {
	t.Helper()
	await(t, `new Promise((resolve, reject) => {
		const request = indexedDB.deleteDatabase('spa-session')
		request.onsuccess = () => resolve()
		request.onerror = () => reject(request.error)
		request.onblocked = () => reject(new Error('a connection is open'))
	})`)
}

// read is the stored value.
func read(t *testing.T, record client.Record) any {
	t.Helper()
	var value any
	err := record.Update(t.Context(), func(stored any) (any, bool) {
		value = stored
		return nil, false
	})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func write(t *testing.T, record client.Record, value any) {
	t.Helper()
	if err := record.Update(t.Context(), func(any) (any, bool) { return value, true }); err != nil {
		t.Fatal(err)
	}
}

func TestRecordKeepsAValue(t *testing.T) {
	record := newRecord(t)
	if got := read(t, record); got != nil {
		t.Errorf("at first there is %v", got)
	}
	value := map[string]any{"epoch": map[string]any{"n": 1.0, "random": "r"}, "list": []any{true, nil}}
	write(t, record, value)
	if got := read(t, record); !reflect.DeepEqual(got, value) {
		t.Errorf("back came %v", got)
	}
	err := record.Update(t.Context(), func(any) (any, bool) { return "ignored", false })
	if got := read(t, record); err != nil || !reflect.DeepEqual(got, value) {
		t.Errorf("it was written against the word of modify: %v, %v", got, err)
	}
	if got := read(t, NewRecord(noHost(t), "another")); got != nil {
		t.Errorf("another record holds %v", got)
	}
	deleteDatabase(t) // and so there is no connection left
}

func TestUpdatesDoNotOverlap(t *testing.T) {
	record := newRecord(t)
	const each = 10
	done := make(chan error)
	for range 2 * each {
		go func() {
			done <- record.Update(t.Context(), func(stored any) (any, bool) {
				count, _ := stored.(float64)
				return count + 1, true
			})
		}()
	}
	// The same from beside, as another tab would do it, in between the others.
	await(t, `(async () => {
		for (let i = 0; i < 10; i++) await new Promise((resolve, reject) => {
			const open = indexedDB.open('spa-session', 1)
			open.onupgradeneeded = () => open.result.createObjectStore('record')
			open.onsuccess = () => {
				const transaction = open.result.transaction('record', 'readwrite')
				const store = transaction.objectStore('record')
				const get = store.get('key')
				get.onsuccess = () => store.put((get.result ?? 0) + 1, 'key')
				transaction.onabort = () => reject(transaction.error)
				transaction.oncomplete = () => { open.result.close(); resolve() }
			}
		})
	})()`)
	for range 2 * each {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := read(t, record); got != 3.0*each {
		t.Errorf("%v updates of %d are there", got, 3*each)
	}
}

func TestModifyIsCalledOnce(t *testing.T) {
	record := newRecord(t)
	calls := 0
	err := record.Update(t.Context(), func(any) (any, bool) {
		calls++
		return calls, true
	})
	if err != nil || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

func TestAnUpdateThatFailsChangesNothing(t *testing.T) {
	record := newRecord(t)
	write(t, record, "before")
	for name, value := range map[string]any{
		"no tree":       struct{}{},
		"not cloneable": eval(t, "() => 1"),
	} {
		err := record.Update(t.Context(), func(any) (any, bool) { return value, true })
		if err == nil || !strings.HasPrefix(err.Error(), "browser: the record cannot be written: ") {
			t.Errorf("%s: %v", name, err)
		}
		if got := read(t, record); got != "before" {
			t.Errorf("%s: the record is now %v", name, got)
		}
	}
}

func TestWhatIsNoPlainDataIsTakenAsNone(t *testing.T) {
	record := newRecord(t)
	write(t, record, eval(t, "new Date(0)"))
	if got := read(t, record); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestTheWaitEndsWithTheContextButTheUpdateGoesOn(t *testing.T) {
	record := newRecord(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := record.Update(ctx, func(any) (any, bool) { return "written", true })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := read(t, record); got != "written" { // its transaction is behind the other
		t.Errorf("the record is %v", got)
	}
}

func TestWithoutIndexedDB(t *testing.T) {
	for name, descriptor := range map[string]string{
		"missing":   "{value: undefined}",
		"forbidden": "{get() { throw new DOMException('no', 'SecurityError') }}",
	} {
		t.Run(name, func(t *testing.T) {
			noLeak(t)
			replace(t, "indexedDB", descriptor)
			eval(t, `localStorage.clear()`)
			if got := read(t, NewRecord(noHost(t), "key")); got != nil {
				t.Errorf("at first there is %v", got)
			}
			write(t, NewRecord(noHost(t), "key"), map[string]any{"n": 1.0})
			if got := read(t, NewRecord(noHost(t), "key")); !reflect.DeepEqual(got, map[string]any{"n": 1.0}) {
				t.Errorf("the record is %v", got)
			}
			if got := read(t, NewRecord(noHost(t), "another")); got != nil {
				t.Errorf("another record is %v", got)
			}
			eval(t, `localStorage.setItem('spa-session.record.key', '{')`)
			if got := read(t, NewRecord(noHost(t), "key")); got != nil {
				t.Errorf("what is no JSON is read as %v", got)
			}
			eval(t, `localStorage.clear()`)
			replace(t, "localStorage", "{get() { throw new DOMException('no', 'SecurityError') }}")
			err := NewRecord(noHost(t), "key").Update(t.Context(), func(any) (any, bool) {
				t.Error("modify was called")
				return nil, true
			})
			wantError(t, err, "browser: localStorage cannot be used: SecurityError: no")
		})
	}
}

func TestAnIndexedDBThatIsOfNoUse(t *testing.T) {
	for name, row := range map[string]struct{ descriptor, want string }{
		"not opened": {"{value: {open() { throw new DOMException('no', 'SecurityError') }}}", "browser: IndexedDB cannot be used: SecurityError: no"},
		"broken": {`{value: {open() {
			const request = new EventTarget()
			request.error = new DOMException('corrupt', 'UnknownError')
			setTimeout(() => request.dispatchEvent(new Event('error')))
			return request
		}}}`, "browser: the database cannot be opened: UnknownError: corrupt"},
		"of somebody else": {`{value: {open() {
			const request = new EventTarget()
			request.result = Object.assign(new EventTarget(), {
				transaction() { throw new DOMException('no store', 'NotFoundError') },
				close() {},
			})
			setTimeout(() => request.dispatchEvent(new Event('success')))
			return request
		}}}`, "browser: the database is not ours: NotFoundError: no store"},
	} {
		t.Run(name, func(t *testing.T) {
			noLeak(t)
			replace(t, "indexedDB", row.descriptor)
			err := NewRecord(noHost(t), "key").Update(t.Context(), func(any) (any, bool) {
				t.Error("modify was called")
				return nil, true
			})
			wantError(t, err, row.want)
		})
	}
}

func TestABlockedDatabaseIsAnErrorAndClosedWhenItOpens(t *testing.T) {
	noLeak(t)
	replace(t, "indexedDB", `(() => {
		const request = new EventTarget()
		request.diary = []
		request.result = Object.assign(new EventTarget(), {
			transaction() { request.diary.push('transaction') },
			close() { request.diary.push('close') },
		})
		return {value: {request, open() {
			setTimeout(() => request.dispatchEvent(new Event('blocked')))
			return request
		}}}
	})()`)
	err := NewRecord(noHost(t), "key").Update(t.Context(), func(any) (any, bool) {
		t.Error("modify was called though nobody waits")
		return nil, true
	})
	wantError(t, err, "browser: the database is blocked by another version of it")
	eval(t, "indexedDB.request.dispatchEvent(new Event('success'))")
	if got := tree(t, eval(t, "indexedDB.request.diary")); !reflect.DeepEqual(got, []any{"close"}) {
		t.Errorf("what became of the connection: %v", got)
	}
}

// The browser may end a transaction: a full disk, a database that is deleted.
func TestATransactionThatIsAbortedIsAnError(t *testing.T) {
	record := newRecord(t)
	write(t, record, "before")
	put := eval(t, `(() => {
		const put = IDBObjectStore.prototype.put
		IDBObjectStore.prototype.put = function (...args) {
			const request = put.apply(this, args)
			this.transaction.abort()
			return request
		}
		return () => { IDBObjectStore.prototype.put = put }
	})()`)
	err := record.Update(t.Context(), func(any) (any, bool) { return "after", true })
	if _, failed := put.Invoke(); failed != nil {
		t.Fatal(failed)
	}
	wantError(t, err, "browser: the record cannot be written")
	if got := read(t, record); got != "before" {
		t.Errorf("the record is %v", got)
	}
}

// opened counts the databases that are opened from now on.
func opened(t *testing.T) (count func() int) {
	t.Helper()
	counter := eval(t, `(() => {
		let count = 0
		const open = IDBFactory.prototype.open
		IDBFactory.prototype.open = function (...args) { count++; return open.apply(this, args) }
		return { count: () => count, stop() { IDBFactory.prototype.open = open } }
	})()`)
	t.Cleanup(func() { must(counter.Call("stop")) })
	return func() int {
		n, err := must(counter.Call("count")).Float()
		if err != nil {
			t.Fatal(err)
		}
		return int(n)
	}
}

func TestAHeldRecordIsOpenedOnce(t *testing.T) {
	record := newRecord(t)
	count := opened(t)
	release := record.Hold()
	second := record.Hold()
	write(t, record, "first")
	write(t, record, "second")
	release()
	write(t, record, "third")
	if n := count(); n != 1 {
		t.Errorf("it was opened %d times", n)
	}
	second()
	if got := read(t, record); got != "third" || count() != 2 {
		t.Errorf("the record is %v, and was opened %d times", got, count())
	}
	deleteDatabase(t)
}

func TestAHeldRecordMakesWayForALaterVersion(t *testing.T) {
	record := newRecord(t)
	defer record.Hold()()
	write(t, record, "before")
	deleteDatabase(t)
	if got := read(t, record); got != nil {
		t.Errorf("the record is %v", got)
	}
}

func TestAConnectionOfTheLoadersIsUsedOnceAndClosed(t *testing.T) {
	for name, row := range map[string]struct {
		prepare, gives string
		opens          int
	}{
		"open":   {"", "database", 0},
		"closed": {"database.close()", "database", 1},
		"none":   {"database.close()", "undefined", 1},
	} {
		t.Run(name, func(t *testing.T) {
			write(t, newRecord(t), "before")
			host := await(t, `(async () => {
				const database = await new Promise((resolve) => {
					const request = indexedDB.open('spa-session', 1)
					request.onsuccess = () => resolve(request.result)
				})
				`+row.prepare+`
				let given = Promise.resolve(`+row.gives+`)
				return { database() { const once = given; given = undefined; return once } }
			})()`)
			count := opened(t)
			record := NewRecord(host, "key")
			if got := read(t, record); got != "before" || count() != row.opens {
				t.Errorf("the record is %v, and was opened %d times", got, count())
			}
			if got := read(t, record); got != "before" || count() != row.opens+1 {
				t.Errorf("then the record is %v, and was opened %d times", got, count())
			}
			deleteDatabase(t)
		})
	}
}
