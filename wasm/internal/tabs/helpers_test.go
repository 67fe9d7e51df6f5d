package tabs_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

const (
	second = int64(1000)
	hour   = 3600 * second
)

// noon is when the tests' touches are sent, on the wall clock.
const noon = int64(1_800_000_000_000)

// full is a record with a value in each field, no two alike.
func full() tabs.Record {
	return tabs.Record{
		Epoch:      tabs.Epoch{N: 3, Random: "random"},
		Counter:    41,
		Tab:        "tab",
		State:      tabs.Active,
		Who:        "who",
		Sid:        "sid",
		TouchN:     7,
		TouchedAt:  noon,
		ActivityAt: noon + 5*second,
		AbsoluteAt: noon + hour,
		AskedAt:    noon + 4*second,
		Silent:     tabs.SilentWorks,
		Salt:       "salt",
	}
}

// with is the full record with one deviation.
func with(change func(r *tabs.Record)) tabs.Record {
	r := full()
	change(&r)
	return r
}

func expect(t *testing.T, got, want tabs.Record) {
	t.Helper()
	if got != want {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}
