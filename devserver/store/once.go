package store

import (
	"context"
	"fmt"
	"time"
)

// What works once, or a few times: codes, pushed requests, values that must not come back, and guesses.

// CreateCode is documented at Store.
func (m *Memory) CreateCode(_ context.Context, c Code) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.codes.get(c.Value); taken {
		return fmt.Errorf("store: this code exists already")
	}
	m.codes.put(c.Value, c)
	return nil
}

// Code is documented at Store.
func (m *Memory) Code(_ context.Context, value string) (Code, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, found := m.codes.get(value)
	if !found {
		return Code{}, ErrNotFound
	}
	return c, nil
}

// ConsumeCode is documented at Store.
func (m *Memory) ConsumeCode(_ context.Context, value string) (Code, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, found := m.codes.get(value)
	if !found {
		return Code{}, ErrNotFound
	}
	m.codes.remove(value)
	return c, nil
}

// CreatePushedRequest is documented at Store.
func (m *Memory) CreatePushedRequest(_ context.Context, p PushedRequest) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.pushed.get(p.URI); taken {
		return fmt.Errorf("store: this request_uri exists already")
	}
	m.pushed.put(p.URI, p)
	return nil
}

// ConsumePushedRequest is documented at Store.
func (m *Memory) ConsumePushedRequest(_ context.Context, uri string) (PushedRequest, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, found := m.pushed.get(uri)
	if !found {
		return PushedRequest{}, ErrNotFound
	}
	m.pushed.remove(uri)
	return p, nil
}

// UseOnce is documented at Store.
func (m *Memory) UseOnce(_ context.Context, value string, until time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if end, found := m.used.get(value); found && m.now().Before(end) {
		return false, nil
	}
	m.used.put(value, until)
	return true, nil
}

// attempts are how often something was tried, and until when that counts.
type attempts struct {
	count int
	until time.Time
}

// CountAttempt is documented at Store.
func (m *Memory) CountAttempt(_ context.Context, key string, until time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	tried, found := m.attempts.get(key)
	if !found || !m.now().Before(tried.until) {
		tried = attempts{until: until}
	}
	tried.count++
	m.attempts.put(key, tried)
	return tried.count, nil
}

// ForgetAttempts is documented at Store.
func (m *Memory) ForgetAttempts(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.attempts.remove(key)
	return nil
}
