package localca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"strings"
	"time"
)

const (
	lifetime = 30 * 24 * time.Hour
	// early allows for clocks that are behind, such as a phone's.
	early = time.Hour
)

// loopback is what the authority may sign for. A DNS constraint covers the name and all below it.
var (
	loopbackDNS = "localhost"
	loopbackIPs = []*net.IPNet{
		{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)},
		{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
	}
)

// A Certificate is what a server needs to be believed.
type Certificate struct {
	// Leaf is the server's, with its key.
	Leaf tls.Certificate
	// CA is the authority's certificate, which clients are to trust.
	CA *x509.Certificate
}

// New makes an authority and a leaf for localhost, both loopback addresses and the given names below localhost, valid
// from now on for 30 days. It takes about a millisecond.
func New(now time.Time, names ...string) (Certificate, error) {
	for _, name := range names {
		if !strings.HasSuffix(name, "."+loopbackDNS) {
			return Certificate{}, fmt.Errorf("localca: %q is no name below localhost: this authority signs for loopback alone", name)
		}
	}
	ca, caKey, err := newAuthority(now)
	if err != nil {
		return Certificate{}, err
	}
	leaf, err := sign(ca, caKey, now, append([]string{loopbackDNS}, names...), []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback})
	if err != nil {
		return Certificate{}, err
	}
	return Certificate{Leaf: leaf, CA: ca}, nil
}

func newAuthority(now time.Time) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("localca: %w", err)
	}
	serial, err := newSerial()
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "spa-session dev server, loopback only, " + now.Format(time.DateTime)},
		NotBefore:             now.Add(-early),
		NotAfter:              now.Add(lifetime),
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},

		PermittedDNSDomainsCritical: true, // of the name constraints as a whole
		PermittedDNSDomains:         []string{loopbackDNS},
		PermittedIPRanges:           loopbackIPs,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, nil, fmt.Errorf("localca: %w", err)
	}
	ca, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, fmt.Errorf("localca: %w", err)
	}
	return ca, key, nil
}

func sign(ca *x509.Certificate, caKey *ecdsa.PrivateKey, now time.Time, names []string, addresses []net.IP) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("localca: %w", err)
	}
	serial, err := newSerial()
	if err != nil {
		return tls.Certificate{}, err
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: names[0]},
		NotBefore:             now.Add(-early),
		NotAfter:              now.Add(lifetime),
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:              names,
		IPAddresses:           addresses,
	}, ca, key.Public(), caKey)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("localca: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("localca: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}

// newSerial is random, so that no two authorities of one name give the same (RFC 5280 section 4.1.2.2).
func newSerial() (*big.Int, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, fmt.Errorf("localca: %w", err)
	}
	return serial, nil
}

// Pool trusts the authority alone.
func (c Certificate) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(c.CA)
	return pool
}

// PEM is the authority's certificate as files have it. There is no PEM of a key.
func (c Certificate) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.CA.Raw})
}
