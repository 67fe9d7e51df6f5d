package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// CreateRefreshFamily is documented at Store.
func (m *Memory) CreateRefreshFamily(_ context.Context, f RefreshFamily) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.families.get(f.ID); taken {
		return fmt.Errorf("store: a refresh family with this id exists already")
	}
	m.families.put(f.ID, f)
	return nil
}

// RefreshFamilies is documented at Store.
func (m *Memory) RefreshFamilies(context.Context) ([]RefreshFamily, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := []RefreshFamily{}
	for _, f := range m.families.all() {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b RefreshFamily) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// UpdateRefreshFamily is documented at Store.
func (m *Memory) UpdateRefreshFamily(_ context.Context, id string, change func(*RefreshFamily) error) (RefreshFamily, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.families.get(id)
	if !ok {
		return RefreshFamily{}, ErrNotFound
	}
	if err := change(&f); err != nil {
		return RefreshFamily{}, err
	}
	m.families.put(id, f)
	return f, nil
}

// DeleteRefreshFamily is documented at Store.
func (m *Memory) DeleteRefreshFamily(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.families.remove(id)
	return nil
}

// consentKey is a struct, since no separator is safe between two names that others choose.
type consentKey struct{ sub, clientID string }

// Consent is documented at Store.
func (m *Memory) Consent(_ context.Context, sub, clientID string) (Consent, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.consents.get(consentKey{sub, clientID})
	if !ok {
		return Consent{}, ErrNotFound
	}
	c.Scopes = slices.Clone(c.Scopes)
	return c, nil
}

// SaveConsent is documented at Store.
func (m *Memory) SaveConsent(_ context.Context, c Consent) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	c.Scopes, c.Saved = slices.Clone(c.Scopes), m.now()
	m.consents.put(consentKey{c.Sub, c.ClientID}, c)
	return nil
}
