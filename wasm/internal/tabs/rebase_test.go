package tabs_test

import (
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// The user left 35 seconds ago; that the clock was set back does not bring them
// back, nor does it prolong their presence.
func TestTrace15PresenceDoesNotComeBack(t *testing.T) {
	now := noon + 40*second - hour
	r := pageA.Rebase(full(), now, 40*second)
	if got := now - r.ActivityAt; got != 35*second {
		t.Errorf("the input is %d ms old, want 35 s", got)
	}
}

// What an author writes, every page can read: the server's name for its session
// may be longer than the bound.
func TestLongSidIsReadable(t *testing.T) {
	r := author.Login(tabs.Record{}, "r", tabs.Touch{Who: "who", Sid: strings.Repeat("x", 257), At: noon})
	if _, err := tabs.Decode(r.Encode()); err != nil {
		t.Error(err)
	}
}

func TestNoInstantIsWrittenAhead(t *testing.T) {
	late := full().TouchedAt - hour
	r := full().Clamp(late, 0)
	if r.TouchedAt != late || r.ActivityAt != late {
		t.Errorf("touched %d, active %d ms ahead", r.TouchedAt-late, r.ActivityAt-late)
	}
	if got, want := r.AbsoluteAt-r.TouchedAt, full().AbsoluteAt-full().TouchedAt; got != want {
		t.Errorf("the absolute deadline is %d ms behind the touch, want %d", got, want)
	}
	if got := full().Clamp(late, 40*second).TouchedAt; got != late-40*second {
		t.Errorf("a touch of 40 seconds ago is %d ms old", late-got)
	}
	if got := full().Clamp(late, 40*second).ActivityAt; got != late-35*second {
		t.Errorf("the input of 5 seconds after that touch is %d ms old", late-got)
	}
	expect(t, full().Clamp(full().ActivityAt, 0), full())
	if got := with(func(r *tabs.Record) { r.AbsoluteAt = 0 }).Clamp(late, 0).AbsoluteAt; got != 0 {
		t.Errorf("an absolute deadline that nobody knew: %d", got)
	}
}
