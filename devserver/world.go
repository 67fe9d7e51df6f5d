package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"slices"
	"sync/atomic"

	"github.com/spa-session/spa-session/demo"
	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/config"
	"github.com/spa-session/spa-session/devserver/control"
	"github.com/spa-session/spa-session/devserver/idp"
	"github.com/spa-session/spa-session/devserver/shop"
	"github.com/spa-session/spa-session/devserver/static"
)

// A world is the three origins and what a person must know of them.
type world struct {
	as, idp    http.Handler
	storefront swapped

	cfg       config.Config
	at        config.Addresses
	listeners listeners
	log       *slog.Logger
	clock     *control.Clock
	client    *http.Client
	server    *authserver.Server
	provider  *idp.Server
	idpSecret string // between the two servers, for this run

	managementSecret string        // of managementClient, for this run
	stopping         chan struct{} // closed when the run is to end

	controlled   bool
	controlToken string // "" on loopback
	caFile       string
	users        []authserver.User
	socialUsers  []idp.User
	notes        []string // each in a sentence
}

// recordedRequests is how many the control API can show.
const recordedRequests = 1000

// newWorld puts the rooms together.
func newWorld(cfg config.Config, l listeners, c certificate, log *slog.Logger) (*world, error) {
	at := cfg.Addresses(l.ports())
	w := &world{
		cfg: cfg, at: at, listeners: l, log: log, clock: control.NewClock(nil), idpSecret: rand.Text(),
		managementSecret: rand.Text(), stopping: make(chan struct{}),
		client: newDirectClient(c.pool(), map[string]int{
			config.HostOf(at.Storefront): l.storefront.Port, config.HostOf(at.IdP): l.idp.Port,
			config.HostOf(at.PublicURL): l.as.Port, config.HostOf(at.Issuer): l.as.Port,
		}),
		controlled: cfg.Control.Enabled, caFile: c.caFile, users: cfg.Users, socialUsers: cfg.IdentityProvider.Users,
	}
	if err := errors.Join(w.newProvider(), w.newServer()); err != nil {
		return nil, err
	}
	if err := errors.Join(w.newControl(), w.newManagement()); err != nil {
		return nil, err
	}
	if err := w.newStorefront(); err != nil {
		return nil, err
	}
	w.note()
	return w, nil
}

// mockAS is what the authorization server is called at the identity provider.
const mockAS = "mock-as"

// tenant is what a configuration says of the authorization server, and what only this run knows of it.
func (w *world) tenant(cfg config.Config) authserver.Config {
	tenant := cfg.Tenant(w.at)
	tenant.Now, tenant.Log, tenant.HTTPClient = w.clock.Now, w.log, w.client
	tenant.RecordRequests = recordedRequests
	tenant.Connections = append([]authserver.Connection{{
		Name: config.SocialConnection, DisplayName: cfg.IdentityProvider.Name, Issuer: w.at.IdP, ClientID: mockAS, ClientSecret: w.idpSecret,
	}}, tenant.Connections...)
	return w.withManagement(tenant)
}

func (w *world) newServer() (err error) {
	w.server, err = authserver.New(w.tenant(w.cfg))
	w.as = w.server
	return err
}

func (w *world) newProvider() (err error) {
	provider := w.cfg.Provider(w.at)
	provider.Log, provider.Now = w.log, w.clock.Now
	provider.Clients = []idp.Client{idp.ClientOf(w.at.PublicURL, mockAS, w.idpSecret)}
	w.provider, err = idp.New(provider)
	w.idp = w.provider
	return err
}

// newControl puts the control API before the authorization server. Where others may reach it, it asks for a token.
func (w *world) newControl() error {
	if !w.controlled {
		return nil
	}
	if w.cfg.Public {
		w.controlToken = rand.Text()
	}
	mock, err := control.New(control.Config{
		Sessions: w.server, Mock: w.server, IdP: w.provider, Clock: w.clock, Token: w.controlToken, Stopping: w.stopping,
		Origin:         originOf(w.at.PublicURL),
		ControlOrigins: append([]string{w.at.Storefront}, w.cfg.Control.Origins...),
	})
	if err != nil {
		return err
	}
	mount := config.MountOf(w.at.PublicURL)
	w.as = under(mount+control.Prefix, http.StripPrefix(mount, mock), w.as)
	return nil
}

func (w *world) newStorefront() error {
	api, err := shop.New(shop.Config{
		Issuer: w.at.Issuer, Audience: authserver.StorefrontAudience, Client: w.client, Now: w.clock.Now, Log: w.log,
	})
	if err != nil {
		return err
	}
	module, err := w.module()
	if err != nil {
		return err
	}
	files, err := static.New(static.Config{
		Demo: demo.Files(), Module: module, ASOrigin: originOf(w.at.PublicURL), AppConfig: w.appConfig(),
	})
	if err != nil {
		return err
	}
	w.storefront.swap(under("/api/", api, files))
	return nil
}

// swapped is a handler that can be replaced while it serves.
type swapped struct{ current atomic.Pointer[http.Handler] }

func (s *swapped) swap(next http.Handler) { s.current.Store(&next) }

func (s *swapped) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*s.current.Load()).ServeHTTP(w, r)
}

// module is the folder that was named, or what this binary stands for.
func (w *world) module() (fs.FS, error) {
	module, err := moduleFiles()
	if w.cfg.Dist != "" {
		module, err = os.DirFS(w.cfg.Dist), nil
	}
	if err != nil {
		return nil, fmt.Errorf("the module: %w", err)
	}
	if entries, err := fs.ReadDir(module, "."); err != nil || len(entries) == 0 {
		folder := w.cfg.Dist
		if folder == "" {
			folder = standardModule
		}
		w.notes = append(w.notes, folder+" has no module yet: run make build, then load the page again.")
	}
	return module, nil
}

// note says what a user of this configuration must know.
func (w *world) note() {
	for _, address := range w.listeners.storefront.Missing {
		w.notes = append(w.notes, fmt.Sprintf("this machine has no %s; the other loopback address serves alone.", address))
	}
	if own := (config.Config{TLS: w.cfg.TLS, Hosts: w.cfg.Hosts}).Addresses(w.listeners.ports()); own.PublicURL != w.at.PublicURL {
		w.notes = append(w.notes, "the authorization server listens on "+own.PublicURL+": let the proxy in front pass the path on as it is.")
	}
	if w.cfg.TLS {
		w.notes = append(w.notes, "let browsers trust that certificate, and node by NODE_EXTRA_CA_CERTS; it signs for localhost alone, its key is written nowhere.")
	}
	if w.cfg.Public {
		w.notes = append(w.notes, "PUBLIC: any password works here. Whoever reaches these addresses can log in as anybody.")
	}
	if w.cfg.Log.Secrets {
		w.notes = append(w.notes, "the log shows tokens, codes, cookies and passwords in clear.")
	}
	if !slices.ContainsFunc(w.cfg.Tenant(w.at).Clients, w.isStorefront) {
		w.notes = append(w.notes, "no client has the web origin "+w.at.Storefront+": nobody can log in to the storefront.")
	}
}

func (w *world) isStorefront(client authserver.Client) bool {
	return slices.Contains(client.WebOrigins, w.at.Storefront)
}

// originOf is for URLs that the configuration has checked.
func originOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
