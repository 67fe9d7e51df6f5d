package client

import "context"

// actPatience is how long a user's act waits for the lock: frame flows may
// overlap, so after two seconds it runs beside whoever holds it.
const actPatience = 2000

// lock makes the tabs renew one at a time. A holder that keeps it for longer
// than a flow can take is frozen or dying: it is robbed.
func (c *Client) lock(ctx context.Context, a ask) (*Lease, error) {
	name := "spa-session:" + c.config.Issuer + ":" + c.config.ClientID
	patience := a.timeout + flowGrace
	if a.act {
		patience = actPatience
	}
	busy := failure(LockFailed, "another tab is renewing and does not come to an end")
	bounded, end := c.within(ctx, patience, busy)
	defer end()
	lease, err := c.ports.Lock(bounded, name, false)
	switch {
	case err == nil:
		return lease, nil
	case ctx.Err() != nil:
		return nil, cause(ctx)
	case a.act:
		return &Lease{Release: func() {}}, nil
	}
	bounded, end = c.within(ctx, actPatience, busy)
	defer end()
	if lease, err = c.ports.Lock(bounded, name, true); err != nil {
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
