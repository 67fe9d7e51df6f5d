package control_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/control"
)

func TestClockMovesSessions(t *testing.T) {
	m := newMock(t)
	session := m.mint(t)
	var got struct {
		Now    time.Time
		Frozen bool
	}
	m.call(t, "POST", "clock", `{"advance_seconds": 299}`, &got)
	if !got.Now.Equal(start.Add(299*time.Second)) || !strings.Contains(m.silently(t, session), `"code":`) {
		t.Errorf("a second before the idle limit: %v", got.Now)
	}
	m.call(t, "POST", "clock", `{"set": "2026-11-21T13:00:00Z", "frozen": true}`, &got)
	if !got.Frozen || !got.Now.Equal(start.Add(time.Hour)) || !strings.Contains(m.silently(t, session), "login_required") {
		t.Errorf("an hour later: %+v", got)
	}
	if m.call(t, "GET", "clock", "", &got); !got.Frozen {
		t.Errorf("clock %+v", got)
	}
}

func TestClock(t *testing.T) {
	now := start
	c := control.NewClock(func() time.Time { return now })
	tick := func() { now = now.Add(time.Second) }
	for i, step := range []struct {
		do   func()
		want time.Duration // from start
	}{
		{func() {}, 0},
		{tick, time.Second},
		{func() { c.Advance(time.Minute) }, 61 * time.Second},
		{func() { c.Freeze(true); tick() }, 61 * time.Second},
		{func() { c.Advance(time.Minute) }, 121 * time.Second},
		{func() { c.Freeze(true); tick() }, 121 * time.Second},
		{func() { c.Freeze(false) }, 121 * time.Second},
		{tick, 122 * time.Second},
		{func() { c.Set(start) }, 0},
		{tick, time.Second},
	} {
		step.do()
		if got := c.Now().Sub(start); got != step.want {
			t.Errorf("step %d: %v, want %v", i, got, step.want)
		}
	}
}
