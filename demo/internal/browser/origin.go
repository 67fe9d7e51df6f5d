package browser

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/spa-session/spa-session/devserver/loopback"
)

// origin is an HTTP server on loopback, by the name localhost and a port of its own. It can be stopped, so that
// connections are refused, and started again on the same port.
type origin struct {
	t   testing.TB
	url string      // without a trailing slash
	tls *tls.Config // nil for plain http

	mu        sync.Mutex
	listeners *loopback.Listeners
	handler   http.Handler
	server    *http.Server  // nil while stopped
	ended     chan struct{} // closed when server has come to its end
}

// newOrigin takes a port; serve does the rest, once there is a handler that knows its own URL.
func newOrigin(t testing.TB, overTLS bool) *origin {
	t.Helper()
	listeners, err := loopback.Listen(context.Background(), 0, "")
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	o := &origin{t: t, url: fmt.Sprintf("http://localhost:%d", listeners.Port), listeners: listeners}
	if overTLS {
		o.url, o.tls = fmt.Sprintf("https://localhost:%d", listeners.Port), serverTLS(t)
	}
	t.Cleanup(o.stop)
	return o
}

func (o *origin) serve(handler http.Handler) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.handler = loopback.AllowHosts(handler, o.listeners.Hosts()...)
	o.run()
}

// run serves on the listeners that are held. The caller holds the lock.
func (o *origin) run() {
	server, ended := &http.Server{Handler: o.handler, ReadHeaderTimeout: Patience, TLSConfig: o.tls.Clone()}, make(chan struct{})
	o.server, o.ended = server, ended
	go func(listeners *loopback.Listeners) {
		defer close(ended)
		if err := listeners.Serve(server); err != nil {
			o.t.Errorf("browser: %s: %v", o.url, err)
		}
	}(o.listeners)
}

// stop refuses connections from now on, and cuts those that are open.
func (o *origin) stop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.server == nil {
		o.listeners.Close()
		return
	}
	if err := o.server.Close(); err != nil {
		o.t.Logf("browser: stopping %s: %v", o.url, err)
	}
	<-o.ended
	o.server = nil
}

// start serves again on the same port.
func (o *origin) start() {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.server != nil {
		return
	}
	listeners, err := loopback.Listen(context.Background(), o.listeners.Port, "")
	if err != nil {
		o.t.Fatalf("browser: %v", err)
	}
	o.listeners = listeners
	o.run()
}
