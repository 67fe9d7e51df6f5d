package store

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"
)

// The ranks in which sessions give way in a full memory.
const (
	rankEnded = iota
	rankVisitor
	rankUser
	ranks
)

func rankOf(s Session) int {
	switch {
	case s.Ended:
		return rankEnded
	case s.Anonymous():
		return rankVisitor
	}
	return rankUser
}

// A held session knows its neighbours among the sessions of its user.
type held struct {
	Session
	previous, next *sessionEntry
}

type sessionEntry = entry[string, held]

// sessions finds them by id, by sid and by user, and knows who gives way.
type sessions struct {
	limit   int
	byID    map[string]*sessionEntry
	bySID   map[string]*sessionEntry
	byUser  map[string]*sessionEntry // the head of a doubly linked list
	queues  [ranks]queue[string, held]
	waiting *table[string, time.Time] // the ids of sessions with waiting pages, and when the latest of these was made
}

func newSessions(limits Limits) *sessions {
	return &sessions{
		limit:   limits.Records,
		byID:    make(map[string]*sessionEntry),
		bySID:   make(map[string]*sessionEntry),
		byUser:  make(map[string]*sessionEntry),
		waiting: newTable[string](limits.Requests, func(made time.Time) time.Time { return made }),
	}
}

func found(e *sessionEntry) (Session, error) {
	if e == nil {
		return Session{}, ErrNotFound
	}
	return e.value.clone(), nil
}

func (t *sessions) create(s Session) error {
	if _, taken := t.byID[s.ID]; taken {
		return fmt.Errorf("store: a session with this id exists already")
	}
	if len(t.byID) >= t.limit {
		t.makeRoom()
	}
	t.put(s.clone())
	return nil
}

func (t *sessions) makeRoom() {
	for _, q := range t.queues {
		if e := q.first(); e != nil {
			t.remove(e.key)
			return
		}
	}
}

// put adds a session that is nobody else's memory.
func (t *sessions) put(s Session) {
	e := &sessionEntry{key: s.ID, value: held{Session: s}}
	t.byID[s.ID] = e
	if !s.Anonymous() {
		t.bySID[s.SID] = e
		t.link(e)
	}
	t.queues[rankOf(s)].add(e, s.ends())
	t.boundPages(s)
}

// update replaces the session of an entry. A touch, which is what most updates are, only moves it in its queue.
func (t *sessions) update(e *sessionEntry, s Session) {
	old := e.value.Session
	if s.ID != old.ID || s.SID != old.SID || s.Sub != old.Sub || rankOf(s) != rankOf(old) {
		t.remove(old.ID)
		t.put(s)
		return
	}
	e.value.Session = s
	t.queues[rankOf(s)].move(e, s.ends())
	t.boundPages(s)
}

// boundPages notes whether a session has pages, and makes room for them.
func (t *sessions) boundPages(s Session) {
	last := len(s.Pending) - 1
	if last < 0 {
		t.waiting.remove(s.ID)
		return
	}
	if id, full := t.waiting.put(s.ID, s.Pending[last].Created); full {
		t.dropPages(id)
	}
}

// dropPages makes room for the pages of somebody else. A visitor is nothing without them.
func (t *sessions) dropPages(id string) {
	e := t.byID[id]
	if e.value.Anonymous() {
		t.remove(id)
		return
	}
	e.value.Pending = nil
}

func (t *sessions) remove(id string) {
	e, held := t.byID[id]
	if !held {
		return
	}
	delete(t.byID, id)
	if !e.value.Anonymous() {
		delete(t.bySID, e.value.SID)
		t.unlink(e)
	}
	t.queues[rankOf(e.value.Session)].take(e)
	t.waiting.remove(id)
}

// link puts a session before the others of its user.
func (t *sessions) link(e *sessionEntry) {
	head := t.byUser[e.value.Sub]
	if e.value.next = head; head != nil {
		head.value.previous = e
	}
	t.byUser[e.value.Sub] = e
}

func (t *sessions) unlink(e *sessionEntry) {
	previous, next := e.value.previous, e.value.next
	if next != nil {
		next.value.previous = previous
	}
	switch {
	case previous != nil:
		previous.value.next = next
	case next != nil:
		t.byUser[e.value.Sub] = next
	default:
		delete(t.byUser, e.value.Sub)
	}
}

func (t *sessions) endExpired(now time.Time, most int) (ended []Session) {
	for len(ended) < most {
		e := t.queues[rankUser].first()
		if e == nil || !e.value.Expired(now) {
			break
		}
		s := e.value.Session
		s.Ended = true
		t.update(e, s)
		ended = append(ended, s.clone())
	}
	return ended
}

func (t *sessions) all() iter.Seq[Session] {
	return func(yield func(Session) bool) {
		for _, e := range t.byID {
			if !yield(e.value.Session) {
				return
			}
		}
	}
}

// of ranges over the sessions of a user.
func (t *sessions) of(sub string) iter.Seq[Session] {
	return func(yield func(Session) bool) {
		for e := t.byUser[sub]; e != nil; e = e.value.next {
			if !yield(e.value.Session) {
				return
			}
		}
	}
}

// oldestFirst returns copies.
func oldestFirst(all iter.Seq[Session]) []Session {
	list := []Session{}
	for s := range all {
		list = append(list, s.clone())
	}
	slices.SortFunc(list, func(a, b Session) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return list
}
