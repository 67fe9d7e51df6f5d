package tabs_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// schedule lets the authors of a few pages change one stored record in random
// order, as clients do: each change in a transaction, from the Basis of what is
// stored and what the page remembers. It keeps every record that was made.
type schedule struct {
	rand   *rand.Rand
	flaky  bool // the storage may fail a page, or be cleared
	clock  int64
	stored tabs.Record
	pages  []*page
	loads  int

	made []tabs.Record
	keys map[key]tabs.Record
}

// page is one load of the app, and the greatest record that it has seen.
type page struct {
	author tabs.Author
	memory tabs.Record
}

// key is what records are ordered by: it is given once.
type key struct {
	epoch   tabs.Epoch
	state   tabs.State
	counter int64
	tab     string
}

func newSchedule(seed uint64, flaky bool) *schedule {
	s := &schedule{
		rand:  rand.New(rand.NewPCG(seed, 1)),
		flaky: flaky,
		clock: noon,
		made:  []tabs.Record{{}},
		keys:  map[key]tabs.Record{},
	}
	for range 2 + s.rand.IntN(3) {
		s.pages = append(s.pages, s.load())
	}
	return s
}

// load opens a page: it remembers nothing, and its name is its own. Names are
// random, and so in no order.
func (s *schedule) load() *page {
	s.loads++
	return &page{author: tabs.Author{Tab: fmt.Sprintf("%04x-%d", s.rand.IntN(1<<16), s.loads)}}
}

// run lets sixty things happen.
func (s *schedule) run() error {
	for range 60 {
		s.clock += s.rand.Int64N(20 * second)
		i := s.rand.IntN(len(s.pages))
		switch s.rand.IntN(12) {
		case 0:
			s.pages[i] = s.load()
		case 1, 2, 3:
			if err := s.read(s.pages[i]); err != nil {
				return err
			}
		case 4:
			if s.flaky && s.rand.IntN(3) == 0 {
				s.stored = tabs.Record{} // somebody has cleared the site's data
			}
		default:
			if err := s.change(s.pages[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *schedule) read(p *page) error {
	return s.remember(p, tabs.Merge(s.stored, p.memory))
}

// remember checks that what a page knows only ever grows, and that a logout is
// final in its epoch.
func (s *schedule) remember(p *page, r tabs.Record) error {
	before := p.memory
	p.memory = r
	switch {
	case r.Compare(before) < 0:
		return fmt.Errorf("what page %s knows has moved back:\nfrom %+v\n  to %+v", p.author.Tab, before, r)
	case r.Epoch == before.Epoch && before.State == tabs.SignedOut && r.State != tabs.SignedOut:
		return fmt.Errorf("page %s saw a logout taken back:\nfrom %+v\n  to %+v", p.author.Tab, before, r)
	case s.flaky || r.Epoch != before.Epoch || r.State != tabs.Active || before.State != tabs.Active:
		return nil
	case r.TouchedAt < before.TouchedAt, r.TouchN < before.TouchN, r.ActivityAt < before.ActivityAt:
		return fmt.Errorf("within an epoch, page %s saw a touch or an input taken back:\nfrom %+v\n  to %+v", p.author.Tab, before, r)
	}
	return nil
}

// change is one transaction; where the storage fails, the page goes on with what
// it remembers.
func (s *schedule) change(p *page) error {
	stored, fails := s.stored, s.flaky && s.rand.IntN(5) == 0
	if fails {
		stored = tabs.Record{}
	}
	r, made := s.alter(p.author, tabs.Basis(stored, p.memory))
	if !made {
		return s.remember(p, tabs.Merge(stored, p.memory))
	}
	k := key{epoch: r.Epoch, state: r.State, counter: r.Counter, tab: r.Tab}
	if other, given := s.keys[k]; given {
		return fmt.Errorf("one key for two records:\n%+v\n%+v", other, r)
	}
	s.keys[k] = r
	s.made = append(s.made, r)
	if !fails {
		s.stored = r
	}
	return s.remember(p, r)
}

// alter does what may be done to r.
func (s *schedule) alter(a tabs.Author, r tabs.Record) (changed tabs.Record, made bool) {
	touch := tabs.Touch{Who: "who", At: s.clock - s.rand.Int64N(30*second), AbsoluteAt: s.clock + hour}
	if r.State != tabs.Active {
		if s.rand.IntN(3) == 0 {
			return a.SignOut(r), true
		}
		return a.Login(r, fmt.Sprintf("%02x", s.rand.IntN(256)), touch), true
	}
	switch s.rand.IntN(10) {
	case 0:
		return a.Login(r, fmt.Sprintf("%02x", s.rand.IntN(256)), touch), true
	case 1:
		return a.End(r), true
	case 2:
		return a.SignOut(r), true
	case 3:
		return a.Block(r), true
	case 4, 5:
		return a.Touched(r, touch), true
	case 6, 7, 8:
		return a.Seen(r, s.clock-s.rand.Int64N(30*second)), true
	}
	return tabs.Record{}, false
}
