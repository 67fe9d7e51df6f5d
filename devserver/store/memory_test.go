package store

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	ctx   = context.Background()
	start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
)

// user is a live session of somebody who logged in at start.
func user(id string) Session {
	return Session{
		ID: id, SID: "sid-" + id, Sub: "auth0|ada", Created: start, AuthenticatedAt: start, LastInteraction: start,
		Idle: 5 * time.Minute, Absolute: 12 * time.Hour,
	}
}

func visitor(id string) Session {
	return Session{ID: id, Created: start, LastInteraction: start, Idle: time.Hour, Absolute: time.Hour}
}

func newMemory(t *testing.T, sessions ...Session) (*Memory, *time.Time) {
	t.Helper()
	now := start
	m := NewMemory(func() time.Time { return now })
	for _, s := range sessions {
		if err := m.CreateSession(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	return m, &now
}

func TestSessionLimits(t *testing.T) {
	for _, tc := range []struct {
		name    string
		session Session
		after   time.Duration
		expired bool
	}{
		{"before the idle limit", user("a"), 5*time.Minute - 1, false},
		{"at the idle limit", user("a"), 5 * time.Minute, true},
		{"a visitor's limits count from the first visit", visitor("a"), time.Hour, true},
		{"before that", visitor("a"), time.Hour - 1, false},
	} {
		if got := tc.session.Expired(start.Add(tc.after)); got != tc.expired {
			t.Errorf("%s: expired %v, want %v", tc.name, got, tc.expired)
		}
	}
	touched := user("a")
	touched.LastInteraction = start.Add(12*time.Hour - time.Second)
	if !touched.Expired(start.Add(12 * time.Hour)) {
		t.Error("a touch moved the absolute limit")
	}
}

func TestUpdateSessionMovesToTheNewID(t *testing.T) {
	m, _ := newMemory(t, user("old"))
	if _, err := m.UpdateSession(ctx, "old", func(s *Session) error {
		s.ID, s.SID = "new", "sid-new"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, gone := range []func() error{
		func() error { _, err := m.Session(ctx, "old"); return err },
		func() error { _, err := m.SessionBySID(ctx, "sid-old"); return err },
	} {
		if err := gone(); !errors.Is(err, ErrNotFound) {
			t.Errorf("the old name: %v, want ErrNotFound", err)
		}
	}
	if s, err := m.SessionBySID(ctx, "sid-new"); err != nil || s.ID != "new" {
		t.Errorf("the new name: %+v, %v", s, err)
	}
}

func TestFailedUpdateChangesNothing(t *testing.T) {
	m, _ := newMemory(t, user("a"))
	refused := errors.New("refused")
	if _, err := m.UpdateSession(ctx, "a", func(s *Session) error {
		s.ID = "b"
		s.Clients = append(s.Clients, "x")
		return refused
	}); err != refused {
		t.Errorf("error %v, want the one of change", err)
	}
	if s, err := m.Session(ctx, "a"); err != nil || len(s.Clients) != 0 {
		t.Errorf("session %+v, %v", s, err)
	}
}

// What comes out is a copy: changing it changes nothing inside.
func TestSessionsAreCopies(t *testing.T) {
	in := user("a")
	in.Clients = []string{"storezero"}
	m, _ := newMemory(t, in)
	in.Clients[0] = "changed"
	out, err := m.Session(ctx, "a")
	if err != nil || out.Clients[0] != "storezero" {
		t.Fatalf("%+v, %v", out, err)
	}
	out.Clients[0] = "changed"
	if again, err := m.Session(ctx, "a"); err != nil || again.Clients[0] != "storezero" {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestDeleteSession(t *testing.T) {
	m, _ := newMemory(t, user("a"))
	for range 2 {
		if err := m.DeleteSession(ctx, "a"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.SessionBySID(ctx, "sid-a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("by sid: %v", err)
	}
}

func TestIDsAreGivenOnce(t *testing.T) {
	m, _ := newMemory(t, user("a"))
	if err := m.CreateSession(ctx, user("a")); err == nil {
		t.Error("a second session under the same id")
	}
	if err := m.CreateCode(ctx, Code{Value: "c"}); err != nil {
		t.Fatal(err)
	}
	if err := m.CreateCode(ctx, Code{Value: "c"}); err == nil {
		t.Error("a second code of the same value")
	}
}

func TestConsumeCodeOnceInARace(t *testing.T) {
	m, _ := newMemory(t)
	if err := m.CreateCode(ctx, Code{Value: "c", Expires: start.Add(time.Minute)}); err != nil {
		t.Fatal(err)
	}
	var got atomic.Int32
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			if _, err := m.ConsumeCode(ctx, "c"); err == nil {
				got.Add(1)
			}
		})
	}
	wg.Wait()
	if got.Load() != 1 {
		t.Errorf("%d callers got the code, want 1", got.Load())
	}
}

func TestConcurrentTouchesAllCount(t *testing.T) {
	m, _ := newMemory(t, user("a"))
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			if _, err := m.UpdateSession(ctx, "a", func(s *Session) error {
				s.LastInteraction = s.LastInteraction.Add(time.Second)
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if s, err := m.Session(ctx, "a"); err != nil || !s.LastInteraction.Equal(start.Add(64*time.Second)) {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestSessionsInOrder(t *testing.T) {
	first, second := user("z"), user("a")
	second.Created = start.Add(time.Second)
	m, _ := newMemory(t, second, first)
	all, err := m.Sessions(ctx)
	if err != nil || len(all) != 2 || all[0].ID != "z" {
		t.Errorf("%+v, %v, want the oldest first", all, err)
	}
}
