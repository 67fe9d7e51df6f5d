package main

import (
	"strings"
	"testing"
)

func event(name string, process, thread int, at, duration float64) traceEvent {
	return traceEvent{Name: name, Process: process, Thread: thread, At: at, Duration: duration}
}

func navigation(process int, at float64, main bool) traceEvent {
	e := event(navigationMark, process, 1, at, 0)
	e.Arguments.Data.MainFrame = main
	return e
}

func TestTasksBetweenNavigationAndToken(t *testing.T) {
	tr := trace{
		event(taskName, 7, 1, 0, 900),              // before it
		event(taskName, 7, 1, 9_000, 2_000),        // half of it
		navigation(7, 10_000, true),                // the page
		navigation(7, 20_000, false),               // its frame
		event(taskName, 7, 1, 12_000, 30_000),      // all of it
		event(taskName, 7, 2, 12_000, 99_000),      // another thread
		event(taskName, 8, 1, 12_000, 99_000),      // another process
		event("FunctionCall", 7, 1, 12_000, 9_000), // within a task
		event(taskName, 7, 1, 59_000, 3_000),       // a third of it
		event(tokenMark, 7, 1, 60_000, 0),
		event(taskName, 7, 1, 70_000, 99_000), // after it
		navigation(8, 30_000, true),
	}
	busy, longest, err := tr.tasks()
	if err != nil || busy != 32 || longest != 30 {
		t.Errorf("busy for %g ms, longest %g ms, %v; want 32 and 30", busy, longest, err)
	}
}

func TestTraceThatTellsNothing(t *testing.T) {
	mark := event(tokenMark, 7, 1, 60_000, 0)
	for want, tr := range map[string]trace{
		"no mark of the token":           {navigation(7, 0, true)},
		"no beginning of the navigation": {navigation(7, 0, false), mark},
		"no tasks":                       {navigation(7, 0, true), mark},
	} {
		if _, _, err := tr.tasks(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
