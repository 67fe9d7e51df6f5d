package main

import (
	"slices"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/control"
)

// appConfig is /config.json, which demo/ reads. Durations are seconds.
type appConfig struct {
	Domain          string `json:"domain"`
	ClientID        string `json:"clientId"`
	Audience        string `json:"audience"`
	IdleTimeout     int64  `json:"idleTimeout"`
	AbsoluteTimeout int64  `json:"absoluteTimeout"`
	ControlURL      string `json:"controlUrl"` // empty: there is none that a page may use
}

// appConfig names the client that is registered for the storefront's origin; without one nobody can log in there.
func (w *world) appConfig() appConfig {
	app := appConfig{
		Domain:          strings.TrimSuffix(w.at.Issuer, "/"),
		Audience:        authserver.StorefrontAudience,
		IdleTimeout:     int64(w.cfg.Sessions.Idle / time.Second),
		AbsoluteTimeout: int64(w.cfg.Sessions.Absolute / time.Second),
	}
	clients := w.cfg.Tenant(w.at).Clients
	if i := slices.IndexFunc(clients, w.isStorefront); i >= 0 {
		app.ClientID = clients[i].ID
	}
	if w.controlled && w.controlToken == "" { // which a page has not
		app.ControlURL = strings.TrimSuffix(w.at.PublicURL, "/") + strings.TrimSuffix(control.Prefix, "/")
	}
	return app
}
