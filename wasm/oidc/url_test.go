package oidc_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestLoopback(t *testing.T) {
	for hostname, want := range map[string]bool{
		"localhost":             true,
		"app.acme.localhost":    true,
		"127.0.0.1":             true,
		"127.0.0.53":            true,
		"127.255.255.255":       true,
		"127.9.90.199":          true,
		"[::1]":                 true,
		"":                      false,
		"localhost.example.com": false,
		"notlocalhost":          false,
		"127.example.com":       false,
		"127.0.0.1.example.com": false,
		"127.0.0":               false,
		"127.0.0.256":           false,
		"127.0.0.-1":            false,
		"127.0.0.01":            false, // octal to some, decimal to others
		"127.0..1":              false,
		"127.0.0.1000":          false,
		"127.0.0./":             false,
		"127.0.0.:":             false,
		"128.0.0.1":             false,
		"10.0.0.1":              false,
		"0.0.0.0":               false,
		"[::]":                  false,
		"[::2]":                 false,
		"[::ffff:127.0.0.1]":    false, // loopback in truth; no browser treats it so
		"192.168.0.1":           false,
		"tenant.eu.auth0.com":   false,
	} {
		if got := (oidc.URL{Hostname: hostname}).Loopback(); got != want {
			t.Errorf("Loopback of %q is %t", hostname, got)
		}
	}
}

func TestSecure(t *testing.T) {
	for text, want := range map[string]bool{
		"https://tenant.eu.auth0.com/":   true,
		"https://localhost:4400/":        true,
		"http://localhost:4400/":         true,
		"http://127.0.0.1:4400/":         true,
		"http://[::1]:4400/":             true,
		"http://auth.acme.localhost/":    true,
		"http://tenant.eu.auth0.com/":    false,
		"http://localhost.example.com/":  false,
		"http://localhost@example.com/":  false,
		"http://192.168.0.1/":            false,
		"ftp://localhost/":               false,
		"javascript://localhost/%0aboo":  false,
		"file://localhost/etc/passwd":    false,
		"ws://localhost/":                false,
		"blob://localhost/0d5b3d0c-3b1e": false,
	} {
		parsed, err := parseURL(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := parsed.Secure(); got != want {
			t.Errorf("Secure of %s is %t", text, got)
		}
	}
	if (oidc.URL{}).Secure() {
		t.Error("the zero URL is secure")
	}
}
