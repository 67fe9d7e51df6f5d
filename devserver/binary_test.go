//go:build bundle

package main

import (
	"context"
	"debug/elf"
	"flag"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/web/bundle"
)

var binary = flag.String("binary", "", "the dev server's binary, as make binary builds it")

// TestBinary runs the one file that make binary makes where there is nothing else.
func TestBinary(t *testing.T) {
	if *binary == "" {
		t.Fatal("no -binary: run make binary")
	}
	ctx, cancel := context.WithCancel(t.Context())
	out := &output{ready: make(chan struct{})}
	process := exec.CommandContext(ctx, *binary, "--storefront-port", "0", "--as-port", "0", "--idp-port", "0")
	process.Dir, process.Env = t.TempDir(), []string{}
	process.Stdout, process.Stderr = out, out
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	select {
	case <-out.ready:
	case err := <-ended:
		ended <- err
		t.Fatalf("the binary ended at once: %v\n%s", err, out)
	}
	if strings.Contains(out.String(), "Note:") {
		t.Errorf("something is missing in the binary:\n%s", out)
	}
	r := &running{out: out}
	names, err := bundle.Names("../web/dist")
	if err != nil {
		t.Fatal(err)
	}
	storefront, as := r.line(t, `The storefront: +(\S+)`), r.line(t, `The authorization server: +(\S+)`)
	for url, want := range map[string]string{
		storefront + "/":                                        "<title>storezero</title>",
		storefront + "/api/products":                            `"name"`,
		storefront + "/spa-session/" + bundle.Entry:             "createSessionClient",
		storefront + "/spa-session/" + names[bundle.ModuleName]: "\x00asm",
		as + "/.well-known/openid-configuration":                as + "/authorize",
		as + "/__mock/":                                         "dashboard",
		as + "/style.css":                                       "--alert",
		as + "/healthz":                                         "ok",
	} {
		resp, body := ask(t, http.DefaultClient, "GET", url, "")
		if resp.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: status %d, %.200s", url, resp.StatusCode, body)
		}
	}
	file, err := elf.Open(*binary)
	if err != nil {
		t.Logf("no ELF file, so nothing to tell of its libraries: %v", err)
		return
	}
	defer file.Close()
	if libraries, err := file.ImportedLibraries(); err != nil || len(libraries) > 0 {
		t.Errorf("it needs %v, %v", libraries, err)
	}
}
