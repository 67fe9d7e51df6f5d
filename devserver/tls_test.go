package main

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// trusting is a browser that trusts the authority whose certificate the start names, and nothing else.
func (r *running) trusting(t *testing.T) *http.Client {
	t.Helper()
	raw, err := os.ReadFile(r.line(t, `Trust for https: +(\S+)`))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(raw) || strings.Contains(string(raw), "KEY") {
		t.Fatalf("no certificate, or more than that:\n%s", raw)
	}
	browser := newBrowser(t)
	browser.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	t.Cleanup(browser.CloseIdleConnections)
	return browser
}

// A whole login over https, on all three origins, with cookies that reach a frame of another site.
func TestTLS(t *testing.T) {
	r := start(t, "--tls")
	if !strings.HasPrefix(r.as, "https://localhost:") || !strings.HasPrefix(r.storefront, "https://") || !strings.HasPrefix(r.idp, "https://") {
		t.Fatalf("origins %s, %s, %s", r.as, r.storefront, r.idp)
	}
	browser := r.trusting(t)
	resp, _ := ask(t, browser, "GET", r.authorizeURL(url.Values{"prompt": {"login"}}), "")
	cookie := resp.Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-as-session_", "Secure", "SameSite=None", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("Set-Cookie %q lacks %s", cookie, want)
		}
	}
	tk := r.logIn(t, browser)
	if got := r.silently(t, browser); !strings.Contains(got, `"code":`) {
		t.Errorf("silent: %s", got)
	}
	// The shop fetches the keys over https, from this process.
	if resp, body := ask(t, browser, "GET", r.storefront+"/api/orders", "", "Authorization", "Bearer "+tk.AccessToken); resp.StatusCode != http.StatusOK {
		t.Errorf("orders: status %d, %s", resp.StatusCode, body)
	}
	r.logInSocially(t, r.trusting(t))
	if _, err := http.Get(r.as + "/"); err == nil {
		t.Error("somebody who does not know the authority believes it")
	}
}

func TestCertificateFile(t *testing.T) {
	r := start(t, "--tls")
	file := r.line(t, `Trust for https: +(\S+)`)
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("%s is left behind: %v", file, err)
	}
	named := filepath.Join(t.TempDir(), "ca.pem")
	r = start(t, "--tls", "--ca-out", named)
	if got := r.line(t, `Trust for https: +(\S+)`); got != named {
		t.Errorf("the start names %s, want %s", got, named)
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(named); err != nil {
		t.Errorf("the file that was asked for is gone: %v", err)
	}
}

// Three hosts, three jars: nobody's cookie reaches another, as ports alone cannot do.
func TestHosts(t *testing.T) {
	r := start(t, "--hosts", "--tls")
	browser := r.trusting(t)
	transport := browser.Transport.(*http.Transport)
	transport.DialContext = dialLoopback // as browsers resolve names below localhost by themselves
	for origin, host := range map[string]string{r.storefront: "app.acme.localhost", r.as: "auth.acme.localhost", r.idp: "idp.example.localhost"} {
		if u, err := url.Parse(origin); err != nil || u.Hostname() != host {
			t.Errorf("origin %s, want host %s", origin, host)
		}
	}
	r.logInSocially(t, browser)
	for _, origin := range []string{r.as, r.idp} {
		u, err := url.Parse(origin)
		if err != nil {
			t.Fatal(err)
		}
		if cookies := browser.Jar.Cookies(u); len(cookies) != 1 {
			t.Errorf("%s gets %d cookies, want its own alone", origin, len(cookies))
		}
	}
	tk := r.logIn(t, browser)
	if resp, body := ask(t, browser, "GET", r.storefront+"/api/orders", "", "Authorization", "Bearer "+tk.AccessToken); resp.StatusCode != http.StatusOK {
		t.Errorf("orders: status %d, %s", resp.StatusCode, body)
	}
	if resp, _ := ask(t, browser, "GET", r.as+"/", "", "Host", "other.acme.localhost"); resp.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another name below localhost: status %d", resp.StatusCode)
	}
}
