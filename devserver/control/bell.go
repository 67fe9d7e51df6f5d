package control

import (
	"context"
	"net/http"
	"sync"
)

// A bell tells those who wait that something was changed by way of the API.
type bell struct {
	mu   sync.Mutex
	rung chan struct{} // closed and replaced by each ring; nil until somebody waits
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}

// next is closed by the next ring.
func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	return b.rung
}

// until returns a context that ends with the next ring.
func (b *bell) until(ctx context.Context) (context.Context, context.CancelFunc) {
	rung := b.next()
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-rung:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// ringing rings after every request that may have changed something.
func (b *bell) ringing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		if r.Method != http.MethodGet {
			b.ring()
		}
	})
}
