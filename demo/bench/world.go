package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/loopback"
	"github.com/spa-session/spa-session/devserver/static"
)

const (
	modulePrefix = "/spa-session/"
	clientID     = "bench"
	scope        = "openid profile email read:orders"
	user         = "auth0|ada"
	idleTimeout  = 300 * time.Second
)

// A world is the authorization server, and for every contender an app on an origin of its own, in this process.
type world struct {
	as      *authserver.Server
	asURL   string
	origins []string // in the order of the contenders
	stop    func() error
}

// newWorld serves until stop. Its apps are of the authorization server's site, whose cookie their frames get so.
func newWorld(ctx context.Context, contenders []contender, folder string) (w *world, err error) {
	w = &world{}
	var servers serving
	w.stop = servers.stop
	defer func() {
		if err != nil {
			err = errors.Join(err, w.stop())
		}
	}()
	var ports []*loopback.Listeners
	for range len(contenders) + 1 {
		port, err := loopback.Listen(ctx, 0, "")
		if err != nil {
			return w, err
		}
		ports = append(ports, port)
		servers.unused = append(servers.unused, port)
	}
	w.asURL = originOf(ports[0])
	client := authserver.Client{ID: clientID}
	for _, port := range ports[1:] {
		w.origins = append(w.origins, originOf(port))
		client.WebOrigins = append(client.WebOrigins, originOf(port))
		client.Callbacks = append(client.Callbacks, originOf(port)+"/callback")
	}
	tenant := authserver.Defaults(w.origins[0])
	tenant.Issuer = w.asURL + "/"
	tenant.Clients = []authserver.Client{client}
	tenant.Sessions = authserver.SessionLimits{Idle: idleTimeout, Absolute: 12 * time.Hour}
	tenant.Log = slog.New(slog.DiscardHandler)
	if w.as, err = authserver.New(tenant); err != nil {
		return w, err
	}
	servers.start(ports[0], w.as)
	for i, c := range contenders {
		app, err := w.app(c, filepath.Join(folder, fmt.Sprintf("site-%d", i)))
		if err != nil {
			return w, err
		}
		servers.start(ports[i+1], app)
	}
	return w, nil
}

// app is the origin of one contender.
func (w *world) app(c contender, folder string) (http.Handler, error) {
	if err := os.Mkdir(folder, 0o755); err != nil {
		return nil, err
	}
	err := c.site(folder, clientConfig{
		Domain: w.asURL, ClientID: clientID, Audience: authserver.StorefrontAudience, Scope: scope,
		IdleTimeout: int(idleTimeout / time.Second),
	})
	if err != nil {
		return nil, err
	}
	return static.New(static.Config{Demo: os.DirFS(folder), Module: c.files, ASOrigin: w.asURL, AppConfig: struct{}{}})
}

// seed is the script that makes a browser one that c has been logged in with before.
func (w *world) seed(c contender) string {
	return strings.NewReplacer("DOMAIN", `"`+w.asURL+`"`, "CLIENT", `"`+clientID+`"`).Replace(c.hint)
}

func originOf(port *loopback.Listeners) string { return fmt.Sprintf("http://localhost:%d", port.Port) }

// serving are the servers of a world.
type serving struct {
	unused  []*loopback.Listeners
	servers []*http.Server
	ended   sync.WaitGroup
	mu      sync.Mutex
	errs    []error
}

func (s *serving) start(port *loopback.Listeners, handler http.Handler) {
	server := &http.Server{Handler: loopback.AllowHosts(handler, port.Hosts()...), ReadHeaderTimeout: 10 * time.Second}
	s.servers = append(s.servers, server)
	s.ended.Go(func() {
		if err := port.Serve(server); err != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.errs = append(s.errs, err)
		}
	})
}

func (s *serving) stop() error {
	for _, server := range s.servers {
		s.errs = append(s.errs, server.Close())
	}
	for _, port := range s.unused[len(s.servers):] {
		port.Close()
	}
	s.ended.Wait()
	return errors.Join(s.errs...)
}
