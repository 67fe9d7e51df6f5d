package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/internal/wait"
)

const (
	tick      = 1000   // how often a visible tab asks whether it is time yet
	lateness  = 30_000 // a tick this much later than planned means that the device slept
	readEvery = 30_000 // how often a visible tab reads the record unasked
)

// watch looks at the clock, at signals of the page and at the bell of the other
// tabs, one after the other, until the client is closed.
func (c *Client) watch() {
	w := &watch{client: c, last: c.ports.Now()}
	stopSignals := c.ports.Activity.Listen(c.heard)
	stopBell := c.ports.Channel.Listen(func() { c.lookAgain(true) })
	defer stopSignals()
	defer stopBell()
	for {
		cancel := c.ports.Wake(w.pause(), func() { c.lookAgain(false) })
		select {
		case <-c.ctx.Done():
			cancel()
			return
		case <-c.kick:
		}
		cancel()
		w.look()
	}
}

// lookAgain wakes the watch; with read it reads the record whatever the clock says.
func (c *Client) lookAgain(read bool) {
	if read {
		c.mu.Lock()
		c.state.mustRead = true
		c.mu.Unlock()
	}
	wait.Offer(c.kick, struct{}{})
}

// watch is what one watch remembers between two looks.
type watch struct {
	client  *Client
	last    deadline.Instant // of the last look
	read    deadline.Instant // of the last reading
	planned int64
}

// pause is how long until the next look.
func (w *watch) pause() int64 {
	c := w.client
	w.planned = tick
	if !c.ports.Activity.Visible() {
		// A hidden tab has only the next change of state to wait for, its title to
		// count down with, and holds to keep.
		now := c.ports.Now()
		held := false
		v := look(c, func(s *state) deadline.View { held = s.held(now); return s.view(now) })
		if v.Status != deadline.Warning && !held {
			w.planned = readEvery
			if v.Next > 0 {
				w.planned = max(min(v.Next, readEvery), tick)
			}
		}
	}
	return w.planned
}

// look compares what is shown with what the clock says. Before a change of
// state, for worse or for better, the record is read: it may be moot.
func (w *watch) look() {
	c := w.client
	now := c.ports.Now()
	slept := w.last.Parted(now) || w.last.Elapsed(now) > w.planned+lateness
	if slept {
		c.change((*state).wake)
	}
	if w.last.Parted(now) {
		c.change(func(s *state) { s.rebase(now) })
		if now.Wall < w.last.Wall {
			c.rebaseRecord(now)
		}
	}
	w.last = now
	wanted, shown := false, deadline.Status("")
	c.mu.Lock()
	s := &c.state
	wanted, s.mustRead = s.mustRead, false
	wakes := s.wakes
	shown = s.view(s.asOf).Status
	next := s.view(now).Status
	unsure := s.unsure
	c.mu.Unlock()
	// A hidden tab reads at each look: a timer that another timer has set is put off
	// to once a minute there, one that is set after a read is not.
	hidden := !c.ports.Activity.Visible()
	if wanted || slept || unsure || shown != next || hidden || w.read.Elapsed(now) >= readEvery {
		c.read(c.ctx)
		w.read = now
	}
	now = c.ports.Now()
	c.change(func(s *state) {
		s.settle(now)
		s.unsure = s.unsure && s.wakes != wakes // it went away again while the record was read
	})
	c.keepHolds(now)
	c.countdown(now)
	c.followUp()
	c.retry(deadline.OnTick)
}

// rebaseRecord writes the shared instants anew after the wall clock was set
// back: read by a clock that is behind them they would all be now.
func (c *Client) rebaseRecord(now deadline.Instant) {
	open := false // else this tab has no anchor of its own
	mine := look(c, func(s *state) tabs.Record { open = s.machine.Open(); return s.shared })
	if !open {
		return
	}
	elapsed := look(c, func(s *state) int64 { return s.machine.Touch().At.Elapsed(now) })
	c.update(c.ctx, func(r tabs.Record) (tabs.Record, bool) {
		same := r.State == tabs.Active && r.Epoch == mine.Epoch && r.TouchN == mine.TouchN
		return c.author.Rebase(r, now.Wall, elapsed), same && r.TouchedAt > now.Wall-elapsed
	})
}

// countdown tells how long a warning has still to run.
func (c *Client) countdown(now deadline.Instant) {
	v := look(c, func(s *state) deadline.View { return s.view(now) })
	if v.Status == deadline.Warning {
		c.tell(func(o *Observer) { o.Countdown(v.Left) })
	}
}

// background runs what nobody waits for. Its failure is in the snapshot.
func (c *Client) background(run func(context.Context) error) {
	go func() {
		wait.Here()
		if err := run(c.ctx); err != nil {
			c.log(said(err))
		}
	}()
}
