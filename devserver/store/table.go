package store

import (
	"iter"
	"time"
)

// A table is a map that holds a limited number of values. get, put and remove take O(log n) at most.
type table[K comparable, V any] struct {
	limit   int
	expires func(V) time.Time // the zero time is never
	byKey   map[K]*entry[K, V]
	queue   queue[K, V]
}

func newTable[K comparable, V any](limit int, expires func(V) time.Time) *table[K, V] {
	return &table[K, V]{limit: limit, expires: expires, byKey: make(map[K]*entry[K, V])}
}

func (t *table[K, V]) get(key K) (value V, found bool) {
	e, found := t.byKey[key]
	if !found {
		return value, false
	}
	return e.value, true
}

// put adds a value or replaces the one under this key. In a full table the value that expires first gives way.
func (t *table[K, V]) put(key K, value V) (evicted K, full bool) {
	if t.remove(key); len(t.byKey) >= t.limit {
		evicted, full = t.queue.first().key, true
		t.remove(evicted)
	}
	e := &entry[K, V]{key: key, value: value}
	t.byKey[key] = e
	t.queue.add(e, t.expires(value))
	return evicted, full
}

// remove takes a value out; there need not be one.
func (t *table[K, V]) remove(key K) {
	if e, found := t.byKey[key]; found {
		delete(t.byKey, key)
		t.queue.take(e)
	}
}

// all ranges over what is held, in no order.
func (t *table[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, e := range t.queue {
			if !yield(e.key, e.value) {
				return
			}
		}
	}
}

// refill puts other values in the place of those held.
func (t *table[K, V]) refill(values map[K]V) {
	clear(t.byKey)
	t.queue = nil
	for key, value := range values {
		t.put(key, value)
	}
}
