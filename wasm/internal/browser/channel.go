//go:build js

package browser

import (
	"slices"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewChannel is a bell between the tabs of the origin: a BroadcastChannel, or
// where there is none the storage events of a key in localStorage. It is
// closed when the page is left and open again when it returns: a message to a
// page in the back-forward cache would throw the page out of it. Where neither
// way works the bell is silent; tabs read the record without it too, only
// later.
func NewChannel(scope *jsx.Scope, name string) (client.Channel, error) {
	bell := &bell{scope: scope, name: name}
	for event, heard := range map[string]func(){"pagehide": bell.close, "pageshow": bell.open} {
		if _, err := scope.Listen(jsx.Global(), event, jsx.ListenOptions{}, func(jsx.Value) { heard() }); err != nil {
			return nil, err
		}
	}
	bell.open()
	return bell, nil
}

type bell struct {
	scope *jsx.Scope
	name  string

	mu     sync.Mutex // never held while JavaScript or a listener is called
	wire   *wire      // nil while the bell is closed
	heards []*func()
}

// wire is an open way to the other tabs.
type wire struct {
	scope *jsx.Scope
	ring  func()
}

func (b *bell) Ring() {
	b.mu.Lock()
	wire := b.wire
	b.mu.Unlock()
	if wire != nil {
		wire.ring()
	}
}

func (b *bell) Listen(heard func()) (stop func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heards = append(b.heards, &heard)
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.heards = slices.DeleteFunc(b.heards, func(each *func()) bool { return each == &heard })
	}
}

func (b *bell) rung() {
	b.mu.Lock()
	heards := slices.Clone(b.heards)
	b.mu.Unlock()
	for _, heard := range heards {
		(*heard)()
	}
}

// open is called at every pageshow, the first one of a page included.
func (b *bell) open() {
	b.mu.Lock()
	isOpen := b.wire != nil
	b.mu.Unlock()
	if isOpen {
		return
	}
	scope := b.scope.Sub()
	ring, err := broadcast(scope, b.name, b.rung)
	if err != nil {
		scope.Close()
		scope = b.scope.Sub()
		ring, err = storageEvents(scope, b.name, b.rung)
	}
	if err != nil {
		scope.Close()
		return
	}
	b.mu.Lock()
	b.wire = &wire{scope, ring}
	b.mu.Unlock()
}

func (b *bell) close() {
	b.mu.Lock()
	wire := b.wire
	b.wire = nil
	b.mu.Unlock()
	if wire != nil {
		wire.scope.Close()
	}
}

func broadcast(scope *jsx.Scope, name string, rung func()) (ring func(), err error) {
	channel, err := construct("BroadcastChannel", name)
	if err != nil {
		return nil, err
	}
	closed := false
	scope.Defer(func() {
		closed = true
		must(channel.Call("close"))
	})
	if _, err := scope.Listen(channel, "message", jsx.ListenOptions{}, func(jsx.Value) { rung() }); err != nil {
		return nil, err
	}
	return func() {
		if !closed { // a closed channel throws
			must(channel.Call("postMessage", nil))
		}
	}, nil
}

// storageEvents writes and removes: the write is what others hear, and nothing
// is left behind.
func storageEvents(scope *jsx.Scope, name string, rung func()) (ring func(), err error) {
	if _, _, err := (store{}).Get(client.PerSite, name); err != nil {
		return nil, err
	}
	_, err = scope.Listen(jsx.Global(), "storage", jsx.ListenOptions{}, func(event jsx.Value) {
		key, err := event.GetString("key") // null when all was cleared
		if err != nil || key != name {
			return
		}
		if _, err := event.GetString("newValue"); err == nil {
			rung()
		}
	})
	return func() {
		// A store that is full or was switched off meanwhile keeps the bell silent.
		_ = store{}.Set(client.PerSite, name, "ring")
		_ = store{}.Remove(client.PerSite, name)
	}, err
}
