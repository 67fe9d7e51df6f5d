package clienttest

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
)

// record is the shared record. What goes through storage goes through JSON.
type record struct{ *Browser }

func (r record) Update(ctx context.Context, modify func(any) (any, bool)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	put, write := modify(r.record)
	if !write {
		return nil
	}
	text, err := json.Marshal(put)
	if err != nil {
		return err
	}
	r.record = nil
	return json.Unmarshal(text, &r.record)
}

func (record) Hold() (release func()) { return func() {} }

type store struct{ *Tab }

func (s store) area(area client.Area) map[string]string {
	if area == client.PerTab {
		return s.session
	}
	return s.browser.local
}

func (s store) Get(area client.Area, key string) (string, bool, error) {
	s.browser.mu.Lock()
	defer s.browser.mu.Unlock()
	value, found := s.area(area)[key]
	return value, found, nil
}

func (s store) Set(area client.Area, key, value string) error {
	s.browser.mu.Lock()
	defer s.browser.mu.Unlock()
	s.area(area)[key] = value
	return nil
}

func (s store) Remove(area client.Area, key string) error {
	s.browser.mu.Lock()
	defer s.browser.mu.Unlock()
	delete(s.area(area), key)
	return nil
}

func (s store) Keys(area client.Area) ([]string, error) {
	s.browser.mu.Lock()
	defer s.browser.mu.Unlock()
	return slices.Collect(maps.Keys(s.area(area))), nil
}

// channel reaches every tab but its own, as BroadcastChannel does.
type channel struct{ *Tab }

func (c channel) Ring() {
	b := c.browser
	b.mu.Lock()
	var others []func()
	for tab, heard := range b.heard {
		if tab != c.Tab {
			others = append(others, heard)
		}
	}
	b.mu.Unlock()
	for _, heard := range others {
		heard()
	}
}

func (c channel) Listen(heard func()) (stop func()) {
	b := c.browser
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heard[c.Tab] = heard
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.heard, c.Tab)
	}
}

// lock is a named lock and those who wait for it, first come first served.
type lock struct {
	holder *holder
	queue  []*holder
}

type holder struct {
	granted chan struct{}
	lost    chan struct{}
}

func (b *Browser) lock(ctx context.Context, name string, steal bool) (*client.Lease, error) {
	b.mu.Lock()
	l := b.locks[name]
	if l == nil {
		l = &lock{}
		b.locks[name] = l
	}
	mine := &holder{granted: make(chan struct{}), lost: make(chan struct{})}
	if steal && l.holder != nil {
		close(l.holder.lost)
		l.holder = nil
	}
	if l.holder == nil {
		l.holder = mine
		close(mine.granted)
	} else {
		l.queue = append(l.queue, mine)
	}
	b.mu.Unlock()
	select {
	case <-mine.granted:
		return &client.Lease{Release: func() { b.unlock(l, mine) }, Lost: mine.lost}, nil
	case <-ctx.Done():
		b.unlock(l, mine)
		return nil, context.Cause(ctx)
	}
}

// unlock frees the lock if mine holds it, and takes mine out of the queue if not.
func (b *Browser) unlock(l *lock, mine *holder) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, waiting := range l.queue {
		if waiting == mine {
			l.queue = append(l.queue[:i:i], l.queue[i+1:]...)
			return
		}
	}
	if l.holder != mine {
		return
	}
	l.holder = nil
	if len(l.queue) > 0 {
		l.holder, l.queue = l.queue[0], l.queue[1:]
		close(l.holder.granted)
	}
}
