package deadline_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// The traces are schedules that broke an earlier machine. Each test is one of
// them, as far as this package decides it; the number is that of the trace.

// Presence is a window that a touch does not use up: neither does a touch after
// the user has left prolong it, nor is a second request after one click refused.
func TestTrace3PresenceIsNotSinceTheLastTouch(t *testing.T) {
	window := usual.PresenceWindow()
	lastMove := after(101 * second)
	p := deadline.Presence{}.Seen(lastMove, lastMove)
	if p.Within(window, after(260*second)) {
		t.Error("a poll at 260 s speaks for a user who left at 101 s")
	}
	click := after(500 * second)
	p = p.Seen(click, click)
	for _, ms := range []int64{0, 100} {
		if !p.Within(window, after(500*second+ms)) {
			t.Errorf("%d ms after the click the user counts as gone", ms)
		}
	}
}

// Continue at 18:00 without a network, the lid closed, the network back at
// 08:00: the retry is due at once, but nobody is there to want it.
func TestTrace6RetryForAUserLongGone(t *testing.T) {
	p := deadline.Presence{}.Seen(start, start)
	l := deadline.Ladder{}.Failed(start)
	morning := clocks(14*hour, second)
	if !l.Due(morning, deadline.OnReturn) {
		t.Error("the ladder does not take up a return of the network")
	}
	if p.Within(usual.PresenceWindow(), morning) {
		t.Error("the click of the evening before still counts")
	}
}

// A visible tab sleeps from 200 s to 316 s while the monotonic clock stands
// still. Its timer for the warning fires at 386 s; whoever asks before is told
// the truth.
func TestTrace9SleepWithAStandingMonotonicClock(t *testing.T) {
	m := touched()
	expect(t, m, clocks(200_000, 200_000), "active left 100000 next 70000")
	expect(t, m, clocks(316_000, 200_000), "idle left 0 next 0")
	expect(t, m, clocks(386_000, 270_000), "idle left 0 next 0")
}

// A clock that is set back may make things look better: idle becomes active, by
// this clock alone. Therefore the record is read before it is believed.
func TestTrace13ClockSaysBetter(t *testing.T) {
	m := touched()
	expect(t, m, clocks(310_000, 10_000), "idle left 0 next 0")
	expect(t, m, clocks(20_000, 20_000), "active left 280000 next 250000")
	// A tab that saw the step anchored the touch anew and is not deceived.
	m = m.Rebase(clocks(310_000, 10_000))
	expect(t, m, clocks(20_000, 20_000), "idle left 0 next 0")
}

// The wall clock is set back an hour. The anchor keeps the time that has gone;
// it is not taken as "just now" at each reading.
func TestTrace15WallClockSetBack(t *testing.T) {
	m := touched()
	stepped := func(ms int64) deadline.Instant { return clocks(ms-hour, ms) }
	expect(t, m, stepped(200_000), "active left 100000 next 70000")
	for ms := 201 * second; ms < 206*second; ms += second {
		m = m.Rebase(stepped(ms)) // again and again: no sum is kept
		if got, want := m.At(stepped(ms)).Left, 300_000-ms; got != want {
			t.Errorf("after %d ms: left %d, want %d", ms, got, want)
		}
	}
	expect(t, m, stepped(270_000), "warning idle left 30000 next 30000")
	expect(t, m, stepped(300_000), "idle left 0 next 0")
	if v := m.At(stepped(205_000)); v.IdleDeadline != start.Wall-hour+300_000 {
		t.Errorf("on the new wall clock the idle deadline is %d", v.IdleDeadline-start.Wall)
	}
}

// Of two anchors of the same touch, that with the larger elapsed wins: presence
// does not come back when an old input is heard of again after the step.
func TestTrace15PresenceDoesNotComeBack(t *testing.T) {
	input := start
	p := deadline.Presence{}.Seen(input, input)
	now := clocks(200_000-hour, 200_000)
	p = p.Rebase(now)
	// A record that was rewritten gives the input as long ago as it is.
	p = p.Seen(deadline.At(now.Wall-200_000, now), now)
	if p.Within(usual.PresenceWindow(), now) {
		t.Error("the clock was set back and the user is here again")
	}
}

