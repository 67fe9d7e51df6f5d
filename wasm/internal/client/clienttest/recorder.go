package clienttest

import (
	"slices"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/client"
)

// Recorder is an observer that remembers.
type Recorder struct {
	mu         sync.Mutex
	snapshots  []client.Snapshot
	events     []client.Event
	countdowns []int64
}

// Observer is what a client is to tell.
func (r *Recorder) Observer() client.Observer {
	return client.Observer{Changed: r.Changed, Happened: r.Happened, Countdown: r.Countdown}
}

// Changed is the observer's.
func (r *Recorder) Changed(s client.Snapshot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.snapshots = append(r.snapshots, s)
}

// Happened is the observer's.
func (r *Recorder) Happened(e client.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// Countdown is the observer's.
func (r *Recorder) Countdown(left int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.countdowns = append(r.countdowns, left)
}

// Events are the types of the events so far.
func (r *Recorder) Events() (types []client.EventType) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.events {
		types = append(types, e.Type)
	}
	return types
}

// Count is how many events of a type there were.
func (r *Recorder) Count(event client.EventType) (n int) {
	for _, e := range r.Events() {
		if e == event {
			n++
		}
	}
	return n
}

// Snapshots are all snapshots so far.
func (r *Recorder) Snapshots() []client.Snapshot {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.snapshots)
}

// Countdowns are the milliseconds that were counted down so far.
func (r *Recorder) Countdowns() []int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.countdowns)
}
