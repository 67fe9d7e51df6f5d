package store

import (
	"context"
	"fmt"
	"time"
)

// What works once: codes, pushed requests and values that must not come back.

// CreateCode is documented at Store.
func (m *Memory) CreateCode(_ context.Context, c Code) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.codes[c.Value]; taken {
		return fmt.Errorf("store: this code exists already")
	}
	makeRoom(m.codes, m.now(), func(c Code) time.Time { return c.Expires })
	m.codes[c.Value] = c
	return nil
}

// ConsumeCode is documented at Store.
func (m *Memory) ConsumeCode(_ context.Context, value string) (Code, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.codes[value]
	if !ok {
		return Code{}, ErrNotFound
	}
	delete(m.codes, value)
	return c, nil
}

// CreatePushedRequest is documented at Store.
func (m *Memory) CreatePushedRequest(_ context.Context, p PushedRequest) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.pushed[p.URI]; taken {
		return fmt.Errorf("store: this request_uri exists already")
	}
	makeRoom(m.pushed, m.now(), func(p PushedRequest) time.Time { return p.Expires })
	m.pushed[p.URI] = p
	return nil
}

// ConsumePushedRequest is documented at Store.
func (m *Memory) ConsumePushedRequest(_ context.Context, uri string) (PushedRequest, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, ok := m.pushed[uri]
	if !ok {
		return PushedRequest{}, ErrNotFound
	}
	delete(m.pushed, uri)
	return p, nil
}

// UseOnce is documented at Store.
func (m *Memory) UseOnce(_ context.Context, value string, until time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if end, found := m.used[value]; found && m.now().Before(end) {
		return false, nil
	}
	makeRoom(m.used, m.now(), func(until time.Time) time.Time { return until })
	m.used[value] = until
	return true, nil
}
