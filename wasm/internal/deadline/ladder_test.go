package deadline_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// climbed is a ladder after so many failures, the last of them at start.
func climbed(failures int) deadline.Ladder {
	l := deadline.Ladder{}
	for range failures {
		l = l.Failed(start)
	}
	return l
}

func TestLadderSteps(t *testing.T) {
	for failures, step := range []int64{0, 5_000, 15_000, 45_000, 60_000, 60_000, 60_000} {
		l := climbed(failures)
		for _, ms := range []int64{0, 1, 4_999, 5_000, 59_999, 60_000, day} {
			if got, want := l.Wait(after(ms)), max(step-ms, 0); got != want {
				t.Errorf("%d ms after failure %d: wait %d, want %d", ms, failures, got, want)
			}
		}
	}
}

// Where nothing has failed there is nothing to wait for, even on a device whose
// clock has only just begun.
func TestLadderWithoutFailure(t *testing.T) {
	if got := (deadline.Ladder{}).Wait(deadline.Instant{Wall: second, Mono: second}); got != 0 {
		t.Errorf("wait %d", got)
	}
}

func TestLadderDue(t *testing.T) {
	rows := []struct {
		name     string
		failures int
		after    int64
		on       deadline.Occasion
		want     bool
	}{
		{"nothing failed: nothing to repeat, on a tick", 0, day, deadline.OnTick, false},
		{"nothing failed: nothing to repeat, on input", 0, day, deadline.OnInput, false},
		{"nothing failed: nothing to repeat, on return", 0, day, deadline.OnReturn, false},
		{"first step too early", 1, 4_999, deadline.OnTick, false},
		{"first step", 1, 5_000, deadline.OnTick, true},
		{"second step too early", 2, 14_999, deadline.OnTick, false},
		{"second step", 2, 15_000, deadline.OnTick, true},
		{"third step too early", 3, 44_999, deadline.OnTick, false},
		{"third step", 3, 45_000, deadline.OnTick, true},
		{"after three steps time alone asks no more", 4, day, deadline.OnTick, false},
		{"nor ever after", 100, day, deadline.OnTick, false},
		{"input does not skip a step", 1, 4_999, deadline.OnInput, false},
		{"input on the first step", 1, 5_000, deadline.OnInput, true},
		{"input within the minute", 4, 59_999, deadline.OnInput, false},
		{"input once a minute", 4, 60_000, deadline.OnInput, true},
		{"input once a minute, for ever", 100, 60_000, deadline.OnInput, true},
		{"the network is back: at once", 1, 0, deadline.OnReturn, true},
		{"the network is back: at once, high on the ladder", 100, 0, deadline.OnReturn, true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := climbed(row.failures).Due(after(row.after), row.on); got != row.want {
				t.Errorf("due: %t, want %t", got, row.want)
			}
		})
	}
}

func TestLadderCountsFromTheLastFailure(t *testing.T) {
	l := climbed(1).Failed(after(10 * second))
	if got := l.Wait(after(12 * second)); got != 13_000 {
		t.Errorf("wait %d, want 13000", got)
	}
}

func TestLadderAcrossPartedClocks(t *testing.T) {
	for _, row := range partings {
		t.Run(row.name, func(t *testing.T) {
			now := clocks(row.wall, row.mono)
			for failures := range 5 {
				l := climbed(failures)
				before, wait := l.Wait(now), l.Rebase(now).Wait(now)
				if before != wait {
					t.Errorf("failure %d: Rebase made %d of a wait of %d", failures, wait, before)
				}
				// Once rebased, a second by either clock is a second.
				asleep := deadline.Instant{Wall: now.Wall + second, Mono: now.Mono}
				if got := l.Rebase(now).Wait(asleep); got != max(wait-second, 0) {
					t.Errorf("failure %d: wait %d a second later, want %d", failures, got, max(wait-second, 0))
				}
			}
		})
	}
}
