package deadline_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

func TestPresenceWithin(t *testing.T) {
	window := usual.PresenceWindow()
	here := deadline.Presence{}.Seen(start, start)
	rows := []struct {
		name string
		p    deadline.Presence
		now  deadline.Instant
		want bool
	}{
		{"at the input", here, start, true},
		{"a millisecond before the window closes", here, after(window - 1), true},
		{"when it closes", here, after(window), false},
		{"nobody was ever seen", deadline.Presence{}, start, false},
		{"asleep, the monotonic clock standing still", here, clocks(window, 0), false},
		{"wall set back: presence does not last longer", here, clocks(-hour, window), false},
		{"wall set back: nor does it end sooner", here, clocks(-hour, window-1), true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := row.p.Within(window, row.now); got != row.want {
				t.Errorf("present: %t, want %t", got, row.want)
			}
			if got := row.p.Rebase(row.now).Within(window, row.now); got != row.want {
				t.Errorf("present after Rebase: %t, want %t", got, row.want)
			}
		})
	}
}

func TestPresenceIsOfTheLatestInput(t *testing.T) {
	now := after(minute)
	rows := []struct {
		name   string
		inputs []deadline.Instant
		want   deadline.Instant
	}{
		{"one", []deadline.Instant{after(10)}, after(10)},
		{"a later one", []deadline.Instant{after(10), after(20)}, after(20)},
		{"an earlier one, heard of later", []deadline.Instant{after(20), after(10)}, after(20)},
		{"the same again", []deadline.Instant{after(10), after(10)}, after(10)},
		{"later by the wall, but no longer ago", []deadline.Instant{clocks(10, 20), clocks(20, 10)}, clocks(10, 20)},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			p := deadline.Presence{}
			for _, i := range row.inputs {
				p = p.Seen(i, now)
			}
			if last, seen := p.Last(); last != row.want || !seen {
				t.Errorf("last seen at %v (%t), want %v", last, seen, row.want)
			}
		})
	}
}

// After a Rebase each clock alone tells how long ago the input was.
func TestPresenceRebase(t *testing.T) {
	setBack := clocks(second-hour, second)
	p := deadline.Presence{}.Seen(start, start).Rebase(setBack)
	asleep := deadline.Instant{Wall: setBack.Wall + 9*second, Mono: setBack.Mono}
	if !p.Within(10*second+1, asleep) || p.Within(10*second, asleep) {
		t.Error("ten seconds after the input it is not seen to be ten seconds old")
	}
}

func TestPresenceOfNobody(t *testing.T) {
	// On a device without a battery for its clock, the year 1970 is now.
	dawn := deadline.Instant{Wall: second, Mono: second}
	if (deadline.Presence{}).Within(minute, dawn) {
		t.Error("somebody counts as present who was never seen")
	}
	if _, seen := (deadline.Presence{}).Seen(deadline.Instant{}, dawn).Last(); !seen {
		t.Error("the first input is not taken, since it is as old as the clock")
	}
	for _, p := range []deadline.Presence{{}, deadline.Presence{}.Rebase(start)} {
		if last, seen := p.Last(); seen {
			t.Errorf("somebody was seen at %v", last)
		}
		if got, _ := p.Seen(start, after(day)).Last(); got != start {
			t.Errorf("the first input is not taken: %v", got)
		}
	}
}
