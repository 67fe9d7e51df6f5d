package tabs_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// The traces are schedules that broke an earlier machine. Each test is one of
// them, as far as this package decides it; the number is that of the trace.

var (
	pageA = tabs.Author{Tab: "a"}
	pageB = tabs.Author{Tab: "b"}
)

func touch(at int64) tabs.Touch { return tabs.Touch{Who: "who", At: at, AbsoluteAt: noon + hour} }

// Logged out in an epoch with a great random part; the next login draws a small
// one. Page B, which saw the logout, must believe the login, and what B writes
// next must not bring the old epoch back.
func TestTrace1RandomEpochsCannotBeOrdered(t *testing.T) {
	out := pageA.SignOut(pageA.Login(tabs.Record{}, "zzzz", touch(noon)))
	in := pageA.Login(out, "aaaa", touch(noon+second))
	expect(t, tabs.Merge(out, in), in)
	next := pageB.Seen(tabs.Basis(in, out), noon+2*second)
	if next.Epoch != in.Epoch || next.State != tabs.Active {
		t.Errorf("page B wrote %+v", next)
	}
}

// Page B's request is answered late. A touch, or the end, that was noted without
// having seen the logout does not undo it; nor does one of the epoch before undo
// a new login.
func TestTrace2LateAnswers(t *testing.T) {
	in := pageA.Login(tabs.Record{}, "r", touch(noon))
	late := map[string]tabs.Record{"touched": pageB.Touched(in, touch(noon+second)), "ended": pageB.End(in)}
	for name, answer := range late {
		t.Run(name, func(t *testing.T) {
			out := pageA.SignOut(in)
			expect(t, tabs.Merge(out, answer), out)
			again := pageA.Login(in, "r", touch(noon+second))
			expect(t, tabs.Merge(again, answer), again)
			expect(t, tabs.Merge(pageA.Login(out, "r", touch(noon+second)), answer), pageA.Login(out, "r", touch(noon+second)))
		})
	}
	// The server's word that the session is over stands against a touch, too.
	ended := pageA.End(in)
	expect(t, tabs.Merge(ended, late["touched"]), ended)
}

// The latch of blocked cookies is not one page's own: it lasts through a logout,
// and only an interactive login lifts it. What once worked is not forgotten.
func TestTrace12LatchIsInTheRecord(t *testing.T) {
	for _, row := range []struct{ before, after tabs.Silent }{
		{tabs.SilentBlocked, tabs.SilentUnknown},
		{tabs.SilentWorks, tabs.SilentWorks},
	} {
		r := with(func(r *tabs.Record) { r.Silent = row.before })
		for name, kept := range map[string]tabs.Record{"logout": pageA.SignOut(r), "end": pageA.End(r), "input": pageA.Seen(r, noon)} {
			if kept.Silent != row.before {
				t.Errorf("%s made %q of %q", name, kept.Silent, row.before)
			}
		}
		if got := pageB.Login(pageA.SignOut(r), "r", touch(noon)).Silent; got != row.after {
			t.Errorf("a login made %q of %q", got, row.after)
		}
	}
}

// The announcement was lost. Page B reads before it warns, and learns of A's
// touch; it reads before it turns active again, and learns of A's logout.
func TestTrace13ReadBeforeBelievingTheClock(t *testing.T) {
	known := pageA.Login(tabs.Record{}, "r", touch(noon))
	touched := pageA.Touched(known, touch(noon+100*second))
	if got := tabs.Merge(touched, known); got.TouchN != 2 || got.TouchedAt != noon+100*second {
		t.Errorf("page B does not learn of the touch: %+v", got)
	}
	out := pageA.SignOut(touched)
	expect(t, tabs.Merge(out, known), out)
}

// The wall clock is set back an hour, 40 seconds after the touch. It is clamped
// in writing, once: what is read from then on is 40 seconds old and grows older,
// for whoever reads it.
func TestTrace15WallClockSetBack(t *testing.T) {
	now := noon + 40*second - hour
	r := pageA.Rebase(full(), now, 40*second)
	for name, next := range map[string]tabs.Record{
		"read":  tabs.Merge(r, full()),
		"input": pageB.Seen(tabs.Basis(r, full()), now),
		"ended": pageB.End(tabs.Basis(r, full())),
	} {
		if got := now - next.TouchedAt; got != 40*second {
			t.Errorf("%s: the touch is %d ms old", name, got)
		}
		if got := next.AbsoluteAt - now; got != hour-40*second {
			t.Errorf("%s: the absolute deadline is %d ms away", name, got)
		}
	}
}

// Touches are counted, not timed: with the wall clock set back, one that moves
// no instant is still another touch.
func TestTrace16TouchesAreCounted(t *testing.T) {
	r := pageA.Touched(full(), touch(noon-hour))
	if r.TouchN != full().TouchN+1 || r.TouchedAt != full().TouchedAt {
		t.Errorf("touch %d at %d, want %d at %d", r.TouchN, r.TouchedAt, full().TouchN+1, full().TouchedAt)
	}
	if in := pageA.Login(r, "r", touch(noon)); in.TouchN != 1 {
		t.Errorf("an epoch begins with touch %d", in.TouchN)
	}
}

// The wall clock was a day ahead at the login, so that the absolute deadline had
// passed. Each ID token gives it anew.
func TestTrace17AbsoluteDeadlineFromEachTouch(t *testing.T) {
	r := pageA.Login(tabs.Record{}, "r", tabs.Touch{Who: "who", At: noon, AbsoluteAt: noon - 23*hour})
	r = pageA.Touched(r, tabs.Touch{Who: "who", At: noon + second, AbsoluteAt: noon + hour})
	if r.AbsoluteAt != noon+hour {
		t.Errorf("the absolute deadline stands at noon%+d", r.AbsoluteAt-noon)
	}
}

// A thawed page puts forward the logout of an old epoch, after a new login that
// it has not read of. An announcement is only a bell; the record decides.
func TestTrace25OldLogoutAfterANewLogin(t *testing.T) {
	old := pageA.Login(tabs.Record{}, "r", touch(noon))
	out := pageB.SignOut(old)
	in := pageA.Login(out, "s", touch(noon+hour))
	expect(t, tabs.Merge(out, in), in)
	// Even one that the new login has not seen.
	unseen := pageA.Login(old, "s", touch(noon+hour))
	expect(t, tabs.Merge(out, unseen), unseen)
}
