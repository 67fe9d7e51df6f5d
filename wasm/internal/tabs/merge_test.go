package tabs_test

import (
	"fmt"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// perSchedule is how many triples are drawn from the records of one schedule.
const perSchedule = 100

// Merging is commutative, associative and idempotent on any records that real
// authors leave behind, however the storage failed them meanwhile.
func TestMergeLaws(t *testing.T) {
	for seed := range uint64(triples / perSchedule) {
		s := newSchedule(seed, seed%2 == 0)
		if err := s.run(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		draw := func() tabs.Record { return s.made[s.rand.IntN(len(s.made))] }
		for range perSchedule {
			if err := laws(draw(), draw(), draw()); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
}

func laws(a, b, c tabs.Record) error {
	m := tabs.Merge(a, b)
	switch {
	case m != tabs.Merge(b, a):
		return fmt.Errorf("not commutative:\n%+v\n%+v", a, b)
	case tabs.Merge(m, c) != tabs.Merge(a, tabs.Merge(b, c)):
		return fmt.Errorf("not associative:\n%+v\n%+v\n%+v", a, b, c)
	case tabs.Merge(a, a) != a, tabs.Merge(m, a) != m, tabs.Merge(m, b) != m:
		return fmt.Errorf("not idempotent:\n%+v\n%+v", a, b)
	case m != a && m != b:
		return fmt.Errorf("%+v was made of\n%+v\n%+v", m, a, b)
	case m.Compare(a) < 0 || m.Compare(b) < 0:
		return fmt.Errorf("%+v is less than one of\n%+v\n%+v", m, a, b)
	}
	return nil
}

// In whatever order pages hear of each other's records, once all have heard of
// all of them they agree.
func TestPagesAgree(t *testing.T) {
	for seed := range uint64(triples / perSchedule) {
		s := newSchedule(seed, true)
		if err := s.run(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var agreed tabs.Record
		for i, p := range s.pages {
			known := p.memory
			for _, n := range s.rand.Perm(len(s.made)) {
				known = tabs.Merge(known, s.made[n])
			}
			if i > 0 && known != agreed {
				t.Fatalf("seed %d: page %d does not agree:\n%+v\n%+v", seed, i, agreed, known)
			}
			agreed = known
		}
	}
}

// The random schedules are worth something only if they reach every state and
// let pages meet that did not know of each other.
func TestSchedulesReachEverything(t *testing.T) {
	reached := map[string]bool{}
	for seed := range uint64(20) {
		s := newSchedule(seed, true)
		if err := s.run(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		random := map[int64]string{}
		for _, r := range s.made {
			reached[string(r.State)] = true
			if other, known := random[r.Epoch.N]; known && other != r.Epoch.Random {
				reached["two logins that did not see each other"] = true
			}
			random[r.Epoch.N] = r.Epoch.Random
			if r.TouchN > 3 {
				reached["many touches"] = true
			}
		}
	}
	for _, what := range []string{"active", "ended", "signedOut", "two logins that did not see each other", "many touches"} {
		if !reached[what] {
			t.Errorf("never reached: %s", what)
		}
	}
}
