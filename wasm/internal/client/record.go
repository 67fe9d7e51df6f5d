package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// recordPatience bounds one access to the record: a database that hangs must
// not hold up what the clock asks for.
const recordPatience = 1000

// read takes in what other tabs have written. A record that cannot be read is
// told to the log, and this tab goes on with what it remembers.
func (c *Client) read(ctx context.Context) {
	c.write(ctx, func(tabs.Record) (tabs.Record, bool) { return tabs.Record{}, false })
}

// write changes the record in one transaction. alter is given the greater of
// the stored record and the remembered one, and refuses by answering false; it
// may be called twice and must not block. write tells whether the change was made.
func (c *Client) write(ctx context.Context, alter func(tabs.Record) (tabs.Record, bool)) bool {
	return c.update(ctx, func(r tabs.Record) (tabs.Record, bool) { return alter(c.clamp(r)) })
}

// update is write for who knows better than clamp what instants ahead are worth.
func (c *Client) update(ctx context.Context, alter func(tabs.Record) (tabs.Record, bool)) bool {
	bounded, end := c.within(ctx, recordPatience, failure(Timeout, "the shared record could not be read within a second"))
	defer end()
	remembered := look(c, func(s *state) tabs.Record { return s.shared })
	var latest, next tabs.Record
	made := false
	attempt := func(stored tabs.Record) {
		latest = tabs.Merge(stored, remembered)
		if next, made = alter(tabs.Basis(stored, remembered)); made {
			remembered.Counter = next.Counter // no key is given twice, whatever becomes of this attempt
		}
	}
	err := c.ports.Record.Update(bounded, func(stored any) (any, bool) {
		found, err := tabs.Decode(stored)
		if err != nil {
			c.log(err.Error())
		}
		attempt(found)
		return next.Encode(), made
	})
	if ctx.Err() != nil {
		return false // given up: nothing of it counts
	}
	if err != nil {
		// Without storage this tab is on its own: what it remembers is all there is.
		c.log("the shared record: " + said(err))
		attempt(remembered)
	}
	now := c.ports.Now()
	c.change(func(s *state) {
		if !made || latest.Epoch == next.Epoch {
			s.adopt(latest, now) // what is written over is learned all the same
		}
		if made && next.Compare(s.shared) > 0 {
			s.shared = next
		}
	})
	if made {
		c.ports.Channel.Ring()
	}
	return made
}

// clamp leaves no instant of r ahead of the wall clock, which was set back then.
func (c *Client) clamp(r tabs.Record) tabs.Record {
	now := c.ports.Now()
	return look(c, func(s *state) tabs.Record {
		elapsed := int64(0)
		if s.machine.Open() && r.Epoch == s.shared.Epoch && r.TouchN == s.shared.TouchN {
			elapsed = s.machine.Touch().At.Elapsed(now)
		}
		return r.Clamp(now.Wall, elapsed)
	})
}
