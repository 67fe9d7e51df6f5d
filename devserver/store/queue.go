package store

import (
	"math"
	"time"
)

// An entry is a value in a queue. It knows its place there, so that it can be moved and taken out in O(log n).
type entry[K comparable, V any] struct {
	key   K
	value V
	place int
}

// A queue holds entries in the order of their expiry: a heap in which each slot has four slots below it. That, and the
// instants beside each other, make a move among a million entries touch few lines of the processor's cache;
// container/heap would touch three times as many.
type queue[K comparable, V any] []slot[K, V]

type slot[K comparable, V any] struct {
	due int64 // in microseconds since 1970
	*entry[K, V]
}

const below = 4

// add puts an entry in, which expires at due; the zero time is never.
func (q *queue[K, V]) add(e *entry[K, V], due time.Time) {
	*q = append(*q, slot[K, V]{})
	q.up(len(*q)-1, slot[K, V]{dueAt(due), e})
}

// take takes an entry out.
func (q *queue[K, V]) take(e *entry[K, V]) {
	last := len(*q) - 1
	moved := (*q)[last]
	(*q)[last] = slot[K, V]{}
	*q = (*q)[:last]
	if e.place < last {
		q.settle(e.place, moved)
	}
}

// move gives an entry another instant.
func (q queue[K, V]) move(e *entry[K, V], due time.Time) {
	q.settle(e.place, slot[K, V]{dueAt(due), e})
}

// first is the entry that expires before all others, nil in an empty queue.
func (q queue[K, V]) first() *entry[K, V] {
	if len(q) == 0 {
		return nil
	}
	return q[0].entry
}

// settle finds the place for s, beginning at i.
func (q queue[K, V]) settle(i int, s slot[K, V]) {
	if i > 0 && s.due < q[(i-1)/below].due {
		q.up(i, s)
		return
	}
	q.down(i, s)
}

func (q queue[K, V]) up(i int, s slot[K, V]) {
	for i > 0 && s.due < q[(i-1)/below].due {
		q.set(i, q[(i-1)/below])
		i = (i - 1) / below
	}
	q.set(i, s)
}

func (q queue[K, V]) down(i int, s slot[K, V]) {
	for {
		least := i*below + 1
		if least >= len(q) {
			break
		}
		for other := least + 1; other < min(i*below+1+below, len(q)); other++ {
			if q[other].due < q[least].due {
				least = other
			}
		}
		if s.due <= q[least].due {
			break
		}
		q.set(i, q[least])
		i = least
	}
	q.set(i, s)
}

func (q queue[K, V]) set(i int, s slot[K, V]) {
	q[i] = s
	s.place = i
}

func dueAt(t time.Time) int64 {
	if t.IsZero() {
		return math.MaxInt64
	}
	return t.UnixMicro()
}
