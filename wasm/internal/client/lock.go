package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// actPatience is how long a user's act waits for the lock: frame flows may
// overlap, so after two seconds it runs beside whoever holds it.
const actPatience = 2000

// lock makes the tabs renew one at a time. A holder that keeps it for longer
// than a flow can take is frozen or dying: it is robbed.
func (c *Client) lock(ctx context.Context, a *ask) (*Lease, error) {
	name := "spa-session:" + c.config.Issuer + ":" + c.config.ClientID
	busy := failure(LockFailed, "another tab is renewing and does not come to an end")
	for {
		seen := look(c, func(s *state) tabs.Record { return s.shared })
		lease, err := c.lockWithin(ctx, name, a.patience(), false, busy)
		switch {
		case err == nil:
			return lease, nil
		case ctx.Err() != nil:
			return nil, cause(ctx)
		case a.act && !a.refresh:
			return &Lease{Release: func() {}}, nil
		}
		if c.claim(ctx, &seen) {
			return c.lockWithin(ctx, name, actPatience, true, busy)
		}
		// Somebody has come to an end or begun meanwhile: the holder is another by now.
	}
}

// claim reads the record and tells the other tabs in it that this one sets out to
// ask the server, or is just asking it. Those that wait for the lock leave it alone, without which all
// would rob one another as soon as the first may; and what their clocks ask for
// waits for the answer, too. With seen it claims only if nobody has begun to ask,
// or come to an end, since the record was that: that a user types meanwhile says
// nothing of the holder.
func (c *Client) claim(ctx context.Context, seen *tabs.Record) (free bool) {
	now := c.ports.Now().Wall
	c.write(ctx, func(r tabs.Record) (tabs.Record, bool) {
		free = seen == nil || r.Still(*seen)
		return c.author.Asks(r, now), free && r.State != tabs.None
	})
	return free
}

// claimAside claims while a question in a frame is put, which need not wait for it, and
// closes done after. One that went out early was nobody's turn, and a popup's is claimed.
func (c *Client) claimAside(ctx context.Context, a *ask, early *Early) (done <-chan struct{}) {
	claimed := make(chan struct{})
	if early != nil || a.window != nil {
		close(claimed)
		return claimed
	}
	go func() {
		defer close(claimed)
		c.claim(ctx, nil)
	}()
	return claimed
}

// patience is how long the lock is waited for, in milliseconds.
func (a *ask) patience() int64 {
	if a.act && !a.refresh {
		return actPatience
	}
	return a.timeout + flowGrace
}

func (c *Client) lockWithin(ctx context.Context, name string, patience int64, steal bool, busy *oidc.Error) (*Lease, error) {
	bounded, end := c.within(ctx, patience, busy)
	defer end()
	wait.Here()
	lease, err := c.ports.Lock(bounded, name, steal)
	if err != nil {
		return nil, busy
	}
	return lease, nil
}

func robbed(lease *Lease) bool {
	select {
	case <-lease.Lost: // nil, and so never ready, where no lock is held
		return true
	default:
		return false
	}
}
