package control

import (
	"sync"
	"time"
)

// A Clock is real time until somebody moves or freezes it. Give its Now to every server that shall share it.
type Clock struct {
	mu     sync.Mutex
	real   func() time.Time
	offset time.Duration
	frozen time.Time // zero: it runs
}

// NewClock returns a clock that runs with real; nil is time.Now.
func NewClock(real func() time.Time) *Clock {
	if real == nil {
		real = time.Now
	}
	return &Clock{real: real}
}

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if !c.frozen.IsZero() {
		return c.frozen
	}
	return c.real().Add(c.offset)
}

// Set moves the clock to an instant; it goes on from there, or stands still there if it is frozen.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(t)
}

func (c *Clock) set(t time.Time) {
	if !c.frozen.IsZero() {
		c.frozen = t
		return
	}
	c.offset = t.Sub(c.real())
}

// Advance moves the clock by d.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(c.now().Add(d))
}

// Freeze stops the clock, or lets it run on from where it stands.
func (c *Clock) Freeze(stop bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	c.frozen = time.Time{}
	c.set(now)
	if stop {
		c.frozen = now
	}
}

// A Position says where a clock stands: so far from real time, or still at an instant.
type Position struct {
	Offset time.Duration
	Frozen time.Time // zero: it runs
}

// Position returns where the clock stands. The zero Position is real time.
func (c *Clock) Position() Position {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Position{c.offset, c.frozen}
}

// SetPosition puts the clock back where it stood. One that ran is as far from real time as it was then, not at the same
// instant: browsers have gone on meanwhile, and would find every new token expired.
func (c *Clock) SetPosition(p Position) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset, c.frozen = p.Offset, p.Frozen
}

// Frozen tells whether the clock stands still.
func (c *Clock) Frozen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.frozen.IsZero()
}