// The wall clock runs a day ahead: the absolute deadline that was fixed at login
// has passed by it. The next ID token gives it anew, relative to the touch.
func TestTrace17AbsoluteDeadlineFromEachTouch(t *testing.T) {
	ahead := func(ms int64) deadline.Instant { return clocks(day+ms, ms) }
	m := bounded(6 * hour)
	expect(t, m, ahead(100_000), "idle left 0 next 0")
	m = m.Touched(deadline.Touch{At: ahead(101_000), HasAbsolute: true, AbsoluteIn: 6*hour - 101_000})
	expect(t, m, ahead(102_000), "active left 299000 next 269000")
	if m.Expired(ahead(102_000)) {
		t.Error("tokens are dropped although the server has agreed")
	}
}

// Idle warning at 1000 s, absolute end at 1030 s: Continue agrees and buys
// nothing. The kind is decided anew, and the second warning offers the login.
func TestTrace20ContinueThatBuysNothing(t *testing.T) {
	end := 1030 * second
	touch := func(at int64) deadline.Machine {
		return deadline.Machine{Lifetimes: usual}.Touched(deadline.Touch{At: after(at), HasAbsolute: true, AbsoluteIn: end - at})
	}
	// At 730 s the idle deadline is the absolute one: no Continue is offered.
	expect(t, touch(730*second), after(1000*second), "warning absolute left 30000 next 30000")
	// At 700 s there is exactly one warning between them: Continue is worth it,
	expect(t, touch(700*second), after(970*second), "warning idle left 30000 next 30000")
	// and after it the same instant is seen to be the last.
	m := touch(700*second).Ask(after(999*second), limit)
	expect(t, m, after(1000*second), "warning idle left 0 next 13000 pending")
	m = m.Touched(deadline.Touch{At: after(999 * second), HasAbsolute: true, AbsoluteIn: 31 * second})
	expect(t, m, after(1000*second), "warning absolute left 30000 next 30000")
}

// A tab asks and crashes: elsewhere the hint ends by itself. A retry from idle
// leads nobody back to the warning.
func TestTrace21PendingEndsByItself(t *testing.T) {
	m := touched().Ask(after(299*second), limit)
	expect(t, m, after(312_999), "warning idle left 0 next 1 pending")
	expect(t, m, after(313_000), "idle left 0 next 0")
	m = m.Ask(after(320*second), limit)
	for _, ms := range []int64{320_000, 320_001, 333_999, 334_000} {
		if got := m.At(after(ms)).Status; got != deadline.Idle {
			t.Errorf("a retry from idle: %s after %d ms", got, ms)
		}
	}
}

// An input every five seconds against a server that is down: after the three
// steps there is one attempt a minute, whatever is clicked or polled.
func TestTrace22LadderWithoutStorms(t *testing.T) {
	l := deadline.Ladder{}.Failed(start)
	var attempts []int64
	for ms := second; ms <= 10*minute; ms += second {
		on := deadline.OnTick
		if ms%(5*second) == 0 {
			on = deadline.OnInput
		}
		if l.Due(after(ms), on) {
			attempts = append(attempts, ms/second)
			l = l.Failed(after(ms))
		}
	}
	want := []int64{5, 20, 65, 125, 185, 245, 305, 365, 425, 485, 545}
	if len(attempts) != len(want) {
		t.Fatalf("attempts after %v s, want %v", attempts, want)
	}
	for i := range want {
		if attempts[i] != want[i] {
			t.Fatalf("attempts after %v s, want %v", attempts, want)
		}
	}
}

// A tab that knows of a touch in flight, its own or an announced one, does not
// open the dialog for the moment until its answer is there.
func TestTrace23TouchInFlight(t *testing.T) {
	m := touched().Send(after(269_500))
	if got := m.At(after(270_200)).Status; got != deadline.Active {
		t.Errorf("%s while a touch is in flight", got)
	}
	m = m.Touched(deadline.Touch{At: after(269_500)})
	expect(t, m, after(270_300), "active left 299200 next 269200")
}
