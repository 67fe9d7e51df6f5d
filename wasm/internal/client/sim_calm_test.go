package client_test

import (
	"fmt"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// calm ends the storm: everything works again, every page is looked at, and what
// was under way comes to its end.
func (s *simulation) calm() {
	s.mu.Lock()
	s.stormy = false
	s.mu.Unlock()
	s.server.mu.Lock()
	s.server.down = false
	s.server.mu.Unlock()
	s.tell("the storm is over")
	for _, t := range s.living() {
		t.tab.Signal(client.Online)
		s.thaw(t)
	}
	time.Sleep(40 * time.Second) // longer than any request waits
	s.round()
}

// round is one message: every tab is told to read, and has a second for it. The
// user is there, so that a tab that must ask may do so.
func (s *simulation) round() {
	s.seen()
	for _, t := range s.living() {
		t.tab.Signal(client.Input)
		t.tab.Signal(client.Visible)
	}
	time.Sleep(3 * time.Second)
}

// agree checks that all tabs say the same, and that a user's act leads all of
// them to the same session.
func (s *simulation) agree() {
	// Whoever reads the record in the second in which the clock is set back takes
	// its touch for as young as now: until the next one they may differ.
	stepped := !s.stepped.Zero() && s.browser.Clock.Now().Mono-s.stepped.Mono < 120_000
	first := int64(0)
	s.compare("after the storm", func(t *simTab) string {
		switch t.Snapshot().Status {
		case deadline.SignedOut, deadline.Ended:
			return "nobody"
		case deadline.Loading:
			return "loading"
		}
		if first == 0 || stepped {
			first = t.touchedAt()
		}
		return fmt.Sprint("somebody, touched when the others say: ", max(t.touchedAt()-first, first-t.touchedAt()) <= 1000)
	})
	t := s.living()[0]
	for _, other := range s.living() {
		if !s.waits(other) {
			t = other
		}
	}
	s.tell("tab %d: the user comes back", t.number)
	s.seen()
	t.count(1)
	err := t.ContinueSession(context.Background())
	t.count(-1)
	if err != nil {
		s.login(t, "ada")
		time.Sleep(2 * time.Second)
	}
	s.round()
	if t.Snapshot().Status != deadline.Active {
		t = s.all()[len(s.all())-1] // the login has taken its place
	}
	reference := t.touchedAt()
	s.compare("after the user's act", func(t *simTab) string {
		snapshot := t.Snapshot()
		return fmt.Sprint(snapshot.Status, " of a user: ", snapshot.User != nil, ", to the second: ", max(t.touchedAt()-reference, reference-t.touchedAt()) <= 1000)
	})
	s.compare("in the end", func(t *simTab) string {
		if t.Snapshot().Status == deadline.Active {
			return "active"
		}
		return string(t.Snapshot().Status) + ", a dead end"
	})
}

// touchedAt is the touch that t counts from; lifetimes may differ, for a tab
// adapts its own to what it has seen of the server's.
func (t *simTab) touchedAt() int64 { return t.Snapshot().IdleDeadline - t.Lifetimes().Idle }

// compare leaves out the tabs that wait for Reload since another user came.
func (s *simulation) compare(when string, what func(*simTab) string) {
	var first *simTab
	for _, t := range s.living() {
		if s.waits(t) {
			continue
		}
		if first == nil {
			first = t
			if got := what(t); got != "active" && when == "in the end" {
				s.fail("%s tab %d is %s", when, t.number, got)
			}
			continue
		}
		if got, want := what(t), what(first); got != want {
			s.fail("%s tab %d says %q, tab %d says %q", when, t.number, got, first.number, want)
		}
	}
}

// waits tells whether t waits for Reload.
func (s *simulation) waits(t *simTab) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return t.changed
}
