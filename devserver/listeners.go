package main

import (
	"context"

	"github.com/spa-session/spa-session/devserver/config"
	"github.com/spa-session/spa-session/devserver/loopback"
)

// listeners are those of the three origins.
type listeners struct{ storefront, as, idp *loopback.Listeners }

// listen takes all ports, or none.
func listen(ctx context.Context, ports config.Ports) (l listeners, err error) {
	for _, take := range []struct {
		into **loopback.Listeners
		port int
		flag string
	}{
		{&l.storefront, ports.Storefront, storefrontPortFlag},
		{&l.as, ports.AuthorizationServer, asPortFlag},
		{&l.idp, ports.IdentityProvider, idpPortFlag},
	} {
		if *take.into, err = loopback.Listen(ctx, take.port, "--"+take.flag); err != nil {
			l.Close()
			return listeners{}, err
		}
	}
	return l, nil
}

// Close gives the ports back. Serving does so by itself.
func (l listeners) Close() {
	for _, taken := range []*loopback.Listeners{l.storefront, l.as, l.idp} {
		if taken != nil {
			taken.Close()
		}
	}
}

// ports are those that were really taken.
func (l listeners) ports() config.Ports {
	return config.Ports{Storefront: l.storefront.Port, AuthorizationServer: l.as.Port, IdentityProvider: l.idp.Port}
}
