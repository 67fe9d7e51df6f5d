package config

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
)

// The names that Hosts gives the origins. A browser resolves what ends in .localhost to this machine (RFC 6761 section
// 6.3); the first two are one site, the third another.
const (
	StorefrontHost          = "app.acme.localhost"
	AuthorizationServerHost = "auth.acme.localhost"
	IdentityProviderHost    = "idp.example.localhost"
)

// Addresses are where the world finds the origins.
type Addresses struct {
	Storefront string // without a trailing slash
	Issuer     string // with one, as the next two
	PublicURL  string
	IdP        string
}

// Addresses are those of the file, or else made of the ports that are really listened on.
func (c Config) Addresses(actual Ports) Addresses {
	as := c.origin(AuthorizationServerHost, actual.AuthorizationServer) + "/"
	return Addresses{
		Storefront: cmp.Or(c.StorefrontURL, c.origin(StorefrontHost, actual.Storefront)),
		Issuer:     cmp.Or(c.Issuer, c.PublicURL, as),
		PublicURL:  cmp.Or(c.PublicURL, c.Issuer, as),
		IdP:        cmp.Or(c.IdentityProvider.Issuer, c.origin(IdentityProviderHost, actual.IdentityProvider)+"/"),
	}
}

// origin is a browser's spelling: a scheme's default port is left out.
func (c Config) origin(host string, port int) string {
	scheme, standard := "http", 80
	if c.TLS {
		scheme, standard = "https", 443
	}
	if !c.Hosts {
		host = "localhost"
	}
	if port == standard {
		return scheme + "://" + host
	}
	return fmt.Sprintf("%s://%s:%d", scheme, host, port)
}

// HostOf is the Host header of requests to a URL.
func HostOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Host
}

// MountOf is the path that a URL mounts a server at: "" or "/auth".
func MountOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(u.Path, "/")
}
