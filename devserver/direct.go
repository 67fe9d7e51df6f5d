package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"time"
)

// upstreamTimeout bounds what one origin asks another.
const upstreamTimeout = 10 * time.Second

// direct sends requests to our own origins to their listeners, whatever their public URL is: a proxy in front may not
// be reachable from here, and not every system resolves the names below localhost. Other requests go their usual way.
type direct struct {
	own    http.RoundTripper
	others http.RoundTripper
	scheme string
	ports  map[string]int // by the Host of the public URL
}

func newDirectClient(pool *x509.CertPool, ports map[string]int) *http.Client {
	own := http.DefaultTransport.(*http.Transport).Clone()
	own.Proxy = nil // they are on this machine
	d := &direct{own: own, others: http.DefaultTransport, scheme: "http", ports: ports}
	if pool != nil {
		own.TLSClientConfig, d.scheme = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, "https"
	}
	return &http.Client{Transport: d, Timeout: upstreamTimeout}
}

func (d *direct) RoundTrip(r *http.Request) (*http.Response, error) {
	port, own := d.ports[r.URL.Host]
	if !own {
		return d.others.RoundTrip(r)
	}
	there := r.Clone(r.Context())
	there.Host = r.URL.Host
	there.URL.Scheme, there.URL.Host = d.scheme, fmt.Sprintf("localhost:%d", port)
	return d.own.RoundTrip(there)
}
