package main

import "time"

// lasting is the browser's own profile, whose caches stay.
func (b *bench) lasting() visitor { return visitor{browser: b.browser} }

// fillCaches visits as a user does: for some time, and again. Chromium caches a script's code at the second visit, and
// a module's once its functions that are much used have been compiled again, and that has been so for two seconds.
func (b *bench) fillCaches(i int) error {
	visits := 3
	if b.warming == 0 {
		visits = 1
	}
	for range visits {
		err := b.inTab(b.lasting(), func(t *tab) error {
			if _, err := b.visitWithSession(t, i); err != nil {
				return err
			}
			if _, err := t.renew(perRound); err != nil {
				return err
			}
			time.Sleep(b.warming)
			// Visitors with empty caches come back with what these visits have left.
			left, err := eval[string](t, leaving)
			b.contenders[i].hint = left
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// leaving is a script that returns another one, which leaves behind what is left here.
const leaving = `(async () => {
	const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }))
	const databases = []
	for (const { name, version } of await indexedDB.databases()) {
		const database = await done(indexedDB.open(name, version))
		for (const store of database.objectStoreNames) {
			const from = database.transaction(store).objectStore(store)
			const [keys, values] = await Promise.all([done(from.getAllKeys()), done(from.getAll())])
			databases.push({ name, version, store, entries: keys.map((key, i) => [values[i], key]) })
		}
		database.close()
	}
	const leave = async (storage, cookies, databases) => {
		for (const entry of storage) localStorage.setItem(...entry)
		for (const cookie of cookies) document.cookie = cookie
		for (const { name, version, store, entries } of databases) {
			const request = indexedDB.open(name, version)
			request.onupgradeneeded = () => request.result.createObjectStore(store)
			await new Promise((resolve, reject) => Object.assign(request, { onsuccess: resolve, onerror: reject }))
			const transaction = request.result.transaction(store, 'readwrite')
			for (const entry of entries) transaction.objectStore(store).put(...entry)
			await new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: reject }))
			request.result.close()
		}
	}
	const left = [Object.entries(localStorage), document.cookie.split('; ').filter(Boolean), databases]
	return '(' + leave + ')(...' + JSON.stringify(left) + ')'
})()`

// What is long enough for that, and for a process to start.
const (
	warming = 3 * time.Second
	calm    = 150 * time.Millisecond
)

func (b *bench) secondView(i int) error {
	return b.inTab(b.lasting(), func(t *tab) error {
		r, err := b.visitWithSession(t, i)
		b.add(i, again, r.Token)
		return err
	})
}
