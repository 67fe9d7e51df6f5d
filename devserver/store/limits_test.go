package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// few are limits that a test can fill.
var few = Limits{Records: 64, Requests: 8}

func newFew(t *testing.T) (*Memory, *time.Time) {
	t.Helper()
	now := start
	return NewMemoryWithin(few, func() time.Time { return now }), &now
}

func create(t *testing.T, m *Memory, s Session) {
	t.Helper()
	if err := m.CreateSession(ctx, s); err != nil {
		t.Fatal(err)
	}
}

func ids(t *testing.T, m *Memory) []string {
	t.Helper()
	all, err := m.Sessions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, s := range all {
		list = append(list, s.ID)
	}
	return list
}

// A flood of visits logs nobody out.
func TestFullMemoryDropsVisitorsFirst(t *testing.T) {
	m, _ := newFew(t)
	create(t, m, user("ada"))
	for i := range 2 * few.Records {
		create(t, m, visitor(fmt.Sprint("visitor-", i)))
	}
	got := ids(t, m)
	if len(got) != few.Records || !slices.Contains(got, "ada") || !slices.Contains(got, fmt.Sprint("visitor-", 2*few.Records-1)) {
		t.Errorf("%d sessions, want %d, with ada and the last visitor: %v", len(got), few.Records, got)
	}
}

func TestFullMemoryDropsTheUserWhoExpiresFirst(t *testing.T) {
	m, _ := newFew(t)
	for i := range few.Records + 1 {
		s := user(fmt.Sprint("user-", i))
		s.LastInteraction = start.Add(time.Duration(i) * time.Millisecond)
		create(t, m, s)
	}
	if got := ids(t, m); len(got) != few.Records || slices.Contains(got, "user-0") {
		t.Errorf("%d sessions, want %d without the one that idled longest: %v", len(got), few.Records, got)
	}
}

func TestFullMemoryDropsTheEndedFirst(t *testing.T) {
	m, now := newFew(t)
	create(t, m, visitor("visitor"))
	for i := range few.Records - 1 {
		create(t, m, user(fmt.Sprint("user-", i)))
	}
	*now = start.Add(10 * time.Minute) // the users have idled, the visitor has not
	if ended, err := m.EndExpired(ctx, *now, 1); err != nil || len(ended) != 1 {
		t.Fatalf("ended %v, %v", ended, err)
	}
	create(t, m, user("last"))
	if got := ids(t, m); len(got) != few.Records || !slices.Contains(got, "visitor") {
		t.Errorf("%d sessions, want %d with the visitor: %v", len(got), few.Records, got)
	}
}

func TestExpiredSessionsAreToldOnce(t *testing.T) {
	m, now := newFew(t)
	for _, id := range []string{"a", "b", "c"} {
		create(t, m, user(id))
	}
	create(t, m, visitor("v"))
	var told []string
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 0}, {5*time.Minute - time.Nanosecond, 0}, {5 * time.Minute, 2}, {5 * time.Minute, 1}, {24 * time.Hour, 0}} {
		*now = start.Add(step.after)
		ended, err := m.EndExpired(ctx, *now, 2)
		if err != nil || len(ended) != step.want {
			t.Errorf("after %v: %d sessions, %v, want %d", step.after, len(ended), err, step.want)
		}
		for _, s := range ended {
			told = append(told, s.ID)
		}
	}
	if slices.Sort(told); !slices.Equal(told, []string{"a", "b", "c"}) {
		t.Errorf("told of %v", told)
	}
	if s, err := m.Session(ctx, "a"); err != nil || !s.Expired(start) {
		t.Errorf("a session that has ended lives again when the clock is set back: %+v, %v", s, err)
	}
}

// Pages of others make room for new ones: a user loses the pages, a visitor who has nothing else goes.
func TestWaitingPagesAreBounded(t *testing.T) {
	m, _ := newFew(t)
	waiting := func(s Session, after time.Duration) Session {
		s.Pending = []Interaction{{ID: "page of " + s.ID, Created: start.Add(after)}}
		return s
	}
	create(t, m, waiting(user("ada"), 0))
	create(t, m, waiting(visitor("first"), time.Second))
	for i := range few.Requests {
		create(t, m, waiting(visitor(fmt.Sprint("visitor-", i)), time.Duration(i+2)*time.Second))
	}
	if s, err := m.Session(ctx, "ada"); err != nil || len(s.Pending) != 0 {
		t.Errorf("the user: %+v, %v", s, err)
	}
	if _, err := m.Session(ctx, "first"); !errors.Is(err, ErrNotFound) {
		t.Errorf("the first visitor: %v", err)
	}
	if got := ids(t, m); len(got) != few.Requests+1 {
		t.Errorf("%d sessions: %v", len(got), got)
	}
}

func TestFullMemoryDropsTheCodeThatExpiresFirst(t *testing.T) {
	m, _ := newFew(t)
	for i := range few.Requests + 1 {
		if err := m.CreateCode(ctx, Code{Value: fmt.Sprint(i), Expires: start.Add(time.Duration(100-i) * time.Second)}); err != nil {
			t.Fatal(err)
		}
	}
	last := fmt.Sprint(few.Requests - 1) // of those that were there when the next one came
	if _, err := m.Code(ctx, last); !errors.Is(err, ErrNotFound) {
		t.Errorf("the code that expires first: %v", err)
	}
	for _, kept := range []string{"0", fmt.Sprint(few.Requests)} {
		if _, err := m.ConsumeCode(ctx, kept); err != nil {
			t.Errorf("code %s: %v", kept, err)
		}
	}
}

