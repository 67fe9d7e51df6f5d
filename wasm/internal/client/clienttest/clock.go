package clienttest

import (
	"sync/atomic"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// Clock is the clock of one device. Monotonic time is the bubble's; the wall
// clock can be set, and goes on while the device sleeps.
type Clock struct {
	start time.Time
	step  atomic.Int64 // milliseconds that the wall clock was set by
}

// NewClock is a clock that is right.
func NewClock() *Clock { return &Clock{start: time.Now()} }

// Now reads both clocks.
func (c *Clock) Now() deadline.Instant {
	now := time.Now()
	return deadline.Instant{
		Wall: now.UnixMilli() + c.step.Load(),
		Mono: now.Sub(c.start).Milliseconds(),
	}
}

// SetBy sets the wall clock forwards or backwards. A device that sleeps with
// its monotonic clock standing still looks the same from inside.
func (c *Clock) SetBy(d time.Duration) { c.step.Add(d.Milliseconds()) }

// Wake is the port of that name.
func Wake(milliseconds int64, fire func()) (cancel func()) {
	timer := time.AfterFunc(time.Duration(milliseconds)*time.Millisecond, fire)
	return func() { timer.Stop() }
}
