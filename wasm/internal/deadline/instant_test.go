package deadline_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// partings are the ways in which two clocks can have moved since start.
var partings = []struct {
	name       string
	wall, mono int64
	elapsed    int64
	parted     bool
}{
	{"no time", 0, 0, 0, false},
	{"together", 40 * second, 40 * second, 40 * second, false},
	{"wall set forwards", hour, second, hour, true},
	{"wall set back", -hour, 100 * second, 100 * second, true},
	{"wall set back by less than has gone", 60 * second, 100 * second, 100 * second, true},
	{"asleep, the monotonic clock standing still", 8 * hour, 0, 8 * hour, true},
	{"asleep, both clocks going", 8 * hour, 8 * hour, 8 * hour, false},
	{"apart by two seconds, wall ahead", 12 * second, 10 * second, 12 * second, false},
	{"apart by a millisecond more, wall ahead", 12*second + 1, 10 * second, 12*second + 1, true},
	{"apart by two seconds, wall behind", 8 * second, 10 * second, 10 * second, false},
	{"apart by a millisecond more, wall behind", 8*second - 1, 10 * second, 10 * second, true},
	{"an instant in the future on both", -5, -5, 0, false},
	{"more than 32 bits hold", 60 * day, 60 * day, 60 * day, false},
}

func TestElapsedIsTheLargerOfTwoClocks(t *testing.T) {
	for _, row := range partings {
		t.Run(row.name, func(t *testing.T) {
			if got := start.Elapsed(clocks(row.wall, row.mono)); got != row.elapsed {
				t.Errorf("elapsed %d, want %d", got, row.elapsed)
			}
		})
	}
}

func TestPartedByMoreThanTwoSeconds(t *testing.T) {
	for _, row := range partings {
		t.Run(row.name, func(t *testing.T) {
			if got := start.Parted(clocks(row.wall, row.mono)); got != row.parted {
				t.Errorf("parted %t, want %t", got, row.parted)
			}
		})
	}
}

func TestRebaseKeepsElapsedAndReconcilesTheClocks(t *testing.T) {
	for _, row := range partings {
		t.Run(row.name, func(t *testing.T) {
			now := clocks(row.wall, row.mono)
			anew := start.Rebase(now)
			if got := anew.Elapsed(now); got != row.elapsed {
				t.Errorf("elapsed %d after Rebase, want %d", got, row.elapsed)
			}
			if wall, mono := now.Wall-anew.Wall, now.Mono-anew.Mono; wall != mono {
				t.Errorf("the wall clock says %d, the monotonic one %d", wall, mono)
			}
			if again := anew.Rebase(now); again != anew {
				t.Errorf("a second Rebase moved %v to %v", anew, again)
			}
		})
	}
}

func TestAtAnchorsAWallClockInstant(t *testing.T) {
	now := deadline.Instant{Wall: 1_800_000_000_000, Mono: 70_000}
	rows := []struct {
		name string
		wall int64
		want deadline.Instant
	}{
		{"past", now.Wall - 40_000, deadline.Instant{Wall: now.Wall - 40_000, Mono: 30_000}},
		{"before this page was opened", now.Wall - hour, deadline.Instant{Wall: now.Wall - hour, Mono: 70_000 - hour}},
		{"now", now.Wall, now},
		{"a millisecond ahead", now.Wall + 1, now},
		{"a day ahead: the clock was set back", now.Wall + day, now},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := deadline.At(row.wall, now); got != row.want {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

func TestAgo(t *testing.T) {
	if got, want := after(100).Ago(100), start; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestZeroIsOnlyTheInstantNeverSet(t *testing.T) {
	rows := []struct {
		i    deadline.Instant
		zero bool
	}{
		{deadline.Instant{}, true},
		{deadline.Instant{Wall: 1}, false},
		{deadline.Instant{Mono: 1}, false},
	}
	for _, row := range rows {
		if got := row.i.Zero(); got != row.zero {
			t.Errorf("%v: zero %t, want %t", row.i, got, row.zero)
		}
	}
}
