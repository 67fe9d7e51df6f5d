package deadline

// Ladder spaces out attempts after failures: 5, 15, 45 seconds, then a minute.
// It answers only whether an attempt may be made; somebody present must want it.
type Ladder struct {
	failures int
	last     Instant
}

// Failed is the ladder one step up.
func (l Ladder) Failed(now Instant) Ladder {
	return Ladder{failures: l.failures + 1, last: now}
}

// Wait is how many milliseconds there are until the next attempt, 0 if it may
// be made now.
func (l Ladder) Wait(now Instant) int64 {
	if l.failures == 0 {
		return 0
	}
	return max(l.step()-l.last.Elapsed(now), 0)
}

func (l Ladder) step() int64 {
	switch l.failures {
	case 1:
		return firstStep
	case 2:
		return 15_000
	case 3:
		return 45_000
	}
	return 60_000
}

// Rebase anchors the last failure anew, after the clocks have parted.
func (l Ladder) Rebase(now Instant) Ladder {
	if l.failures > 0 {
		l.last = l.last.Rebase(now)
	}
	return l
}

// firstStep is the shortest time between two attempts, in milliseconds.
const firstStep = 5_000

// Occasion is what brings up the question of another attempt.
type Occasion uint8

// The occasions.
const (
	OnTick   Occasion = iota // nothing but time: the first three steps
	OnInput                  // input: from then on, once a minute
	OnWait                   // input while nothing is known yet: five seconds apart
	OnReturn                 // the network is back: at once
)

// unasked is how many steps of the ladder are climbed without input.
const unasked = 3

// Due tells whether a failed attempt is to be made again on this occasion.
func (l Ladder) Due(now Instant, on Occasion) bool {
	switch {
	case l.failures == 0:
		return false
	case on == OnReturn:
		return true
	case on == OnWait:
		return l.last.Elapsed(now) >= firstStep
	}
	return l.Wait(now) == 0 && (on == OnInput || l.failures <= unasked)
}
