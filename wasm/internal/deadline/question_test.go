package deadline_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// limit is how long a deadline waits for an answer in these tests.
const limit = 14 * second

func TestDeadlineWaitsForAQuestionPutBeforeIt(t *testing.T) {
	m := touched().Ask(after(295*second), limit)
	expect(t, m, after(295_000), "warning idle left 5000 next 5000 pending")
	expect(t, m, after(299_999), "warning idle left 1 next 1 pending")
	expect(t, m, after(300_000), "warning idle left 0 next 9000 pending")
	expect(t, m, after(308_999), "warning idle left 0 next 1 pending")
	expect(t, m, after(309_000), "idle left 0 next 0")
	expect(t, m.Answered(), after(299_999), "warning idle left 1 next 1")
	expect(t, m.Answered(), after(300_000), "idle left 0 next 0")
}

func TestDeadlineAndQuestion(t *testing.T) {
	late := bounded(330 * second) // a warning behind the idle deadline
	rows := []struct {
		name  string
		m     deadline.Machine
		asked int64
		limit int64
		now   int64
		want  string
	}{
		{"put a millisecond before the deadline", touched(), 299_999, limit, 300_000, "warning idle left 0 next 13999 pending"},
		{"put at the deadline", touched(), 300_000, limit, 300_000, "idle left 0 next 0 pending"},
		{"put at the deadline, later", touched(), 300_000, limit, 313_999, "idle left 0 next 0 pending"},
		{"put after the deadline", touched(), 305_000, limit, 306_000, "idle left 0 next 0 pending"},
		{"over before the deadline", touched(), 280_000, limit, 294_000, "warning idle left 6000 next 6000"},
		{"over at the deadline", touched(), 286_000, limit, 300_000, "idle left 0 next 0"},
		{"put before the warning", touched(), 260_000, limit, 269_000, "active left 31000 next 1000 pending"},
		{"a limit longer than the warning", touched(), 270_000, hour, 300_000 + hour - 30_001, "warning idle left 0 next 1 pending"},
		{"a limit longer than the warning, over", touched(), 270_000, hour, 300_000 + hour - 30_000, "idle left 0 next 0"},
		{"no limit at all", touched(), 299_999, 0, 300_000, "idle left 0 next 0"},
		{"absolute deadline a warning behind", late, 299_000, limit, 301_000, "warning idle left 0 next 12000 pending"},
		{"absolute kind never waits", bounded(329_999), 299_000, limit, 300_000, "idle left 0 next 0 pending"},
		{"absolute deadline nearer", bounded(200 * second), 199_000, limit, 200_000, "idle left 0 next 0 pending"},
		{"absolute deadline passed before the touch", bounded(-1), 0, limit, 1, "idle left 0 next 0 pending"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			expect(t, row.m.Ask(after(row.asked), row.limit), after(row.now), row.want)
		})
	}
}

// The second question is the one that counts: Try again after the deadline does
// not bring the warning back.
func TestLaterQuestionReplacesTheEarlier(t *testing.T) {
	m := touched().Ask(after(295*second), limit).Ask(after(301*second), limit)
	expect(t, m, after(301*second), "idle left 0 next 0 pending")
}

func TestTouchAnswersEveryQuestion(t *testing.T) {
	m := touched().Ask(after(295*second), limit).Send(after(295 * second))
	m = m.Touched(deadline.Touch{At: after(295 * second)})
	expect(t, m, after(301*second), "active left 294000 next 264000")
	expect(t, m, after(565*second), "warning idle left 30000 next 30000")
}

func TestQuestionAcrossASleep(t *testing.T) {
	m := touched().Ask(after(295*second), limit)
	asleep := func(ms int64) deadline.Instant { return clocks(295*second+ms, 295*second) }
	expect(t, m, asleep(limit-1), "warning idle left 0 next 1 pending")
	expect(t, m, asleep(limit), "idle left 0 next 0")
	expect(t, m.Rebase(asleep(limit-1)), asleep(limit-1), "warning idle left 0 next 1 pending")
}

func TestQuestionInOtherPhasesIsNotShown(t *testing.T) {
	for _, m := range []deadline.Machine{touched().Load(), touched().End(), touched().SignOut()} {
		v := m.Ask(start, limit).At(after(second))
		if want := m.At(start); v != want {
			t.Errorf("got %+v, want %+v", v, want)
		}
	}
}

// A warning waits for a touch in flight, two seconds at most.
func TestWarningWaitsForATouchInFlight(t *testing.T) {
	rows := []struct {
		name string
		sent int64
		now  int64
		want deadline.Status
	}{
		{"sent long before", 200_000, 270_000, deadline.Warning},
		{"sent two seconds before", 268_000, 270_000, deadline.Warning},
		{"sent a millisecond less before", 268_001, 270_000, deadline.Active},
		{"sent a second before, a second into the warning", 269_000, 270_999, deadline.Active},
		{"two seconds after it was sent", 269_000, 271_000, deadline.Warning},
		{"sent just before, two seconds less a millisecond later", 269_999, 271_998, deadline.Active},
		{"sent just before, two seconds later", 269_999, 271_999, deadline.Warning},
		{"sent just before the deadline", 299_999, 300_000, deadline.Idle},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			m := touched().Send(after(row.sent))
			v := m.At(after(row.now))
			if v.Status != row.want {
				t.Errorf("%s, want %s", v.Status, row.want)
			}
			if want := max(300_000-row.now, 0); v.Left != want {
				t.Errorf("left %d, want %d: a touch in flight moves no deadline", v.Left, want)
			}
			if got, want := show(m.Sent().At(after(row.now))), show(touched().At(after(row.now))); got != want {
				t.Errorf("once it came to nothing: %s, want %s", got, want)
			}
		})
	}
}

func TestAbsoluteWarningWaitsForATouchInFlightToo(t *testing.T) {
	m := bounded(200 * second).Send(after(169 * second))
	if got := m.At(after(170_999)).Status; got != deadline.Active {
		t.Errorf("%s within the two seconds", got)
	}
	expect(t, m, after(171_000), "warning absolute left 29000 next 29000")
}

// The two seconds are anchored anew with the rest: a clock set back and a sleep
// after it do not make them longer.
func TestTouchInFlightAcrossParting(t *testing.T) {
	m := touched().Send(after(269 * second))
	setBack := clocks(269_500-hour, 269_500)
	m = m.Rebase(setBack)
	for _, row := range []struct {
		asleep int64
		want   deadline.Status
	}{{1_499, deadline.Active}, {1_500, deadline.Warning}} {
		now := deadline.Instant{Wall: setBack.Wall + row.asleep, Mono: setBack.Mono}
		if got := m.At(now).Status; got != row.want {
			t.Errorf("%s after a sleep of %d ms, want %s", got, row.asleep, row.want)
		}
	}
}
