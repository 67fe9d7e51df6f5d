package deadline_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

func TestPhasesWithoutAClock(t *testing.T) {
	zero := deadline.Machine{Lifetimes: usual}
	rows := []struct {
		name string
		m    deadline.Machine
		want deadline.Status
		open bool
	}{
		{"nothing known", zero, deadline.Loading, false},
		{"touched", touched(), deadline.Active, true},
		{"ended", touched().End(), deadline.Ended, false},
		{"signed out", touched().SignOut(), deadline.SignedOut, false},
		{"loading again", touched().Load(), deadline.Loading, false},
		{"nobody was signed in", zero.SignOut(), deadline.SignedOut, false},
		{"touched after the end", touched().End().Touched(deadline.Touch{At: start}), deadline.Active, true},
		{"touched after a logout", touched().SignOut().Touched(deadline.Touch{At: start}), deadline.Active, true},
		{"ended after a question", touched().Ask(start, minute).Send(start).End(), deadline.Ended, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if row.m.Open() != row.open {
				t.Errorf("open %t, want %t", row.m.Open(), row.open)
			}
			if got := row.m.At(start).Status; got != row.want {
				t.Errorf("status %s, want %s", got, row.want)
			}
			if row.m.Lifetimes != usual {
				t.Errorf("the lifetimes became %+v", row.m.Lifetimes)
			}
			if row.open {
				return
			}
			// Once nobody is signed in, no clock brings anything back.
			for _, ms := range []int64{0, 280 * second, 300 * second, day} {
				if got, want := row.m.At(after(ms)), (deadline.View{Status: row.want}); got != want {
					t.Errorf("after %d ms: %+v, want %+v", ms, got, want)
				}
			}
			if got := row.m.Touch(); got != (deadline.Touch{}) {
				t.Errorf("the touch %+v is remembered", got)
			}
		})
	}
}

func TestIdleDeadlineToTheMillisecond(t *testing.T) {
	m := touched()
	expect(t, m, after(0), "active left 300000 next 270000")
	expect(t, m, after(1), "active left 299999 next 269999")
	expect(t, m, after(269_999), "active left 30001 next 1")
	expect(t, m, after(270_000), "warning idle left 30000 next 30000")
	expect(t, m, after(270_001), "warning idle left 29999 next 29999")
	expect(t, m, after(299_999), "warning idle left 1 next 1")
	expect(t, m, after(300_000), "idle left 0 next 0")
	expect(t, m, after(300_001), "idle left 0 next 0")
	expect(t, m, after(365*day), "idle left 0 next 0")
}

func TestTouchMovesTheDeadline(t *testing.T) {
	m := touched().Touched(deadline.Touch{At: after(100 * second)})
	expect(t, m, after(369_999), "active left 30001 next 1")
	expect(t, m, after(370_000), "warning idle left 30000 next 30000")
	if got := m.Touch().At; got != after(100*second) {
		t.Errorf("the touch is of %v", got)
	}
}

func TestAbsoluteDeadlineNearer(t *testing.T) {
	m := bounded(100 * second)
	expect(t, m, after(69_999), "active left 30001 next 1")
	expect(t, m, after(70_000), "warning absolute left 30000 next 30000")
	expect(t, m, after(99_999), "warning absolute left 1 next 1")
	expect(t, m, after(100_000), "idle left 0 next 0")
}

// Less than a warning behind the idle deadline, Continue would buy nothing but
// the next warning (design section 7).
func TestKindOfWarning(t *testing.T) {
	rows := []struct {
		name       string
		absoluteIn int64
		want       string // 280 seconds after the touch
	}{
		{"far behind", hour, "warning idle left 20000 next 20000"},
		{"a warning behind", 330_000, "warning idle left 20000 next 20000"},
		{"a millisecond less than that", 329_999, "warning absolute left 20000 next 20000"},
		{"with the idle deadline", 300_000, "warning absolute left 20000 next 20000"},
		{"a millisecond nearer", 299_999, "warning absolute left 19999 next 19999"},
		{"just ahead", 280_001, "warning absolute left 1 next 1"},
		{"passed", 280_000, "idle left 0 next 0"},
		{"passed at the touch", 0, "idle left 0 next 0"},
		{"passed before the touch", -hour, "idle left 0 next 0"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) { expect(t, bounded(row.absoluteIn), after(280*second), row.want) })
	}
}

func TestWallClockInstantsOfAView(t *testing.T) {
	rows := []struct {
		name                    string
		m                       deadline.Machine
		idle, absolute, warning int64
	}{
		{"no absolute deadline", touched(), 300_000, -start.Wall, 270_000},
		{"absolute behind", bounded(hour), 300_000, hour, 270_000},
		{"absolute nearer", bounded(100 * second), 300_000, 100_000, 70_000},
		{"absolute passed before the touch", bounded(-hour), 300_000, -hour, -hour - 30_000},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			for _, ms := range []int64{0, 150 * second, 280 * second, 300 * second, day} {
				v := row.m.At(after(ms))
				idle, absolute, warning := v.IdleDeadline-start.Wall, v.AbsoluteDeadline-start.Wall, v.WarningAt-start.Wall
				if idle != row.idle || absolute != row.absolute || warning != row.warning {
					t.Errorf("after %d ms: idle %d, absolute %d, warning %d; want %d, %d, %d",
						ms, idle, absolute, warning, row.idle, row.absolute, row.warning)
				}
			}
		})
	}
}

func TestIdleZeroHasNoDeadlines(t *testing.T) {
	m := deadline.Machine{}.Touched(deadline.Touch{At: start})
	for _, ms := range []int64{0, day, 365 * day} {
		now := after(ms)
		if got, want := m.At(now), (deadline.View{Status: deadline.Active}); got != want {
			t.Errorf("after %d ms: %+v, want %+v", ms, got, want)
		}
		if m.WantsTouch(now) {
			t.Errorf("after %d ms: wants a touch", ms)
		}
	}
	if !m.Ask(after(day), minute).At(after(day)).Pending {
		t.Error("a question is not seen to be pending")
	}
}

// Sixty days of milliseconds are more than 32 bits hold.
func TestLongLifetimes(t *testing.T) {
	m := deadline.Machine{Lifetimes: deadline.Lifetimes{Idle: 30 * day, Warning: minute}}
	m = m.Touched(deadline.Touch{At: start, HasAbsolute: true, AbsoluteIn: 60 * day})
	expect(t, m, start, "active left 2592000000 next 2591940000")
	expect(t, m, after(30*day-minute-1), "active left 60001 next 1")
	expect(t, m, after(30*day-minute), "warning idle left 60000 next 60000")
	expect(t, m, after(30*day), "idle left 0 next 0")
	if v := m.At(start); v.AbsoluteDeadline != start.Wall+60*day {
		t.Errorf("absolute deadline %d", v.AbsoluteDeadline)
	}
}
