package client

import (
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/context"
)

// Alone is a record in memory and a bell that nobody hears: for an app whose tabs
// are to know nothing of each other.
func Alone() (Record, Channel) { return &memory{}, silence{} }

type memory struct {
	mu     sync.Mutex
	stored any
}

func (m *memory) Update(_ context.Context, modify func(any) (any, bool)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if put, write := modify(m.stored); write {
		m.stored = put
	}
	return nil
}

func (m *memory) Hold() (release func()) { return func() {} }

type silence struct{}

func (silence) Ring()                       {}
func (silence) Listen(func()) (stop func()) { return func() {} }
