package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

// dialLoopback connects to the port on this machine, whatever the name.
func dialLoopback(ctx context.Context, network, address string) (net.Conn, error) {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("localhost", port))
}

// behind starts the command behind an https proxy that knows it as path, and returns a browser that trusts the proxy.
func behind(t *testing.T, path string, args ...string) (*running, *http.Client) {
	t.Helper()
	var upstream *url.URL
	proxy := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(upstream)
		r.Out.Host = r.In.Host
	}})
	t.Cleanup(proxy.Close)
	r := start(t, append([]string{"--issuer", proxy.URL + path}, args...)...)
	var err error
	if upstream, err = url.Parse(r.line(t, `listens on (http://localhost:\d+)/`)); err != nil {
		t.Fatal(err)
	}
	upstream.Path = ""
	browser := newBrowser(t)
	browser.Transport = proxy.Client().Transport
	return r, browser
}

// Behind a proxy and below a path everything is found: discovery, pages, cookies, the control API and its dashboard, and
// the shop verifies tokens without reaching the proxy.
func TestBehindAProxyBelowAPath(t *testing.T) {
	r, browser := behind(t, "/auth/")
	if !strings.HasSuffix(r.as, "/auth") {
		t.Fatalf("the authorization server is said to be at %s", r.as)
	}
	resp, body := ask(t, browser, "GET", r.as+"/.well-known/openid-configuration", "")
	if resp.StatusCode != http.StatusOK || !strings.Contains(body, `"issuer":"`+r.as+`/"`) || !strings.Contains(body, `"token_endpoint":"`+r.as+`/oauth/token"`) {
		t.Errorf("discovery: status %d, %s", resp.StatusCode, body)
	}
	tk := r.logIn(t, browser)
	if got := r.silently(t, browser); !strings.Contains(got, `"code":`) {
		t.Errorf("silent: %s", got)
	}
	if resp, body := ask(t, browser, "GET", r.storefront+"/api/orders", "", "Authorization", "Bearer "+tk.AccessToken); resp.StatusCode != http.StatusOK {
		t.Errorf("orders: status %d, %s", resp.StatusCode, body)
	}
	fresh := newBrowser(t)
	fresh.Transport = browser.Transport
	r.logInSocially(t, fresh)
	if resp, body := ask(t, browser, "POST", r.as+"/__mock/sessions/"+tk.sid(t)+"/age", `{"seconds":300}`, "Content-Type", "application/json"); resp.StatusCode != http.StatusOK {
		t.Errorf("age: status %d, %s", resp.StatusCode, body)
	}
	if resp, body := ask(t, browser, "GET", r.as+"/__mock/", ""); resp.StatusCode != http.StatusOK || !strings.Contains(body, `href="dashboard/base.css"`) {
		t.Errorf("dashboard: status %d, %s", resp.StatusCode, body)
	}
	if resp, _ := ask(t, browser, "GET", r.as+"/healthz", ""); resp.StatusCode != http.StatusOK {
		t.Errorf("health: status %d", resp.StatusCode)
	}
	_, app := ask(t, browser, "GET", r.storefront+"/config.json", "")
	if !strings.Contains(app, `"domain":"`+r.as+`"`) || !strings.Contains(app, `"controlUrl":"`+r.as+`/__mock"`) {
		t.Errorf("the storefront is told %s", app)
	}
}

// An address that others can reach needs to be meant, and what it opens is said.
func TestPublic(t *testing.T) {
	r := start(t, "--issuer", "https://proxy.example/auth/", "--public")
	for _, want := range []string{"PUBLIC: any password works here", "https://proxy.example/auth"} {
		if !strings.Contains(r.out.String(), want) {
			t.Errorf("the start does not say %q:\n%s", want, r.out)
		}
	}
	listening := r.line(t, `listens on (http://localhost:\d+)/`)
	token := r.line(t, `Its control token: +(\S+)`)
	for _, tc := range []struct {
		authorization string
		want          int
	}{{"", http.StatusUnauthorized}, {"Bearer other", http.StatusUnauthorized}, {"Bearer " + token, http.StatusOK}} {
		resp, body := ask(t, http.DefaultClient, "GET", listening+"/auth/__mock/sessions", "", "Host", "proxy.example", "Authorization", tc.authorization)
		if resp.StatusCode != tc.want {
			t.Errorf("control with %q: status %d, %s", tc.authorization, resp.StatusCode, body)
		}
	}
	_, page := ask(t, http.DefaultClient, "GET", listening+"/auth/nowhere", "", "Host", "proxy.example")
	if !strings.Contains(page, "any password works here") {
		t.Errorf("no banner:\n%s", page)
	}
	if resp, _ := ask(t, http.DefaultClient, "GET", listening+"/auth/", "", "Host", "other.example"); resp.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another host: status %d", resp.StatusCode)
	}
}
