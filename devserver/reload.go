package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spa-session/spa-session/devserver/config"
)

// watchInterval is how often the file is looked at: a stat takes microseconds, works on every file system, and a person
// who has saved a file waits no longer than this.
const watchInterval = time.Second

// watch reads the file again when it has changed, and on SIGHUP. It ends with ctx.
func (c *command) watch(ctx context.Context, log *slog.Logger, apply func(config.Config) error) {
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	c.follow(ctx, log, ticker.C, hangups, apply)
}

// follow is watch with its clock and its signals given.
func (c *command) follow(ctx context.Context, log *slog.Logger, ticks <-chan time.Time, hangups <-chan os.Signal, apply func(config.Config) error) {
	last := c.stamp()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			now := c.stamp()
			if now == last {
				continue
			}
			last = now
		case <-hangups:
			last = c.stamp()
		}
		cfg, err := c.load()
		if err == nil {
			err = apply(cfg)
		}
		if err != nil {
			log.Error("CONFIGURATION NOT TAKEN OVER: the server goes on with what it had", "file", c.configFile, "cause", err)
		}
	}
}

// A stamp changes whenever the file does, also if an editor has put another one in its place.
type stamp struct {
	modified time.Time
	size     int64
	missing  bool
}

func (c *command) stamp() stamp {
	info, err := os.Stat(c.configFile)
	if err != nil { // an editor may be about to put the new one in its place
		return stamp{missing: true}
	}
	return stamp{modified: info.ModTime(), size: info.Size()}
}

// reload takes over what can be taken over, and says what cannot. Sessions stay. The storefront learns the new times.
func (w *world) reload(next config.Config) error {
	taken, changed, fixed := w.cfg.TakeOver(next)
	if err := w.server.Reload(w.tenant(taken)); err != nil {
		return err
	}
	w.cfg = taken
	if err := w.newStorefront(); err != nil {
		return err
	}
	if len(fixed) > 0 {
		w.log.Warn("these fields need a new start of the server", "fields", strings.Join(fixed, ", "))
	}
	w.log.Info("configuration taken over", "changed", strings.Join(changed, ", "))
	return nil
}
