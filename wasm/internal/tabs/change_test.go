package tabs_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// author makes the changes of these tests, on a page other than that of full.
var author = tabs.Author{Tab: "other"}

// written is the full record as author would leave it, with further deviations.
func written(change func(r *tabs.Record)) tabs.Record {
	return with(func(r *tabs.Record) {
		r.Counter, r.Tab = 42, "other"
		change(r)
	})
}

func TestLogin(t *testing.T) {
	touch := tabs.Touch{Who: "bob", Sid: "session", At: noon - hour, AbsoluteAt: noon + 2*hour}
	// Only these come from the record before: its epoch, counter, latch and salt.
	begun := tabs.Record{
		Epoch:      tabs.Epoch{N: 4, Random: "new"},
		Counter:    42,
		Tab:        "other",
		State:      tabs.Active,
		Who:        "bob",
		Sid:        "session",
		TouchN:     1,
		TouchedAt:  noon - hour,
		ActivityAt: noon - hour,
		AbsoluteAt: noon + 2*hour,
		Silent:     tabs.SilentWorks,
		Salt:       "salt",
	}
	first := begun
	first.Epoch.N, first.Counter, first.Silent, first.Salt = 1, 1, tabs.SilentUnknown, ""
	latched := begun
	latched.Silent = tabs.SilentUnknown
	framed := touch
	framed.Framed = true
	expect(t, author.Login(with(func(r *tabs.Record) { r.Silent = tabs.SilentBlocked }), "new", framed), begun)
	rows := []struct {
		name string
		on   tabs.Record
		want tabs.Record
	}{
		{"in a browser that has seen none", tabs.Record{}, first},
		{"over an active session", full(), begun},
		{"after its end", with(func(r *tabs.Record) { r.State = tabs.Ended }), begun},
		{"after a logout", with(func(r *tabs.Record) { r.State = tabs.SignedOut }), begun},
		{"with a logout pending", with(func(r *tabs.Record) { r.State = tabs.LogoutPending }), begun},
		{"the latch of blocked cookies is lifted", with(func(r *tabs.Record) { r.Silent = tabs.SilentBlocked }), latched},
		{"not known whether silent requests work", with(func(r *tabs.Record) { r.Silent = tabs.SilentUnknown }), latched},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) { expect(t, author.Login(row.on, "new", touch), row.want) })
	}
}

func TestTouched(t *testing.T) {
	touch := tabs.Touch{Who: "who", Sid: "sid", At: noon + 60*second, AbsoluteAt: noon + hour}
	good := func(change func(r *tabs.Record)) tabs.Record {
		return written(func(r *tabs.Record) {
			r.TouchN, r.TouchedAt = 8, noon+60*second
			change(r)
		})
	}
	rows := []struct {
		name string
		on   func(r *tabs.Record)
		by   func(t *tabs.Touch)
		want tabs.Record
	}{
		{name: "later", want: good(func(*tabs.Record) {})},
		{name: "answered out of order: it counts, the instant stays",
			by:   func(t *tabs.Touch) { t.At = noon - 1 },
			want: good(func(r *tabs.Record) { r.TouchedAt = noon })},
		{name: "at the same instant",
			by:   func(t *tabs.Touch) { t.At = noon },
			want: good(func(r *tabs.Record) { r.TouchedAt = noon })},
		{name: "absolute deadline earlier",
			by:   func(t *tabs.Touch) { t.AbsoluteAt = noon + 61*second },
			want: good(func(r *tabs.Record) { r.AbsoluteAt = noon + 61*second })},
		{name: "absolute deadline later",
			by:   func(t *tabs.Touch) { t.AbsoluteAt = noon + 9*hour },
			want: good(func(r *tabs.Record) { r.AbsoluteAt = noon + 9*hour })},
		{name: "absolute deadline no longer known",
			by:   func(t *tabs.Touch) { t.AbsoluteAt = 0 },
			want: good(func(r *tabs.Record) { r.AbsoluteAt = 0 })},
		{name: "the server names another session",
			by:   func(t *tabs.Touch) { t.Sid = "next" },
			want: good(func(r *tabs.Record) { r.Sid = "next" })},
		{name: "a frame worked, so cookies are not blocked",
			on:   func(r *tabs.Record) { r.Silent = tabs.SilentBlocked },
			by:   func(t *tabs.Touch) { t.Framed = true },
			want: good(func(*tabs.Record) {})},
		{name: "the first frame that worked",
			on:   func(r *tabs.Record) { r.Silent = tabs.SilentUnknown },
			by:   func(t *tabs.Touch) { t.Framed = true },
			want: good(func(*tabs.Record) {})},
		{name: "in the user's sight, which says nothing of frames",
			on:   func(r *tabs.Record) { r.Silent = tabs.SilentBlocked },
			want: good(func(r *tabs.Record) { r.Silent = tabs.SilentBlocked })},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			on, by := full(), touch
			if row.on != nil {
				row.on(&on)
			}
			if row.by != nil {
				row.by(&by)
			}
			expect(t, author.Touched(on, by), row.want)
		})
	}
}

