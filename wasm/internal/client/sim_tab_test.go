package client_test

import (
	"math/rand/v2"
	"net/url"
	"sync"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// simTab is a tab whose page can be frozen, and can die with all that it holds.
type simTab struct {
	*client.Client
	sim    *simulation
	number int
	tab    *clienttest.Tab
	rec    *clienttest.Recorder
	mu     sync.Mutex
	thaw   chan struct{} // nil: it runs
	dead   bool
	hung   bool // it stood still without a word, and may go on in the middle of something
	leases map[*client.Lease]struct{}
	acting int // acts of the user that are under way

	changed bool // another user has come: it waits for Reload; guarded by sim.mu
}

// pause waits while the page is frozen; of a dead one nothing comes back.
func (t *simTab) pause() {
	t.mu.Lock()
	thaw := t.thaw
	t.mu.Unlock()
	if thaw != nil {
		<-thaw
	}
}

func (t *simTab) freeze() {
	t.sim.stops(t)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.thaw == nil {
		t.thaw = make(chan struct{})
	}
}

func (t *simTab) resume() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.thaw != nil && !t.dead {
		close(t.thaw)
		t.thaw = nil
		time.AfterFunc(time.Second, func() { t.hang(false) })
	}
}

func (t *simTab) hang(hung bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.hung = hung
}

// crash ends the page without a word: the browser lets go of its locks.
func (t *simTab) crash() {
	t.freeze()
	t.mu.Lock()
	t.dead = true
	held := t.leases
	t.leases = nil
	t.mu.Unlock()
	for lease := range held {
		lease.Release()
	}
}

// bury lets the goroutines of a page end: it stands still or is dead no more.
func (t *simTab) bury() {
	t.Close()
	t.mu.Lock()
	t.dead = false
	t.mu.Unlock()
	t.resume()
}

func (t *simTab) runs() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.thaw == nil
}

// act does what the user asks for.
func (t *simTab) act(run func(context.Context) error) {
	t.count(1)
	go func() {
		defer t.count(-1)
		_ = run(context.Background()) // what came of it is in the snapshot
	}()
}

func (t *simTab) count(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.acting += n
}

// ports are those of clienttest, behind what can happen to a page.
func (t *simTab) ports(seed uint64) client.Ports {
	p := t.tab.Ports()
	s := t.sim
	wake, lock, record := p.Wake, p.Lock, p.Record
	random := rand.New(rand.NewPCG(seed, uint64(s.opened)))
	var mu sync.Mutex
	p.Random = func(n int) []byte {
		mu.Lock()
		defer mu.Unlock()
		data := make([]byte, n)
		for i := range data {
			data[i] = byte(random.IntN(256))
		}
		return data
	}
	p.Wake = func(ms int64, fire func()) func() {
		return wake(ms, func() { t.pause(); fire() })
	}
	p.Lock = func(ctx context.Context, name string, steal bool) (*client.Lease, error) {
		t.pause()
		lease, err := lock(ctx, name, steal)
		if err == nil {
			t.mu.Lock()
			if t.leases == nil {
				t.leases = map[*client.Lease]struct{}{}
			}
			t.leases[lease] = struct{}{}
			if t.dead {
				lease.Release() // the browser has forgotten that it waited
			}
			t.mu.Unlock()
			t.pause()
		}
		return lease, err
	}
	p.Record = simRecord{t, record}
	p.Channel = simChannel{t, p.Channel}
	p.Frame, p.Fetch, p.Verify = t.frame, t.fetch, trust
	return p
}

type simRecord struct {
	t *simTab
	client.Record
}

func (r simRecord) Update(ctx context.Context, modify func(any) (any, bool)) error {
	r.t.pause()
	err := r.Record.Update(ctx, func(stored any) (any, bool) {
		put, write := modify(stored)
		if write {
			r.t.sim.written(put)
		}
		return put, write
	})
	r.t.pause()
	return err
}

// simChannel loses announcements, delays them, and so puts them out of order.
type simChannel struct {
	t *simTab
	client.Channel
}

func (c simChannel) Ring() {
	s := c.t.sim
	for _, other := range s.all() {
		if other == c.t || s.storm() && s.chance(4) {
			continue
		}
		delay := time.Duration(0)
		if s.storm() {
			delay = time.Duration(s.pick(2000)) * time.Millisecond
		}
		time.AfterFunc(delay, func() {
			other.pause()
			if heard := s.bell(other); heard != nil {
				heard()
			}
		})
	}
}

func (c simChannel) Listen(heard func()) (stop func()) {
	c.t.sim.listen(c.t, heard)
	return func() { c.t.sim.listen(c.t, nil) }
}

func (t *simTab) fetch(ctx context.Context, request client.Request) (client.Response, error) {
	t.pause()
	t.sim.delay(ctx)
	response, err := t.sim.server.fetch(ctx, request)
	t.pause()
	return response, err
}

func (t *simTab) frame(ctx context.Context, address string, events client.FrameEvents) error {
	s := t.sim
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return nil // given up before it was sent
	}
	t.mu.Lock()
	quiet := t.acting == 0
	t.mu.Unlock()
	end := s.asks(t, quiet)
	defer end()
	sent := s.browser.Clock.Now()
	t.pause()
	s.delay(ctx)
	s.server.mu.Lock()
	down := s.server.down
	s.server.mu.Unlock()
	if !down && ctx.Err() == nil {
		parameters := s.server.authorize(u.Query())
		if parameters["code"] != nil {
			s.grant(sent)
		}
		t.pause()
		s.delay(ctx)
		events.Message(oidc.Message{Origin: asOrigin, FromFrame: true, Data: map[string]any{
			"type": "authorization_response", "response": parameters,
		}})
	}
	t.pause()
	events.Loaded()
	<-ctx.Done()
	return nil
}
