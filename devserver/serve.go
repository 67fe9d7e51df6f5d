package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/loopback"
)

// A site is one origin: where it listens and what it answers.
type site struct {
	listeners *loopback.Listeners
	handler   http.Handler
}

const (
	headerTimeout = 10 * time.Second
	maxHeader     = 64 << 10 // bytes
	// stopTimeout is how long open requests may take to end. Browsers keep spare connections that never would.
	stopTimeout = 2 * time.Second
)

// serve answers on all sites until ctx ends, or one of them fails; then it stops them all.
// With a certificate it answers by https alone.
func serve(ctx context.Context, log *slog.Logger, c certificate, sites ...site) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, len(sites))
	for _, s := range sites {
		server := &http.Server{
			Handler:           s.handler,
			ReadHeaderTimeout: headerTimeout,
			MaxHeaderBytes:    maxHeader,
			TLSConfig:         c.serverConfig(),
			ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		}
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			<-ctx.Done()
			shutDown(server)
		}()
		go func() {
			err := s.listeners.Serve(server)
			stop()
			<-stopped
			ended <- err
		}()
	}
	var errs error
	for range sites {
		errs = errors.Join(errs, <-ended)
	}
	return errs
}

// deliverLogouts lets back-channel logouts end, then gives up what is left.
func deliverLogouts(server *authserver.Server) {
	patience, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	server.Shutdown(patience)
}

// shutDown lets requests end, then cuts what is left.
func shutDown(server *http.Server) {
	patience, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if server.Shutdown(patience) != nil {
		_ = server.Close()
	}
}