func TestSeen(t *testing.T) {
	known := full().ActivityAt
	rows := []struct {
		name     string
		at, want int64
	}{
		{"later", known + 1, known + 1},
		{"the same", known, known},
		{"earlier, published late", known - 1, known},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			expect(t, author.Seen(full(), row.at), written(func(r *tabs.Record) { r.ActivityAt = row.want }))
		})
	}
}

func TestAsks(t *testing.T) {
	for _, at := range []int64{noon + 6*second, noon} { // a clock that was set back is believed
		expect(t, author.Asks(full(), at), written(func(r *tabs.Record) { r.AskedAt = at }))
	}
}

// A tab that waits for the lock learns whether it still waits for the same holder.
func TestStill(t *testing.T) {
	later := noon + 20*second
	rows := []struct {
		name string
		next tabs.Record
		want bool
	}{
		{"nothing happened", full(), true},
		{"input", author.Seen(full(), later), true},
		{"clocks were set", author.Rebase(full(), noon-hour, 0), true},
		{"somebody begins to ask", author.Asks(full(), later), false},
		{"touched", author.Touched(full(), tabs.Touch{At: later}), false},
		{"the end", author.End(full()), false},
		{"a logout", author.SignOut(full()), false},
		{"a login", author.Login(full(), "new", tabs.Touch{At: later}), false},
	}
	for _, row := range rows {
		if got := row.next.Still(full()); got != row.want {
			t.Errorf("%s: still is %t", row.name, got)
		}
	}
}

func TestEnd(t *testing.T) {
	expect(t, author.End(full()), written(func(r *tabs.Record) { r.State = tabs.Ended }))
}

func TestBlock(t *testing.T) {
	for _, before := range []tabs.Silent{tabs.SilentUnknown, tabs.SilentWorks, tabs.SilentBlocked} {
		on := with(func(r *tabs.Record) { r.Silent = before })
		expect(t, author.Block(on), written(func(r *tabs.Record) { r.Silent = tabs.SilentBlocked }))
	}
}

// Logout leaves epoch, counter, state, latch and salt alone: nothing that tells
// who was here, or when.
func TestSignOut(t *testing.T) {
	want := tabs.Record{
		Epoch:   tabs.Epoch{N: 3, Random: "random"},
		Counter: 42,
		Tab:     "other",
		State:   tabs.SignedOut,
		Silent:  tabs.SilentWorks,
		Salt:    "salt",
	}
	for _, state := range []tabs.State{tabs.Active, tabs.Ended, tabs.LogoutPending, tabs.SignedOut} {
		t.Run(string(state), func(t *testing.T) {
			expect(t, author.SignOut(with(func(r *tabs.Record) { r.State = state })), want)
		})
	}
	blocked := author.SignOut(with(func(r *tabs.Record) { r.Silent = tabs.SilentBlocked }))
	if blocked.Silent != tabs.SilentBlocked {
		t.Errorf("the latch became %q", blocked.Silent)
	}
}

// After the wall clock was set back, the touch is as far behind now as it truly
// is, and the absolute deadline as far from the touch as before.
func TestRebase(t *testing.T) {
	rows := []struct {
		name         string
		now, elapsed int64
		absoluteAt   int64
		wantTouched  int64
		wantAbsolute int64
	}{
		{"set back an hour", noon + 10*second - hour, 10 * second, noon + hour, noon - hour, noon},
		{"set back, no absolute deadline known", noon + 10*second - hour, 10 * second, 0, noon - hour, 0},
		{"set back, absolute deadline passed", noon + 10*second - hour, 10 * second, noon - 1, noon - hour, noon - 1 - hour},
		{"set back at the instant of the touch", noon - hour, 0, noon + hour, noon - hour, noon},
		{"not set back after all", noon + 10*second, 10 * second, noon + hour, noon, noon + hour},
		{"more has gone than the wall clock says", noon + 10*second, 300 * second, noon + hour, noon - 290*second, noon + hour - 290*second},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			on := with(func(r *tabs.Record) { r.AbsoluteAt = row.absoluteAt })
			got := author.Rebase(on, row.now, row.elapsed)
			if got.ActivityAt > row.now {
				t.Errorf("input of the future: %d ms ahead", got.ActivityAt-row.now)
			}
			want := written(func(r *tabs.Record) {
				r.TouchedAt, r.AbsoluteAt = row.wantTouched, row.wantAbsolute
				r.ActivityAt = got.ActivityAt // no later than now: checked above
			})
			expect(t, got, want)
			again := author.Rebase(got, row.now, row.elapsed)
			if again.TouchedAt != got.TouchedAt || again.ActivityAt != got.ActivityAt || again.AbsoluteAt != got.AbsoluteAt {
				t.Errorf("a second Rebase moved the instants:\n%+v\n%+v", got, again)
			}
		})
	}
}

func TestRebaseLeavesOldInputAlone(t *testing.T) {
	on := with(func(r *tabs.Record) { r.ActivityAt = noon - hour })
	if got := author.Rebase(on, noon+10*second, 10*second); got.ActivityAt != on.ActivityAt {
		t.Errorf("the input moved by %d ms", got.ActivityAt-on.ActivityAt)
	}
}
