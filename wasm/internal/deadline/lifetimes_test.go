package deadline_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

func TestHalfAndPresenceWindow(t *testing.T) {
	rows := []struct {
		name          string
		idle, warning int64
		half, window  int64
	}{
		{"usual", 300 * second, 30 * second, 135 * second, 135 * second},
		{"the shortest allowed", 2 * minute, minute, 30 * second, 30 * second},
		{"half is five minutes", 11 * minute, minute, 5 * minute, 5 * minute},
		{"half is longer: five minutes at most", 30 * minute, minute, 14*minute + 30*second, 5 * minute},
		{"more than 32 bits hold", 60 * day, minute, 30*day - 30*second, 5 * minute},
		{"no deadlines", 0, 0, 0, 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			l := deadline.Lifetimes{Idle: row.idle, Warning: row.warning}
			if l.Half() != row.half || l.PresenceWindow() != row.window {
				t.Errorf("half %d, window %d; want %d, %d", l.Half(), l.PresenceWindow(), row.half, row.window)
			}
		})
	}
}

func TestWantsTouch(t *testing.T) {
	rows := []struct {
		name string
		m    deadline.Machine
		now  int64
		want bool
	}{
		{"just touched", touched(), 0, false},
		{"a millisecond before half", touched(), 135_000 - 1, false},
		{"at half", touched(), 135_000, true},
		{"a millisecond before the warning", touched(), 270_000 - 1, true},
		{"in the warning only an explicit act counts", touched(), 270_000, false},
		{"idle", touched(), 300_000, false},
		{"the absolute deadline is near", bounded(160 * second), 135_000, false},
		{"ended", touched().End(), 135_000, false},
		{"signed out", touched().SignOut(), 135_000, false},
		{"loading", touched().Load(), 135_000, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := row.m.WantsTouch(after(row.now)); got != row.want {
				t.Errorf("wants a touch: %t, want %t", got, row.want)
			}
		})
	}
}

func TestExpiredAtTheAbsoluteDeadlineOnly(t *testing.T) {
	rows := []struct {
		name string
		m    deadline.Machine
		now  int64
		want bool
	}{
		{"a millisecond before it", bounded(hour), hour - 1, false},
		{"at it", bounded(hour), hour, true},
		{"after it", bounded(hour), day, true},
		{"it passed before the touch", bounded(-1), 0, true},
		{"idle, but none is known", touched(), day, false},
		{"without an idle deadline", deadline.Machine{}.Touched(deadline.Touch{At: start, HasAbsolute: true, AbsoluteIn: hour}), hour, true},
		{"signed out", bounded(hour).SignOut(), day, false},
		{"ended", bounded(hour).End(), day, false},
		{"loading", bounded(hour).Load(), day, false},
		{"touched since without one", bounded(hour).Touched(deadline.Touch{At: start}), day, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := row.m.Expired(after(row.now)); got != row.want {
				t.Errorf("expired: %t, want %t", got, row.want)
			}
		})
	}
}
