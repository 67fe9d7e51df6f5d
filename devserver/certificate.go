package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spa-session/spa-session/devserver/config"
	"github.com/spa-session/spa-session/devserver/localca"
)

// A certificate is what the origins show over https. The zero value is that of plain http.
type certificate struct {
	made   localca.Certificate
	caFile string // where the authority's certificate can be read
	folder string // what goes with the run; "" where the user has named the file
}

// newCertificate makes an authority for this run and writes its certificate, never its key.
func newCertificate(cfg config.Config) (c certificate, err error) {
	if !cfg.TLS {
		return certificate{}, nil
	}
	if c.made, err = localca.New(time.Now(), config.StorefrontHost, config.AuthorizationServerHost, config.IdentityProviderHost); err != nil {
		return certificate{}, err
	}
	if c.caFile = cfg.CAOut; c.caFile == "" {
		// A folder of its own: in a shared one another user could have laid a link at the name.
		if c.folder, err = os.MkdirTemp("", "spa-session-"); err != nil {
			return certificate{}, fmt.Errorf("the certificate cannot be written; name a file with --ca-out: %w", err)
		}
		c.caFile = filepath.Join(c.folder, "ca.pem")
	}
	if err := os.WriteFile(c.caFile, c.made.PEM(), 0o644); err != nil {
		c.Remove()
		return certificate{}, fmt.Errorf("the certificate cannot be written; name another file with --ca-out: %w", err)
	}
	return c, nil
}

// Remove takes away the file that nobody asked for. A file that is left in a folder for such is no error.
func (c certificate) Remove() {
	if c.folder != "" {
		_ = os.RemoveAll(c.folder)
	}
}

// serverConfig is nil for plain http.
func (c certificate) serverConfig() *tls.Config {
	if c.caFile == "" {
		return nil
	}
	return &tls.Config{Certificates: []tls.Certificate{c.made.Leaf}, MinVersion: tls.VersionTLS12}
}

// pool is what clients within this process trust; nil for plain http.
func (c certificate) pool() *x509.CertPool {
	if c.caFile == "" {
		return nil
	}
	return c.made.Pool()
}
