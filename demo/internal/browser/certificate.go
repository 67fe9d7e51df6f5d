package browser

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/spa-session/spa-session/devserver/localca"
)

// certificate is what all origins over https of a test binary show, as `make run ARGS=--tls` does.
var certificate = sync.OnceValues(func() (localca.Certificate, error) { return localca.New(time.Now()) })

// trust has the browser believe that certificate and no other. Without one no world is served over https: newOrigin says why.
func trust() chromedp.ExecAllocatorOption {
	made, err := certificate()
	if err != nil {
		return chromedp.Flag("ignore-certificate-errors-spki-list", "")
	}
	sum := sha256.Sum256(made.Leaf.Leaf.RawSubjectPublicKeyInfo)
	return chromedp.Flag("ignore-certificate-errors-spki-list", base64.StdEncoding.EncodeToString(sum[:]))
}

// serverTLS is what an origin over https is served with.
func serverTLS(t testing.TB) *tls.Config {
	t.Helper()
	made, err := certificate()
	check(t, err)
	return &tls.Config{Certificates: []tls.Certificate{made.Leaf}, MinVersion: tls.VersionTLS12}
}

// trusting is a client for the servers to ask each other with; nil, their own choice, over plain http.
func trusting(t testing.TB, overTLS bool) *http.Client {
	t.Helper()
	if !overTLS {
		return nil
	}
	made, err := certificate()
	check(t, err)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: made.Pool(), MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: Patience}
}
