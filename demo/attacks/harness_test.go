package attacks_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

func TestMain(m *testing.M) { browser.Main(m) }

// devserver is built once, into the cache folder, where go build finds next time whether anything has changed.
var devserver = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(root))
	binary := filepath.Join(cache, "spa-session", "attacks-"+hex.EncodeToString(sum[:4]), "devserver")
	if out, err := exec.Command("go", "build", "-o", binary, "../../devserver").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return binary, nil
})

// A victim is a dev server on free ports, as `make run` starts it.
type victim struct {
	storefront, as, idp string // origins
}

// newVictim runs a dev server until the test ends.
func newVictim(t *testing.T) *victim {
	t.Helper()
	binary, err := devserver()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(context.WithoutCancel(t.Context()), binary, "--storefront-port", "0", "--as-port", "0", "--idp-port", "0")
	stdout, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	v := &victim{}
	for v.idp == "" && lines.Scan() {
		for name, origin := range map[string]*string{
			"The storefront:": &v.storefront, "The authorization server:": &v.as, "The identity provider:": &v.idp,
		} {
			if value, found := strings.CutPrefix(lines.Text(), name); found {
				*origin = strings.TrimSpace(value)
			}
		}
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, stdout)
	}()
	t.Cleanup(func() {
		if err := server.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		<-drained
		if err := server.Wait(); err != nil {
			t.Errorf("the dev server: %v", err)
		}
	})
	if v.storefront == "" || v.as == "" || v.idp == "" {
		t.Fatalf("the dev server did not say where it serves: %+v", v)
	}
	return v
}

// ask is the developer's own command line: no page, so it may.
func (v *victim) ask(t *testing.T, method, path, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, v.as+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %s, %v\n%s", method, path, resp.Status, err, answer)
	}
	return string(answer)
}

// mint makes a session of Ada, as a test of somebody's app does.
func (v *victim) mint(t *testing.T) (cookie *http.Cookie, sid string) {
	t.Helper()
	var minted struct {
		Session struct {
			ID string `json:"id"`
		} `json:"session"`
		Cookie struct{ Name, Value string } `json:"cookie"`
	}
	answer := v.ask(t, http.MethodPost, "/__mock/sessions", `{"user_id": "auth0|ada"}`)
	if err := json.Unmarshal([]byte(answer), &minted); err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	return &http.Cookie{Name: minted.Cookie.Name, Value: minted.Cookie.Value, Path: "/"}, minted.Session.ID
}

// state is what an attack must not change.
func (v *victim) state(t *testing.T) string {
	t.Helper()
	var state bytes.Buffer
	for _, what := range []string{"settings", "sessions", "faults", "snapshots", "refresh-tokens"} {
		fmt.Fprintln(&state, what, v.ask(t, http.MethodGet, "/__mock/"+what, ""))
	}
	return state.String()
}

// authorize is an authorization request of the storefront.
func (v *victim) authorize(pairs ...string) string {
	query := url.Values{
		"client_id": {"storezero"}, "response_type": {"code"}, "redirect_uri": {v.storefront + "/callback"}, "scope": {"openid"},
		"state": {"s"}, "nonce": {"n"}, "code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return v.as + "/authorize?" + query.Encode()
}

// client is the attacker's own browser, without a screen: it follows no redirect.
func client(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// stranger serves a page of somebody else's: at the host localhost it is of the same site as the dev server, at 127.0.0.1
// of another.
func stranger(t *testing.T, host string, handler http.HandlerFunc) (origin string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", host, 1)
}

// html is a handler that serves one page everywhere.
func html(page string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!doctype html><title>stranger</title>"+page)
	}
}

// logIn fills in the login page that the tab is at.
func logIn(tab *browser.Tab) {
	tab.Type("#username", "ada@storezero.example")
	tab.Type("#password", "difference-engine")
	tab.Click(`button:text("Log in")`)
}

// silentAnswer is the error of a silent request in this tab, "" for a code.
func silentAnswer(tab *browser.Tab, v *victim) string {
	tab.Open(v.authorize("prompt", "none"))
	return tab.URL().Query().Get("error")
}
