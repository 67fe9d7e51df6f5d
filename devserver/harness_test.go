package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// A running is one run of the command, with what it has printed.
type running struct {
	out                 *output
	storefront, as, idp string // origins
	stop                func() error
}

// output is written by the run and read by the test. Ready is closed when the last line of the start is there.
type output struct {
	mu    sync.Mutex
	b     bytes.Buffer
	grown chan struct{} // closed and replaced whenever there is more
	once  sync.Once
	ready chan struct{}
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, err := o.b.Write(p)
	if o.grown != nil {
		close(o.grown)
		o.grown = nil
	}
	if strings.Contains(o.b.String(), "Ctrl-C") {
		o.once.Do(func() { close(o.ready) })
	}
	return n, err
}

// wait returns as soon as the output has the text; go test's own deadline ends it else.
func (o *output) wait(text string) {
	for {
		o.mu.Lock()
		if strings.Contains(o.b.String(), text) {
			o.mu.Unlock()
			return
		}
		if o.grown == nil {
			o.grown = make(chan struct{})
		}
		grown := o.grown
		o.mu.Unlock()
		<-grown
	}
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

func noEnv(string) string { return "" }

// start runs the command on free ports until the test ends.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{out: &output{ready: make(chan struct{})}}
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, append([]string{"--storefront-port", "0", "--as-port", "0", "--idp-port", "0"}, args...), noEnv, r.out)
	}()
	r.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Errorf("run: %v", err)
		}
	})
	select {
	case <-r.out.ready:
	case err := <-ended:
		ended <- err
		t.Fatalf("run ended at once: %v\n%s", err, r.out)
	}
	r.storefront = r.line(t, `The storefront: +(\S+)`)
	r.as = r.line(t, `The authorization server: +(\S+)`)
	r.idp = r.line(t, `The identity provider: +(\S+)`)
	return r
}

func (r *running) line(t *testing.T, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(r.out.String())
	if m == nil {
		t.Fatalf("the start does not say %s:\n%s", pattern, r.out)
	}
	return m[1]
}

// A browser keeps cookies and follows no redirect.
func newBrowser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// ask sends a request and reads the answer; headers are pairs of name and value, Host among them.
func ask(t *testing.T, client *http.Client, method, url, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
			continue
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(raw)
}
