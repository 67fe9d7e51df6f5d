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
func (c *Client) lock(ctx context.Context, a ask) (*Lease, error) {
	name := "spa-session:" + c.config.Issuer + ":" + c.config.ClientID
	busy := failure(LockFailed, "another tab is renewing and does not come to an end")
	for {
		seen := look(c, func(s *state) tabs.Record { return s.shared })
		since := c.ports.Now()
		lease, err := c.lockWithin(ctx, name, a.patience(), false, busy)
		switch {
		case err == nil:
			if since.Elapsed(c.ports.Now()) > longWait {
				c.claim(ctx, nil)
			}
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

// longWait is how long a wait must have been for others to be told that it is
// over, in milliseconds.
const longWait = 1000

// claim tells who waits behind this tab that the lock has another holder from
// now on, who is at work; without it all would rob one another as soon as the
// first may. With seen it claims only if nobody has done so, or come to an end,
// since the record was that.
func (c *Client) claim(ctx context.Context, seen *tabs.Record) (free bool) {
	c.write(ctx, func(r tabs.Record) (tabs.Record, bool) {
		free = seen == nil || r.Compare(*seen) == 0
		return c.author.Claim(r), free && r.State != tabs.None
	})
	return free
}

// patience is how long the lock is waited for, in milliseconds.
func (a ask) patience() int64 {
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
