package deadline

// Instant is a moment as two clocks show it. Neither is enough alone: the wall
// clock can be set, the monotonic one may stand still while a device sleeps.
type Instant struct {
	Wall int64 // milliseconds since 1970, by the user's clock
	Mono int64 // milliseconds since some start, never set
}

// Elapsed is how many milliseconds have gone from i to now: the larger of what
// the two clocks say, and never less than zero.
func (i Instant) Elapsed(now Instant) int64 {
	return max(now.Wall-i.Wall, now.Mono-i.Mono, 0)
}

// Rebase writes i anew, as far behind now on both clocks as it is in truth. It
// is called when the clocks have parted, so that later readings agree again.
func (i Instant) Rebase(now Instant) Instant {
	return now.Ago(i.Elapsed(now))
}

// Ago is the instant that lies ms milliseconds before now.
func (now Instant) Ago(ms int64) Instant {
	return Instant{Wall: now.Wall - ms, Mono: now.Mono - ms}
}

// Zero tells whether i was never set.
func (i Instant) Zero() bool { return i == Instant{} }

// At anchors a wall-clock instant that was learned now, from a record or a
// token. One that lies in the future is taken as now: a clock was set back
// since it was written, and no other reading of it can be trusted.
func At(wall int64, now Instant) Instant {
	return now.Ago(max(now.Wall-wall, 0))
}

// partMS is how far the two clocks may part before it is a wake: a sleep, or
// somebody who set the clock. Timers and rounding stay well below it.
const partMS = 2000

// Parted tells whether the wall clock and the monotonic clock have moved by
// more than two seconds differently from i to now.
func (i Instant) Parted(now Instant) bool {
	gap := (now.Wall - i.Wall) - (now.Mono - i.Mono)
	return gap > partMS || gap < -partMS
}
