package web_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/spa-session/spa-session/web/bundle"
)

// patience bounds one wait in the browser. It says that something hangs; no
// test waits for it to pass.
const patience = 60 * time.Second

var (
	browser context.Context   // of the one Chromium; each test has its own tab
	dist    string            // the fixture, built as the module is
	names   map[string]string // of its files, by those without hashes

	modulePath, supportPath string // where the page has the module and wasm_exec.js from
)

func TestMain(m *testing.M) {
	code, err := withBrowser(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func withBrowser(run func() int) (int, error) {
	out, err := os.MkdirTemp("", "spa-session-web-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(out)
	dist = filepath.Join(out, "dist")
	target := bundle.Target{Root: "..", Package: "./web/testdata/fixture", Out: dist, Level: bundle.QuickLevel}
	if _, err := target.Build(context.Background()); err != nil {
		return 1, err
	}
	if names, err = bundle.Names(dist); err != nil {
		return 1, err
	}
	modulePath, supportPath = "/dist/"+names[bundle.ModuleName], "/dist/"+names["wasm_exec.js"]

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	var cancel context.CancelFunc
	browser, cancel = chromedp.NewContext(allocator)
	defer cancel()
	if err := chromedp.Do(browser); err != nil {
		return 1, fmt.Errorf("Chromium or Chrome does not start; on Debian `apt-get install chromium`: %w", err)
	}
	return run(), nil
}

// page is a tab with everything that its console was told.
type page struct {
	ctx     context.Context
	mu      sync.Mutex
	console []string // "error: text", oldest first
}

// open loads the site's page, which has the loader as globalThis.api, and the
// helpers of testdata/page.js.
func open(t *testing.T, s *site) *page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &page{ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatal(err)
	}
	bounded, end := context.WithTimeout(ctx, patience)
	defer end()
	if err := chromedp.Do(bounded, chromedp.Navigate(s.URL)); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *page) hear(event any) {
	line := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		line = string(e.Type) + ":"
		for _, arg := range e.Args {
			line += " " + strings.Trim(string(arg.Value), `"`) + arg.Description
		}
	case *runtime.EventExceptionThrown:
		line = "uncaught: " + e.ExceptionDetails.Text
		if thrown := e.ExceptionDetails.Exception; thrown != nil {
			line += " " + thrown.Description
		}
	case *log.EventEntryAdded:
		line = string(e.Entry.Level) + ": " + e.Entry.Text + " " + e.Entry.URL
	default:
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.console = append(p.console, line)
}

// said are the lines of the console that have part in them.
func (p *page) said(part string) (lines []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, line := range p.console {
		if strings.Contains(line, part) {
			lines = append(lines, line)
		}
	}
	return lines
}

// quiet fails if the console was told of anything that went wrong.
func (p *page) quiet(t *testing.T) {
	t.Helper()
	for _, sort := range []string{"error: ", "warning: ", "uncaught: "} {
		for _, line := range p.said(sort) {
			t.Errorf("the console says %s", line)
		}
	}
}

// eval runs the body of an async function in the page and returns its answer.
func eval[T any](t *testing.T, p *page, body string) T {
	t.Helper()
	ctx, end := context.WithTimeout(p.ctx, patience)
	defer end()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T]("(async () => {"+body+"})()", chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s\n%v\nconsole: %q", body, err, p.said(""))
	}
	return answer
}

// is fails unless the body answers want, as text.
func is(t *testing.T, p *page, body, want string) {
	t.Helper()
	if got := fmt.Sprint(eval[any](t, p, body)); got != want {
		t.Errorf("%s\n got %s\nwant %s", body, got, want)
	}
}

// reloaded runs code and returns once the page that it causes is there.
func reloaded(t *testing.T, p *page, code string) {
	t.Helper()
	ctx, end := context.WithTimeout(p.ctx, patience)
	defer end()
	_, err := chromedp.Run(ctx, chromedp.WaitEvent(cdppage.LoadEventFired, nil, chromedp.Evaluate[chromedp.Void](code)))
	if err != nil {
		t.Fatal(err)
	}
}