// Of refresh families, those that never expire go last.
func TestRefreshFamiliesAreBounded(t *testing.T) {
	m, _ := newFew(t)
	family := func(id string, expires time.Time) {
		t.Helper()
		if err := m.CreateRefreshFamily(ctx, RefreshFamily{ID: id, Expires: expires}); err != nil {
			t.Fatal(err)
		}
	}
	family("for ever", time.Time{})
	family("soonest", start.Add(time.Second))
	for i := range few.Records {
		family(fmt.Sprint(i), start.Add(time.Hour+time.Duration(i)*time.Second))
	}
	families, err := m.RefreshFamilies(ctx)
	kept := map[string]bool{}
	for _, f := range families {
		kept[f.ID] = true
	}
	if err != nil || len(families) != few.Records || !kept["for ever"] || kept["soonest"] || kept["0"] {
		t.Errorf("%d families (%v): for ever %v, soonest %v, 0 %v", len(families), err, kept["for ever"], kept["soonest"], kept["0"])
	}
}

func TestConsentsAreBounded(t *testing.T) {
	m, now := newFew(t)
	for i := range few.Records + 1 {
		*now = start.Add(time.Duration(i) * time.Second)
		if err := m.SaveConsent(ctx, Consent{Sub: fmt.Sprint(i), ClientID: "c"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.Consent(ctx, "0", "c"); !errors.Is(err, ErrNotFound) {
		t.Errorf("the oldest: %v", err)
	}
	if _, err := m.Consent(ctx, "1", "c"); err != nil {
		t.Errorf("the one after it: %v", err)
	}
}

func TestAttemptsAreCountedUntilTheFirstIsForgotten(t *testing.T) {
	m, now := newFew(t)
	for i, step := range []struct {
		at   time.Duration
		want int
	}{{0, 1}, {5, 2}, {9, 3}, {10, 1}, {11, 2}} {
		*now = start.Add(step.at)
		if got, err := m.CountAttempt(ctx, "k", now.Add(10)); err != nil || got != step.want {
			t.Errorf("step %d: %d, %v, want %d", i, got, err, step.want)
		}
	}
	if err := m.ForgetAttempts(ctx, "k"); err != nil {
		t.Fatal(err)
	}
	if got, err := m.CountAttempt(ctx, "k", now.Add(10)); err != nil || got != 1 {
		t.Errorf("after ForgetAttempts: %d, %v", got, err)
	}
}

// Whatever is done to sessions in whatever order, every way to find one tells the same.
func TestIndexesAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	m, now := newFew(t)
	for step := range 20_000 {
		id := fmt.Sprint(random.IntN(100))
		*now = now.Add(time.Duration(random.IntN(10)) * time.Second)
		s := user(id)
		s.Sub = fmt.Sprint("auth0|", random.IntN(7))
		s.LastInteraction = *now
		if random.IntN(3) == 0 {
			s = visitor(id)
			s.Pending = []Interaction{{ID: "p", Created: *now}}
		}
		var err error
		switch random.IntN(5) {
		case 0, 1:
			_ = m.CreateSession(ctx, s) // the id may be taken
		case 2:
			_, err = m.UpdateSession(ctx, id, func(stored *Session) error {
				*stored = s
				return nil
			})
		case 3:
			err = m.DeleteSession(ctx, id)
		case 4:
			_, err = m.EndExpired(ctx, *now, 3)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			t.Fatal(err)
		}
		if step%100 == 0 {
			checkIndexes(t, m)
		}
	}
}

func checkIndexes(t *testing.T, m *Memory) {
	t.Helper()
	users, queued := 0, 0
	for _, s := range m.sessions.byID {
		if s.value.Anonymous() {
			continue
		}
		users++
		bySID, err := m.SessionBySID(ctx, s.value.SID)
		if err != nil || bySID.ID != s.key {
			t.Fatalf("sid %s: %+v, %v", s.value.SID, bySID, err)
		}
		of, err := m.SessionsOf(ctx, s.value.Sub)
		if err != nil || !slices.ContainsFunc(of, func(other Session) bool { return other.ID == s.key }) {
			t.Fatalf("the sessions of %s lack %s: %v", s.value.Sub, s.key, err)
		}
	}
	for _, q := range m.sessions.queues {
		for i, e := range q {
			if e.place != i || i > 0 && q[(i-1)/below].due > e.due {
				t.Fatalf("the queue is out of order at %d", i)
			}
		}
		queued += len(q)
	}
	of := 0
	for sub := range m.sessions.byUser {
		list, err := m.SessionsOf(ctx, sub)
		if err != nil || len(list) == 0 {
			t.Fatalf("user %s is kept without a session (%v)", sub, err)
		}
		of += len(list)
	}
	if len(m.sessions.bySID) != users || of != users || queued != len(m.sessions.byID) || queued > few.Records || len(m.sessions.waiting.byKey) > few.Requests {
		t.Fatalf("%d sessions, %d of users: %d sids, %d in lists, %d queued, %d waiting", len(m.sessions.byID), users, len(m.sessions.bySID), of, queued, len(m.sessions.waiting.byKey))
	}
}
