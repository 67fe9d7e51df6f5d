package client_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// TestTabsSimulator lets 2 to 20 tabs of one browser, real clients all of them,
// go through random storms, and checks that they agree when it is over. A seed
// that fails is printed; the story of it is told by -run and -v.
func TestTabsSimulator(t *testing.T) {
	const workers = 4
	for worker := range workers {
		t.Run(fmt.Sprint(worker), func(t *testing.T) {
			t.Parallel()
			for seed := uint64(worker); seed < storms; seed += workers {
				if problem, story := runStorm(t, seed); problem != "" {
					t.Fatalf("seed %d: %s\n%s", seed, problem, story)
				}
			}
		})
	}
}

// simLifetimes leave twenty seconds of presence, of warning and between the two.
var simLifetimes = deadline.Lifetimes{Idle: 60_000, Warning: 20_000}

// simulation is one storm.
type simulation struct {
	server  *simServer
	browser *clienttest.Browser
	alter   func(*client.Config) // nil: nothing
	changed func(client.Snapshot)
	seed    uint64
	opened  int

	mu        sync.Mutex
	rand      *rand.Rand
	stormy    bool
	tabs      []*simTab
	bells     map[*simTab]func()
	present   deadline.Instant // the user's last input or act
	stepped   deadline.Instant // when the wall clock was last set
	touches   map[string]deadline.Instant
	latest    string // the greatest touch in the record
	inFlight  map[*simTab]bool
	confirmed []simTouch // for who reads them
	problem   string
	story     strings.Builder
	begun     time.Time
}

func runStorm(t *testing.T, seed uint64) (problem, story string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &simulation{
			server:   &simServer{idle: 60 * time.Second, codes: map[string]simGrant{}},
			seed:     seed,
			rand:     rand.New(rand.NewPCG(seed, 7)),
			stormy:   true,
			bells:    map[*simTab]func(){},
			touches:  map[string]deadline.Instant{},
			inFlight: map[*simTab]bool{},
			begun:    time.Now(),
		}
		s.browser = clienttest.NewBrowser(&clienttest.Network{})
		s.run()
		problem, story = s.problem, s.story.String()
		for _, tab := range s.tabs {
			tab.bury()
		}
	})
	return problem, story
}

func (s *simulation) fail(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.problem == "" {
		s.problem = fmt.Sprintf(format, args...) + fmt.Sprintf(" (at %s)", time.Since(s.begun))
	}
}

func (s *simulation) tell(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(&s.story, "%8.2fs  "+format+"\n", append([]any{time.Since(s.begun).Seconds()}, args...)...)
}

func (s *simulation) pick(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rand.IntN(n)
}

func (s *simulation) chance(oneIn int) bool { return s.pick(oneIn) == 0 }

func (s *simulation) storm() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stormy
}

// delay is what a request takes on its way.
func (s *simulation) delay(ctx context.Context) {
	most := 50
	if s.storm() {
		most = 1500
		if s.chance(20) {
			most = 20_000
		}
	}
	select {
	case <-time.After(time.Duration(s.pick(most)) * time.Millisecond):
	case <-ctx.Done():
	}
}

func (s *simulation) all() []*simTab {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*simTab(nil), s.tabs...)
}

func (s *simulation) listen(t *simTab, heard func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bells[t] = heard
}

func (s *simulation) bell(t *simTab) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bells[t]
}

// seen notes that the user is here.
func (s *simulation) seen() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.present = s.browser.Clock.Now()
}

// written notes the touches that the record tells of.
func (s *simulation) written(put any) {
	r, err := tabs.Decode(put)
	if err != nil {
		s.fail("a client wrote %+v: %v", put, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latest = ""
	if r.State == tabs.Active {
		s.latest = fmt.Sprint(r.Epoch, r.TouchN)
		if _, known := s.touches[s.latest]; !known {
			s.touches[s.latest] = deadline.At(r.TouchedAt, s.browser.Clock.Now())
		}
	}
}

// asks checks a silent request at the instant of sending: somebody is present,
// nobody else is asking, and nobody has asked just before.
func (s *simulation) asks(t *simTab, quiet bool) (end func()) {
	now := s.browser.Clock.Now()
	status := t.Snapshot().Status
	s.tell("tab %d asks in %s, quiet %t", t.number, status, quiet)
	t.mu.Lock()
	hung := t.hung
	t.mu.Unlock()
	lifetimes := t.Lifetimes()
	s.mu.Lock()
	set := s.stepped
	gone := s.present.Elapsed(now)
	absent := !hung && gone > lifetimes.PresenceWindow()+1000 && set.Mono <= s.present.Mono
	touched, known := s.touches[s.latest]
	moot := quiet && known && lifetimes.Absolute == 0 && status != deadline.Loading && status != deadline.SignedOut &&
		touched.Elapsed(now) < lifetimes.Half()-2000 && set.Mono <= touched.Mono
	together := 0
	if quiet {
		for other := range s.inFlight {
			if other != t && other.runs() {
				together++
			}
		}
		s.inFlight[t] = true
	}
	s.mu.Unlock()
	switch {
	case absent:
		s.fail("tab %d asks %d ms after the user's last input", t.number, gone)
	case moot:
		s.fail("tab %d asks in %s, %d ms after another's touch", t.number, status, touched.Elapsed(now))
	case together > 0:
		s.fail("%d tabs ask at the same time", together+1)
	}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.inFlight, t)
	}
}

// simTouch is a request that the server has granted.
type simTouch struct {
	sent     deadline.Instant
	loginAge int64  // milliseconds since the login, by the server's clock
	sub      string // whose session it is
}

// grant notes one.
func (s *simulation) grant(sent deadline.Instant) {
	s.server.mu.Lock()
	age, sub := s.server.now().Sub(s.server.since).Milliseconds(), s.server.sub
	s.server.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.confirmed = append(s.confirmed, simTouch{sent, age, sub})
}

// stops leaves what t has asked out of account: it may be robbed of its lock now.
func (s *simulation) stops(t *simTab) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.inFlight, t)
}

// open loads a page.
func (s *simulation) open(tab *clienttest.Tab) *simTab {
	s.opened++
	t := &simTab{sim: s, number: s.opened, tab: tab, rec: &clienttest.Recorder{}}
	ports := t.ports(s.seed)
	s.seen()
	observer := t.rec.Observer()
	observer.Changed = func(snapshot client.Snapshot) {
		s.tell("tab %d: %s %s %v", t.number, snapshot.Status, snapshot.Reason, snapshot.Err)
		s.mu.Lock()
		t.changed = t.changed || snapshot.Reason == client.ReasonUserChanged
		s.mu.Unlock()
		if s.changed != nil {
			s.changed(snapshot)
		}
	}
	t.Client = client.New(config(func(c *client.Config) {
		c.Metadata = simMetadata()
		c.Session.Lifetimes = simLifetimes
		if s.alter != nil {
			s.alter(c)
		}
	}), ports, observer)
	s.mu.Lock()
	s.tabs = append(s.tabs, t)
	s.mu.Unlock()
	go func() { _ = t.Start(context.Background()) }() // what came of it is in the snapshot
	return t
}
