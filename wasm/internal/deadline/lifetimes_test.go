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

func TestObservedLifetimes(t *testing.T) {
	ten := deadline.Lifetimes{Idle: 600 * second, Warning: 60 * second, Absolute: hour}
	for _, row := range []struct {
		name     string
		observed int64
		idle     int64
		warning  int64
	}{
		{"shorter", 300 * second, 300 * second, 60 * second},
		{"the warning gives way", 100 * second, 100 * second, 50 * second},
		{"as far as users need time", 40 * second, 40 * second, 20 * second},
		{"no room for a warning", 40*second - 1, 600 * second, 60 * second},
		{"at once", 0, 600 * second, 60 * second},
		{"as told", 600 * second, 600 * second, 60 * second},
		{"longer", 601 * second, 600 * second, 60 * second},
	} {
		t.Run(row.name, func(t *testing.T) {
			want := deadline.Lifetimes{Idle: row.idle, Warning: row.warning, Absolute: hour}
			if got := ten.Observed(row.observed); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		})
	}
}

func TestRetimedMachine(t *testing.T) {
	longer := deadline.Lifetimes{Idle: 600 * second, Warning: 60 * second}
	expect(t, touched().Retime(longer), after(100*second), "active left 500000 next 440000")
	expect(t, touched().Retime(longer).Retime(usual), after(280*second), "warning idle left 20000 next 20000")
	// The absolute deadline moves as its lifetime does, and goes with it.
	m := bounded(200 * second)
	m.Lifetimes.Absolute = hour
	later := m.Lifetimes
	later.Absolute += 50 * second
	expect(t, m.Retime(later), after(100*second), "active left 150000 next 120000")
	expect(t, m.Retime(usual), after(100*second), "active left 200000 next 170000")
	// One that was not known stays so until the next touch.
	expect(t, touched().Retime(later), after(100*second), "active left 200000 next 170000")
	if got := touched().End().Retime(longer).At(start).Status; got != deadline.Ended {
		t.Errorf("%s after the end", got)
	}
}
