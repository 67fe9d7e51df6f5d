package main

import (
	"net/http"
	"slices"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/config"
	"github.com/spa-session/spa-session/devserver/manage"
)

// managementClient is the machine that may use the Management API. Its secret is made for each run: the API can do
// everything. A client of this name in the file takes its place.
const managementClient = "management"

// withManagement registers the API and its client with a tenant.
func (w *world) withManagement(tenant authserver.Config) authserver.Config {
	if !slices.ContainsFunc(tenant.APIs, func(a authserver.API) bool { return a.Audience == manage.Audience(w.at.Issuer) }) {
		tenant.APIs = append(tenant.APIs, manage.API(w.at.Issuer))
	}
	own := slices.ContainsFunc(tenant.Clients, func(c authserver.Client) bool { return c.ID == managementClient })
	if !own {
		tenant.Clients = append(tenant.Clients, manage.Client(w.at.Issuer, managementClient, w.managementSecret))
	}
	return tenant
}

// newManagement puts the Management API before the authorization server. It asks for an access token everywhere, and
// takes the control token for one.
func (w *world) newManagement() error {
	api, err := manage.New(manage.Config{
		Server: w.server, Issuer: w.at.Issuer, Origin: originOf(w.at.PublicURL), ControlOrigins: w.cfg.Control.Origins, Token: w.controlToken,
	})
	if err != nil {
		return err
	}
	mount := config.MountOf(w.at.PublicURL)
	w.as = under(mount+manage.Prefix, http.StripPrefix(mount, api), w.as)
	return nil
}
