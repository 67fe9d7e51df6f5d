package deadline_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

func TestAHoldRunsOut(t *testing.T) {
	h := deadline.Hold{Since: start, Limit: 300 * second}
	for _, row := range []struct {
		now  deadline.Instant
		over bool
	}{
		{start, false},
		{after(300*second - 1), false},
		{after(300 * second), true},
		{clocks(300*second, 0), true},   // asleep
		{clocks(-hour, 299_999), false}, // the wall clock was set back
		{clocks(-hour, 300_000), true},
	} {
		if got := h.Over(row.now); got != row.over {
			t.Errorf("at %+v: over is %t", row.now, got)
		}
	}
}
