package deadline_test

import (
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"testing"
)

func TestNextWhileATouchIsInFlight(t *testing.T) {
	rows := []struct{ sent, now, next int64 }{
		{268_500, 268_500, 2_000},
		{269_999, 269_999, 2_000},
		{269_999, 271_000, 999},
		{200_000, 201_000, 69_000},
	}
	for _, row := range rows {
		if got := touched().Send(after(row.sent)).At(after(row.now)).Next; got != row.next {
			t.Errorf("sent after %d ms: %d ms after the touch Next is %d, want %d", row.sent, row.now, got, row.next)
		}
	}
}

func TestTouchSentInAWarningDoesNotTakeItBack(t *testing.T) {
	for _, m := range []deadline.Machine{touched(), bounded(310 * second)} {
		for _, ms := range []int64{270_000, 271_000} {
			if got := m.Send(after(ms)).At(after(ms)).Status; got != deadline.Warning {
				t.Errorf("sent %d ms after the touch: %s", ms, got)
			}
		}
	}
}

func TestQuestionPutAfterTheDeadlineAcrossASleep(t *testing.T) {
	m := touched().Ask(clocks(308_000, 310_000), limit)
	expect(t, m, clocks(308_000, 310_000), "idle left 0 next 0 pending")
	expect(t, m, clocks(320_000, 310_000), "idle left 0 next 0 pending")
}
