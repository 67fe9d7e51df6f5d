package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// warmUp is how long a load runs before it counts: compilers, caches and connections settle.
const warmUp = time.Second

// load lets as many clients make silent exchanges, each one after the other, and returns how many per second.
func load(ctx context.Context, t target, clients int, span time.Duration) (perSecond float64, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var done atomic.Int64
	var running sync.WaitGroup
	for i := range clients {
		running.Go(func() {
			cancel(exchangeUntil(ctx, t, t.Cookies[i], &done))
		})
	}
	wait(ctx, warmUp)
	before, begun := done.Load(), time.Now()
	wait(ctx, span)
	counted, passed := done.Load()-before, time.Since(begun)
	err = context.Cause(ctx)
	cancel(nil)
	running.Wait()
	return float64(counted) / passed.Seconds(), err
}

// exchangeUntil counts exchanges until ctx ends.
func exchangeUntil(ctx context.Context, t target, cookie string, done *atomic.Int64) error {
	c, err := newClient(ctx, t, cookie)
	if err != nil {
		return err
	}
	defer c.conn.Close()
	for ctx.Err() == nil {
		if err := c.exchange(); err != nil {
			return err
		}
		done.Add(1)
	}
	return nil
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
