package tabs_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// ascending are records, each greater than all before it: the epoch comes before
// the rank of the state, that before the counter, and that before the tab.
func ascending() []tabs.Record {
	record := func(n int64, random string, state tabs.State, counter int64, tab string) tabs.Record {
		return tabs.Record{Epoch: tabs.Epoch{N: n, Random: random}, State: state, Counter: counter, Tab: tab}
	}
	return []tabs.Record{
		{},
		record(0, "", tabs.None, 1, ""),
		record(0, "", tabs.SignedOut, 1, "a"),
		record(1, "a", tabs.None, 90, "z"),
		record(1, "a", tabs.Active, 1, "a"),
		record(1, "a", tabs.Active, 1, "b"),
		record(1, "a", tabs.Active, 2, "a"),
		record(1, "a", tabs.Active, 10, "a"),
		record(1, "a", tabs.Ended, 1, "a"),
		record(1, "a", tabs.LogoutPending, 1, "a"),
		record(1, "a", tabs.LogoutPending, 9, "a"),
		record(1, "a", tabs.SignedOut, 1, "a"),
		record(1, "a", tabs.SignedOut, 1, "ab"),
		record(1, "b", tabs.Active, 1, "a"),
		record(1, "b", tabs.SignedOut, 90, "z"),
		record(2, "", tabs.Active, 1, "a"),
		record(2, "a", tabs.Active, 1, "a"),
		record(10, "a", tabs.Active, 1, "a"),
		record(10, "a", tabs.Active, 1<<40, "a"),
	}
}

func TestOrderOfRecords(t *testing.T) {
	records := ascending()
	for i, a := range records {
		if got := a.Compare(a); got != 0 {
			t.Errorf("record %d compared with itself: %d", i, got)
		}
		for j, b := range records[i+1:] {
			if a.Compare(b) >= 0 || b.Compare(a) <= 0 {
				t.Errorf("record %d is not less than record %d:\n%+v\n%+v", i, i+1+j, a, b)
			}
			expect(t, tabs.Merge(a, b), b)
			expect(t, tabs.Merge(b, a), b)
		}
	}
}

// What is not counted never decides: whatever the lesser record claims of its
// instants, touches and user, it stays the lesser.
func TestOrderIgnoresEverythingElse(t *testing.T) {
	lesser := with(func(r *tabs.Record) { r.Counter-- })
	rows := []struct {
		name   string
		change func(r *tabs.Record)
	}{
		{"touched later", func(r *tabs.Record) { r.TouchedAt += hour }},
		{"touched earlier", func(r *tabs.Record) { r.TouchedAt -= hour }},
		{"activity later", func(r *tabs.Record) { r.ActivityAt += hour }},
		{"activity earlier", func(r *tabs.Record) { r.ActivityAt -= hour }},
		{"absolute deadline later", func(r *tabs.Record) { r.AbsoluteAt += hour }},
		{"absolute deadline unknown", func(r *tabs.Record) { r.AbsoluteAt = 0 }},
		{"asked later", func(r *tabs.Record) { r.AskedAt += hour }},
		{"more touches", func(r *tabs.Record) { r.TouchN += 10 }},
		{"another user", func(r *tabs.Record) { r.Who = "zz" }},
		{"another session", func(r *tabs.Record) { r.Sid = "zz" }},
		{"cookies blocked", func(r *tabs.Record) { r.Silent = tabs.SilentBlocked }},
		{"another salt", func(r *tabs.Record) { r.Salt = "zz" }},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			changed := lesser
			row.change(&changed)
			expect(t, tabs.Merge(changed, full()), full())
			expect(t, tabs.Merge(full(), changed), full())
			if got := changed.Compare(lesser); got != 0 {
				t.Errorf("compared with itself unchanged: %d", got)
			}
		})
	}
}

func TestOrderOfEpochs(t *testing.T) {
	ascending := []tabs.Epoch{{}, {Random: "z"}, {N: 1}, {N: 1, Random: "a"}, {N: 1, Random: "b"}, {N: 2, Random: "a"}, {N: 10}}
	for i, a := range ascending {
		for j, b := range ascending {
			want := 0
			switch {
			case i < j:
				want = -1
			case i > j:
				want = 1
			}
			if got := a.Compare(b); got != want {
				t.Errorf("%+v compared with %+v: %d, want %d", a, b, got, want)
			}
		}
	}
}

// A change starts from the greater record and counts on from the larger counter,
// which need not be that of the same record.
func TestBasis(t *testing.T) {
	login := with(func(r *tabs.Record) { r.Epoch.N, r.Counter = 4, 12 })
	rows := []struct {
		name               string
		stored, remembered tabs.Record
		want               tabs.Record
	}{
		{"nothing anywhere", tabs.Record{}, tabs.Record{}, tabs.Record{}},
		{"the storage was cleared", tabs.Record{}, full(), full()},
		{"nothing remembered yet", full(), tabs.Record{}, full()},
		{"the same", full(), full(), full()},
		{"a newer login is stored, with a smaller counter", login, full(),
			with(func(r *tabs.Record) { r.Epoch.N, r.Counter = 4, 41 })},
		{"a newer login is remembered, with a smaller counter", full(), login,
			with(func(r *tabs.Record) { r.Epoch.N, r.Counter = 4, 41 })},
		{"a change is stored", with(func(r *tabs.Record) { r.Counter++ }), full(),
			with(func(r *tabs.Record) { r.Counter++ })},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) { expect(t, tabs.Basis(row.stored, row.remembered), row.want) })
	}
}

// What an author makes of a basis is greater than both records that it is of.
func TestChangesAreGreaterThanTheirBasis(t *testing.T) {
	author := tabs.Author{Tab: ""} // the least of all names
	changes := map[string]func(r tabs.Record) tabs.Record{
		"login":    func(r tabs.Record) tabs.Record { return author.Login(r, "", tabs.Touch{At: noon, Who: "who"}) },
		"touched":  func(r tabs.Record) tabs.Record { return author.Touched(r, tabs.Touch{At: noon, Who: "who"}) },
		"seen":     func(r tabs.Record) tabs.Record { return author.Seen(r, noon) },
		"block":    author.Block,
		"asks":     func(r tabs.Record) tabs.Record { return author.Asks(r, noon) },
		"sign out": author.SignOut,
		"rebase":   func(r tabs.Record) tabs.Record { return author.Rebase(r, noon, second) },
	}
	for name, change := range changes {
		for _, stored := range ascending() {
			for _, remembered := range ascending() {
				changed := change(tabs.Basis(stored, remembered))
				if changed.Compare(stored) <= 0 || changed.Compare(remembered) <= 0 {
					t.Errorf("%s: %+v is not greater than what it was made of:\n%+v\n%+v", name, changed, stored, remembered)
				}
				if changed.Counter <= stored.Counter || changed.Counter <= remembered.Counter {
					t.Errorf("%s: counter %d, after %d and %d", name, changed.Counter, stored.Counter, remembered.Counter)
				}
			}
		}
	}
}
