package authserver

import (
	"maps"
	"slices"

	"github.com/go-jose/go-jose/v4"
)

// heldKeys are the keys of a keyring at one moment. The keys themselves never change.
type heldKeys map[jose.SignatureAlgorithm][]*signingKey

func (k *keyring) held() heldKeys {
	k.mu.Lock()
	defer k.mu.Unlock()
	return maps.Clone(k.keys) // the lists are replaced, never changed in place
}

func (k *keyring) restore(held heldKeys) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys = maps.Clone(held)
}

func (f *faults) held() []orderedFault {
	f.mu.Lock()
	defer f.mu.Unlock()
	held := make([]orderedFault, len(f.list))
	for i, fault := range f.list {
		held[i] = *fault
	}
	return held
}

func (f *faults) restore(held []orderedFault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = make([]*orderedFault, len(held))
	for i := range held {
		fault := held[i]
		f.list[i] = &fault
	}
}

// restore leaves the count of requests alone, so that no number is given twice.
func (rec *recorder) restore(held []Request) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.list = make([]*Request, len(held))
	for i := range held {
		r := held[i]
		rec.list[i] = &r
	}
	close(rec.added)
	rec.added = make(chan struct{})
}

func (d *diagnostics) restore(held []Diagnostic) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = slices.Clone(held)
}

func (i *issued) restore(held []Issued) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.list = slices.Clone(held)
}
