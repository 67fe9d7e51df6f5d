package main

import (
	"strings"
	"testing"
)

func event(name string, process, thread int, at, duration float64) traceEvent {
	return traceEvent{Name: name, Process: process, Thread: thread, At: at, Duration: duration}
}

func TestTasksBetweenNavigationAndToken(t *testing.T) {
	tr := trace{
		event(taskName, 7, 1, 0, 900),              // before it
		event(taskName, 7, 1, 9_000, 2_000),        // half of it
		event(taskName, 7, 1, 12_000, 30_000),      // all of it
		event(taskName, 7, 2, 12_000, 99_000),      // another thread
		event(taskName, 8, 1, 12_000, 99_000),      // another process
		event("FunctionCall", 7, 1, 12_000, 9_000), // within a task
		event(taskName, 7, 1, 59_000, 3_000),       // a third of it
		event(tokenMark, 7, 1, 60_000, 0),
		event(taskName, 7, 1, 70_000, 99_000), // after it
	}
	busy, longest, err := tr.tasks(50)
	if err != nil || busy != 32 || longest != 30 {
		t.Errorf("busy for %g ms, longest %g ms, %v; want 32 and 30", busy, longest, err)
	}
}

func TestTraceThatTellsNothing(t *testing.T) {
	for want, tr := range map[string]trace{
		"no mark of the token": {event(taskName, 7, 1, 0, 9)},
		"no tasks":             {event(tokenMark, 7, 1, 60_000, 0), event(taskName, 7, 1, 0, 900)},
	} {
		if _, _, err := tr.tasks(50); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
