package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
)

// categories have the tasks of every thread, their names, and the marks that pages set.
var categories = []string{"disabled-by-default-devtools.timeline", "devtools.timeline", "blink.user_timing", "__metadata"}

// A traceEvent is one event of a trace; instants and durations are microseconds.
type traceEvent struct {
	Name     string  `json:"name"`
	Category string  `json:"cat"`
	Phase    string  `json:"ph"`
	Process  int     `json:"pid"`
	Thread   int     `json:"tid"`
	At       float64 `json:"ts"`
	Duration float64 `json:"dur"`
}

type trace []traceEvent

const (
	tokenMark = "bench-token"
	taskName  = "RunTask"
)

// tasks are how long the page's main thread was busy from the navigation to the token in hand, which the page says was
// so long after, and its longest task: milliseconds.
func (tr trace) tasks(after float64) (busy, longest float64, err error) {
	var to traceEvent
	for _, e := range tr {
		if e.Name == tokenMark {
			to = e
		}
	}
	if to.Name == "" {
		return 0, 0, errors.New("the trace has no mark of the token")
	}
	from := to.At - after*1000
	for _, e := range tr {
		if e.Name != taskName || e.Process != to.Process || e.Thread != to.Thread || e.At+e.Duration < from || e.At > to.At {
			continue
		}
		busy += (min(e.At+e.Duration, to.At) - max(e.At, from)) / 1000
		longest = max(longest, e.Duration/1000)
	}
	if longest == 0 {
		return 0, 0, errors.New("the trace has no tasks")
	}
	return busy, longest, nil
}

// traced visits twice: as it is, for the time of the main thread, and throttled, for the longest task.
func (b *bench) traced(i int) error {
	for rate, f := range map[float64]figure{1: busy, throttling: longest} {
		tr, after, err := b.trace(i, rate)
		if err != nil {
			return err
		}
		time, task, err := tr.tasks(after)
		if err != nil {
			return err
		}
		if f == longest {
			time = task
		}
		b.add(i, f, time)
	}
	return nil
}

// trace is that of a cold visit with a session, on a processor that is slower by rate; it had its token so many
// milliseconds after the navigation.
func (b *bench) trace(i int, rate float64) (tr trace, after float64, err error) {
	err = b.asVisitor(func(t *tab) error {
		if _, err := call(t, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate}); err != nil {
			return err
		}
		if err := b.prepare(t, i); err != nil {
			return err
		}
		tr, err = t.record(func() error {
			r, err := t.visit(b.tokenPage(i))
			after = r.Token
			return err
		})
		return err
	})
	return tr, after, err
}

// record traces the browser while do runs.
func (t *tab) record(do func() error) (tr trace, err error) {
	ctx, cancel := context.WithCancel(t.ctx)
	defer cancel()
	var events []jsonv2.Value // read once all are there: the browser waits for whoever hears them
	complete := make(chan struct{})
	err = chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *tracing.EventDataCollected:
			events = append(events, e.Value...)
		case *tracing.EventTracingComplete:
			close(complete)
		}
	})
	if err != nil {
		return nil, err
	}
	start := tracing.StartParams{TraceConfig: &tracing.TraceConfig{IncludedCategories: categories}}
	if _, err := call(t, tracing.Start, start); err != nil {
		return nil, err
	}
	err = do()
	if _, endErr := call(t, tracing.End, cdp.Empty{}); err != nil || endErr != nil {
		return nil, errors.Join(err, endErr)
	}
	select {
	case <-complete:
	case <-time.After(patience):
		return nil, errors.New("the trace did not come")
	}
	tr = make(trace, len(events))
	for i, event := range events {
		if err := json.Unmarshal(event, &tr[i]); err != nil {
			return nil, fmt.Errorf("the trace has %s: %w", event, err)
		}
	}
	return tr, nil
}
