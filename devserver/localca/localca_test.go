package localca

import (
	"bytes"
	"crypto/x509"
	"net"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func verify(c Certificate, leaf *x509.Certificate, name string, at time.Time) error {
	_, err := leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: c.Pool(), CurrentTime: at})
	return err
}

func TestLeafIsForThisMachineAlone(t *testing.T) {
	c, err := New(now, "app.acme.localhost")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		at   time.Time
		good bool
	}{
		{"localhost", now, true},
		{"app.acme.localhost", now, true},
		{"127.0.0.1", now, true},
		{"::1", now, true},
		{"localhost", now.Add(29 * 24 * time.Hour), true},
		{"localhost", now.Add(31 * 24 * time.Hour), false},
		{"localhost", now.Add(-2 * time.Hour), false},
		{"other.localhost", now, false},
		{"example.com", now, false},
		{"127.0.0.2", now, false},
	} {
		if err := verify(c, c.Leaf.Leaf, tc.name, tc.at); (err == nil) != tc.good {
			t.Errorf("%s at %v: %v, want good %v", tc.name, tc.at, err, tc.good)
		}
	}
}

// What a thief of the key, if there were one to steal, could sign: nothing that a browser believes.
func TestAuthorityIsBoundToLoopback(t *testing.T) {
	ca, key, err := newAuthority(now)
	if err != nil {
		t.Fatal(err)
	}
	c := Certificate{CA: ca}
	for _, tc := range []struct {
		dns  []string
		ips  []net.IP
		name string
		good bool
	}{
		{[]string{"localhost"}, nil, "localhost", true},
		{[]string{"deep.below.localhost"}, nil, "deep.below.localhost", true},
		{[]string{"mine"}, []net.IP{net.IPv4(127, 9, 9, 9)}, "127.9.9.9", false}, // for the name beside it
		{[]string{"localhost"}, []net.IP{net.IPv4(127, 9, 9, 9)}, "127.9.9.9", true},
		{[]string{"example.com"}, nil, "example.com", false},
		{[]string{"localhost.example.com"}, nil, "localhost.example.com", false},
		{[]string{"notlocalhost"}, nil, "notlocalhost", false},
		{[]string{"localhost", "example.com"}, nil, "localhost", false},
		{[]string{"localhost"}, []net.IP{net.IPv4(192, 168, 0, 1)}, "localhost", false},
		{[]string{"localhost"}, []net.IP{net.ParseIP("::2")}, "::2", false},
	} {
		leaf, err := sign(ca, key, now, tc.dns, tc.ips)
		if err != nil {
			t.Fatal(err)
		}
		if err := verify(c, leaf.Leaf, tc.name, now); (err == nil) != tc.good {
			t.Errorf("%v %v as %s: %v, want good %v", tc.dns, tc.ips, tc.name, err, tc.good)
		}
	}
	if !ca.PermittedDNSDomainsCritical || !ca.MaxPathLenZero || ca.KeyUsage != x509.KeyUsageCertSign || ca.NotAfter.Sub(now) != 30*24*time.Hour {
		t.Errorf("the authority's certificate: critical %v, path length 0 %v, key usage %v, until %v",
			ca.PermittedDNSDomainsCritical, ca.MaxPathLenZero, ca.KeyUsage, ca.NotAfter)
	}
}

func TestOtherNamesAreRefused(t *testing.T) {
	for _, name := range []string{"example.com", "localhost.example.com", "", "192.168.0.1", "evillocalhost"} {
		if _, err := New(now, name); err == nil || !strings.Contains(err.Error(), "localhost") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestPEMHasNoKey(t *testing.T) {
	c, err := New(now)
	if err != nil {
		t.Fatal(err)
	}
	if out := c.PEM(); !bytes.Contains(out, []byte("BEGIN CERTIFICATE")) || bytes.Contains(out, []byte("KEY")) || bytes.Count(out, []byte("BEGIN")) != 1 {
		t.Errorf("%s", out)
	}
}
