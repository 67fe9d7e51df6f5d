package deadline_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

func TestTwoClocks(t *testing.T) {
	rows := []struct {
		name       string
		wall, mono int64
		want       string
	}{
		{"together", 100_000, 100_000, "active left 200000 next 170000"},
		{"wall set an hour back: no gift", 280_000 - hour, 280_000, "warning idle left 20000 next 20000"},
		{"wall set back past the touch, deadline passed", -hour, 300_000, "idle left 0 next 0"},
		{"wall set back before anything else happened", -hour, 0, "active left 300000 next 270000"},
		{"wall set forwards into the warning", 270_000, 1_000, "warning idle left 30000 next 30000"},
		{"wall set forwards past the deadline", day, 1_000, "idle left 0 next 0"},
		{"a sleep in which the monotonic clock stood still", 299_999, 0, "warning idle left 1 next 1"},
		{"a millisecond more of it", 300_000, 0, "idle left 0 next 0"},
		{"wall slow, monotonic a millisecond short of the warning", 200_000, 269_999, "active left 30001 next 1"},
		{"wall slow, monotonic at the warning", 200_000, 270_000, "warning idle left 30000 next 30000"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) { expect(t, touched(), clocks(row.wall, row.mono), row.want) })
	}
}

// Nothing moves by Rebase but what the wall clock shows; from then on either
// clock alone would say the same.
func TestRebase(t *testing.T) {
	machines := []struct {
		name string
		m    deadline.Machine
	}{
		{"idle deadline", touched()},
		{"absolute deadline", bounded(200 * second)},
		{"absolute deadline, passed before the touch", bounded(-hour)},
		{"a question", touched().Ask(after(second), minute)},
		{"a touch in flight", touched().Send(after(second))},
		{"ended", touched().End()},
		{"signed out", touched().SignOut()},
		{"loading", deadline.Machine{Lifetimes: usual}},
	}
	for _, machine := range machines {
		for _, row := range partings {
			t.Run(machine.name+"/"+row.name, func(t *testing.T) {
				now := clocks(row.wall, row.mono)
				m := machine.m.Rebase(now)
				before, v := machine.m.At(now), m.At(now)
				if show(v) != show(before) {
					t.Errorf("Rebase made %q of %q", show(v), show(before))
				}
				if m.Expired(now) != machine.m.Expired(now) || m.WantsTouch(now) != machine.m.WantsTouch(now) {
					t.Error("Rebase changed Expired or WantsTouch")
				}
				expectAgreement(t, m, now)
			})
		}
	}
}

// expectAgreement checks that it makes no difference which clock goes on alone,
// and that the deadlines on the wall clock are where Left says that they are.
func expectAgreement(t *testing.T, m deadline.Machine, now deadline.Instant) {
	t.Helper()
	for _, ms := range []int64{1, second, 200 * second, 300 * second} {
		asleep := deadline.Instant{Wall: now.Wall + ms, Mono: now.Mono}
		setBack := deadline.Instant{Wall: now.Wall, Mono: now.Mono + ms}
		if a, b := show(m.At(asleep)), show(m.At(setBack)); a != b {
			t.Errorf("%d ms later by the wall clock: %s\nby the monotonic clock: %s", ms, a, b)
		}
	}
	v := m.At(now)
	if v.Left == 0 {
		return
	}
	nearer := v.IdleDeadline
	if v.AbsoluteDeadline != 0 {
		nearer = min(nearer, v.AbsoluteDeadline)
	}
	if got := nearer - now.Wall; got != v.Left {
		t.Errorf("the nearer deadline is %d ms away on the wall clock, Left is %d", got, v.Left)
	}
}

func TestRebaseTakesATouchOfTheFutureAsNow(t *testing.T) {
	m := deadline.Machine{Lifetimes: usual}.Touched(deadline.Touch{At: after(hour)})
	m = m.Rebase(start)
	expect(t, m, start, "active left 300000 next 270000")
	expect(t, m, after(270*second), "warning idle left 30000 next 30000")
}
