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
