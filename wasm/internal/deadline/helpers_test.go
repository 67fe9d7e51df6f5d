package deadline_test

import (
	"fmt"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

const (
	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// usual is a session of five minutes with a warning of half a minute: half of
// it has gone after 135 seconds.
var usual = deadline.Lifetimes{Idle: 300 * second, Warning: 30 * second}

// start is when the touch of a test was sent.
var start = deadline.Instant{Wall: 1_800_000_000_000, Mono: 5_000}

// after is ms milliseconds after start, on both clocks.
func after(ms int64) deadline.Instant { return clocks(ms, ms) }

// clocks is the instant at which the two clocks have moved differently.
func clocks(wall, mono int64) deadline.Instant {
	return deadline.Instant{Wall: start.Wall + wall, Mono: start.Mono + mono}
}

// touched is a machine of the usual lifetimes, touched at start.
func touched() deadline.Machine {
	return deadline.Machine{Lifetimes: usual}.Touched(deadline.Touch{At: start})
}

// bounded is touched, with an absolute deadline so long after start.
func bounded(absoluteIn int64) deadline.Machine {
	return deadline.Machine{Lifetimes: usual}.Touched(deadline.Touch{At: start, HasAbsolute: true, AbsoluteIn: absoluteIn})
}

// show is what the clock decides of a view, in one line.
func show(v deadline.View) string {
	text := string(v.Status)
	if v.Kind != deadline.NoKind {
		text += " " + string(v.Kind)
	}
	text += fmt.Sprintf(" left %d next %d", v.Left, v.Next)
	if v.Pending {
		text += " pending"
	}
	return text
}

func expect(t *testing.T, m deadline.Machine, now deadline.Instant, want string) {
	t.Helper()
	if got := show(m.At(now)); got != want {
		t.Errorf("%d ms after the touch on the wall, %d on the monotonic clock:\n got %s\nwant %s",
			now.Wall-start.Wall, now.Mono-start.Mono, got, want)
	}
}
