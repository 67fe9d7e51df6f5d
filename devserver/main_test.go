package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStartSaysWhereToGo(t *testing.T) {
	r := start(t)
	for _, want := range []string{"http://localhost:", "ada@storezero.example", "difference-engine", "Ctrl-C"} {
		if !strings.Contains(r.out.String(), want) {
			t.Errorf("the start does not say %q:\n%s", want, r.out)
		}
	}
	resp, body := ask(t, http.DefaultClient, "GET", r.as+"/.well-known/openid-configuration", "")
	if resp.StatusCode != http.StatusOK || !strings.Contains(body, `"issuer":"`+r.as+`/"`) {
		t.Errorf("discovery: status %d, %s", resp.StatusCode, body)
	}
	resp, body = ask(t, http.DefaultClient, "GET", r.storefront+"/", "")
	if resp.StatusCode != http.StatusOK || !strings.Contains(body, "<title>storezero</title>") {
		t.Errorf("storefront: status %d, %s", resp.StatusCode, body)
	}
	if resp, body = ask(t, http.DefaultClient, "GET", r.storefront+"/api/products", ""); resp.StatusCode != http.StatusOK {
		t.Errorf("products: status %d, %s", resp.StatusCode, body)
	}
}

func TestAppConfigGolden(t *testing.T) {
	r := start(t, "--idle", "120s", "--absolute", "1h")
	_, body := ask(t, http.DefaultClient, "GET", r.storefront+"/config.json", "")
	want := fmt.Sprintf(`{"domain":%q,"clientId":"storezero","audience":"https://api.storezero.example/",`+
		`"idleTimeout":120,"absoluteTimeout":3600,"controlUrl":%q}`, r.as, r.as+"/__mock")
	if body != want {
		t.Errorf("config\n%s\nwant\n%s", body, want)
	}
}

func TestPolicyNamesTheAuthorizationServer(t *testing.T) {
	r := start(t)
	resp, _ := ask(t, http.DefaultClient, "GET", r.storefront+"/", "")
	if policy := resp.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-src 'self' "+r.as+";") {
		t.Errorf("Content-Security-Policy: %s", policy)
	}
}

func TestOrdersNeedAToken(t *testing.T) {
	r := start(t)
	resp, _ := ask(t, http.DefaultClient, "GET", r.storefront+"/api/orders", "")
	if resp.StatusCode != http.StatusUnauthorized || resp.Header.Get("WWW-Authenticate") != `Bearer realm="storezero"` {
		t.Errorf("status %d, WWW-Authenticate %q", resp.StatusCode, resp.Header.Get("WWW-Authenticate"))
	}
}

// The whole story over the two real origins: login, orders, the age control, logout.
func TestLoginOrdersAgeLogout(t *testing.T) {
	r := start(t)
	browser := newBrowser(t)
	tokens := r.logIn(t, browser)
	if tokens.Scope != "openid read:orders offline_access" || tokens.ExpiresIn != 86400 {
		t.Errorf("tokens with scope %q for %d s", tokens.Scope, tokens.ExpiresIn)
	}

	resp, body := ask(t, http.DefaultClient, "GET", r.storefront+"/api/orders", "", "Authorization", "Bearer "+tokens.AccessToken)
	if resp.StatusCode != http.StatusOK || !strings.Contains(body, "SZ-1042") {
		t.Errorf("orders: status %d, %s", resp.StatusCode, body)
	}

	if got := r.silently(t, browser); !strings.Contains(got, `"code":`) {
		t.Errorf("silent: %s", got)
	}
	resp, body = ask(t, http.DefaultClient, "POST", r.as+"/__mock/sessions/"+tokens.sid(t)+"/age", `{"seconds":300}`,
		"Content-Type", "application/json", "Origin", r.storefront, "Sec-Fetch-Site", "same-site")
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Access-Control-Allow-Origin") != r.storefront {
		t.Errorf("age: status %d, %v, %s", resp.StatusCode, resp.Header, body)
	}
	if got := r.silently(t, browser); !strings.Contains(got, `"error":"login_required"`) {
		t.Errorf("silent, after the session was aged beyond its idle limit: %s", got)
	}

	r.logIn(t, browser)
	resp, _ = ask(t, browser, "GET", r.as+"/v2/logout?"+url.Values{"client_id": {"storezero"}, "returnTo": {r.storefront + "/signed-out"}}.Encode(), "")
	if resp.Header.Get("Location") != r.storefront+"/signed-out" {
		t.Errorf("logout leads to %q", resp.Header.Get("Location"))
	}
	if got := r.silently(t, browser); !strings.Contains(got, `"error":"login_required"`) {
		t.Errorf("silent, after the logout: %s", got)
	}
}

