package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"

	"github.com/spa-session/spa-session/devserver/config"
	"github.com/spa-session/spa-session/devserver/loopback"
	"github.com/spa-session/spa-session/devserver/requestlog"
)

// healthPath answers as soon as an origin does; the authorization server has it below its own path, too.
const healthPath = "/healthz"

// sites are the three origins as they are served. Each answers to the hosts of its port and of its public URLs alone.
func (w *world) sites(log *slog.Logger, cfg config.Log) []site {
	wrap := func(l *loopback.Listeners, handler http.Handler, urls ...string) site {
		hosts := l.Hosts()
		for _, u := range urls {
			hosts = append(hosts, config.HostOf(u))
		}
		handler = loopback.AllowHosts(healthy(handler, config.MountOf(urls[0])), hosts...)
		return site{l, requestlog.Wrap(handler, requestlog.Config{Log: log, Requests: cfg.Requests || cfg.Secrets, Secrets: cfg.Secrets})}
	}
	return []site{
		wrap(w.listeners.storefront, &w.storefront, w.at.Storefront),
		wrap(w.listeners.as, w.as, w.at.PublicURL, w.at.Issuer),
		wrap(w.listeners.idp, w.idp, w.at.IdP),
	}
}

// healthy answers health checks, and passes on the rest.
func healthy(next http.Handler, mount string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != healthPath && r.URL.Path != mount+healthPath {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		_ = json.NewEncoder(w).Encode(map[string]string{"status": "ok"}) // fails only when the client has gone
	})
}

// under sends the paths that begin with prefix to one handler and all others to another.
func under(prefix string, one, other http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, prefix):
			one.ServeHTTP(w, r)
		case r.URL.Path+"/" == prefix:
			http.Redirect(w, r, prefix, http.StatusPermanentRedirect)
		default:
			other.ServeHTTP(w, r)
		}
	})
}