// The third origin: a login over the provider that the start names, with the user whom it names.
func TestSocialLoginOverThreeOrigins(t *testing.T) {
	r := start(t)
	r.logInSocially(t, newBrowser(t))
}

// A page whose foreign name resolves to this machine shows itself in Host alone.
func TestForeignHostIsRefusedOnEveryOrigin(t *testing.T) {
	r := start(t)
	for _, url := range []string{r.storefront + "/", r.storefront + "/api/products", r.as + "/.well-known/openid-configuration", r.as + "/__mock/sessions", r.idp + "/.well-known/openid-configuration"} {
		resp, body := ask(t, http.DefaultClient, "GET", url, "", "Host", "rebound.evil.example:4400")
		if resp.StatusCode != http.StatusMisdirectedRequest || !strings.Contains(body, "localhost:") {
			t.Errorf("%s: status %d, %s", url, resp.StatusCode, body)
		}
	}
}

func TestCrossSiteFormToTheControlAPIIsRefused(t *testing.T) {
	r := start(t)
	tokens := r.logIn(t, newBrowser(t))
	resp, _ := ask(t, http.DefaultClient, "POST", r.as+"/__mock/sessions/"+tokens.sid(t)+"/age", "seconds=300",
		"Content-Type", "application/x-www-form-urlencoded", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("status %d, want 403", resp.StatusCode)
	}
}

func TestTextBodyToTheControlAPIIsRefused(t *testing.T) {
	r := start(t)
	tokens := r.logIn(t, newBrowser(t))
	resp, _ := ask(t, http.DefaultClient, "POST", r.as+"/__mock/sessions/"+tokens.sid(t)+"/age", `{"seconds":300}`, "Content-Type", "text/plain")
	if resp.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("status %d, want 415", resp.StatusCode)
	}
}

func TestTakenPortNamesPortAndFlag(t *testing.T) {
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := fmt.Sprint(taken.Addr().(*net.TCPAddr).Port)
	for _, flag := range []string{"--storefront-port", "--as-port", "--idp-port"} {
		args := []string{"--storefront-port", "0", "--as-port", "0", "--idp-port", "0", flag, port}
		err := run(context.Background(), args, noEnv, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "port "+port+" is taken") || !strings.Contains(err.Error(), flag) {
			t.Errorf("%s: %v, want the port and the flag", flag, err)
		}
	}
}

// Stopped, it ends without an error and gives all ports back.
func TestCleanStop(t *testing.T) {
	r := start(t)
	ask(t, http.DefaultClient, "GET", r.storefront+"/", "")
	if err := r.stop(); err != nil {
		t.Fatalf("run: %v", err)
	}
	for _, origin := range []string{r.storefront, r.as, r.idp} {
		listener, err := net.Listen("tcp4", "127.0.0.1"+origin[strings.LastIndex(origin, ":"):])
		if err != nil {
			t.Errorf("%s is still held: %v", origin, err)
			continue
		}
		listener.Close()
	}
}

func TestModuleIsServedAsSoonAsItIsBuilt(t *testing.T) {
	dist := filepath.Join(t.TempDir(), "dist")
	r := start(t, "--dist", dist)
	if !strings.Contains(r.out.String(), "make build") {
		t.Errorf("the start does not say that the module is missing:\n%s", r.out)
	}
	if resp, body := ask(t, http.DefaultClient, "GET", r.storefront+"/spa-session/spa-session.wasm", ""); resp.StatusCode != 404 || !strings.Contains(body, "make build") {
		t.Errorf("before the build: status %d, %s", resp.StatusCode, body)
	}
	if err := os.Mkdir(dist, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dist, "spa-session.wasm"), []byte("\x00asm"), 0o644); err != nil {
		t.Fatal(err)
	}
	resp, body := ask(t, http.DefaultClient, "GET", r.storefront+"/spa-session/spa-session.wasm", "")
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "application/wasm" || body != "\x00asm" {
		t.Errorf("after the build: status %d, %s, %q", resp.StatusCode, resp.Header.Get("Content-Type"), body)
	}
}
