package browser

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Patience is how long any one step or wait may take. It is far above what a loaded machine needs, for it only
// decides how long a broken test hangs.
const Patience = 30 * time.Second

// chrome is a browser process that the tests of a binary share.
type chrome struct {
	settings settings

	mu    sync.Mutex
	inUse bool            // Main runs the tests, and will stop what they start
	ctx   context.Context // nil until the first test needs the browser
	err   error
	stop  func()
}

// strict and lenient are the harness's only package-level state: a browser costs a second to start, and the tests of a
// binary have no other owner in common than TestMain. Nearly all of them share the first.
var (
	strict  = chrome{settings: settings{thirdPartyCookies: false}}
	lenient = chrome{settings: settings{thirdPartyCookies: true}}
)

// Main runs the tests of a package and stops the browser after them. Call it from TestMain; it does not return.
func Main(m *testing.M) {
	for _, c := range []*chrome{&strict, &lenient} {
		c.mu.Lock()
		c.inUse = true
		c.mu.Unlock()
	}
	code := m.Run()
	strict.close()
	lenient.close()
	os.Exit(code)
}

// start returns the browser's context, and starts the browser if it is the first to ask.
func (c *chrome) start(t testing.TB) context.Context {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.inUse {
		t.Fatal("browser: the package needs `func TestMain(m *testing.M) { browser.Main(m) }`")
	}
	if c.ctx == nil && c.err == nil {
		c.launch()
	}
	if c.err != nil {
		t.Fatalf("browser: %v", c.err)
	}
	return c.ctx
}

func (c *chrome) launch() {
	ctx, stop, err := c.settings.launch(context.Background())
	c.stop = stop
	if err != nil {
		c.err = err
		return
	}
	c.ctx = ctx
}

// Launch starts a browser that ends with stop, which may be called even if there was an error. Tests have one by Main.
func Launch(parent context.Context) (browser context.Context, stop func(), err error) {
	return settings{}.launch(parent)
}

func (s settings) launch(parent context.Context) (browser context.Context, stop func(), err error) {
	path, err := findChrome(os.Getenv)
	if err != nil {
		return nil, func() {}, err
	}
	folder, err := s.folder()
	if err != nil {
		return nil, func() {}, err
	}
	allocated, stopAllocator := chromedp.NewExecAllocator(parent, append(flags(path), chromedp.UserDataDir(folder), trust())...)
	browser, stopBrowser := chromedp.NewContext(allocated)
	stop = func() {
		stopBrowser()
		stopAllocator()
		if err := os.RemoveAll(folder); err != nil {
			fmt.Fprintln(os.Stderr, "browser: the browser's files are left behind:", err)
		}
	}
	if err := chromedp.Do(browser); err != nil {
		return nil, stop, fmt.Errorf("%s did not start: %w", path, err)
	}
	return browser, stop, nil
}

func (c *chrome) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stop == nil {
		return
	}
	if c.ctx != nil {
		ctx, cancel := context.WithTimeout(c.ctx, Patience)
		defer cancel()
		if err := chromedp.Cancel(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "browser: the browser did not stop by itself:", err)
		}
	}
	c.stop()
}

// flags are chromedp's own, but for three that make a browser kinder to pages than a user's browser is: popups are
// blocked and background pages are slowed down here, for a test of either could not fail otherwise.
func flags(path string) []chromedp.ExecAllocatorOption {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-popup-blocking", false),
		chromedp.Flag("disable-background-timer-throttling", false),
		chromedp.Flag("disable-renderer-backgrounding", false),
	)
	if os.Geteuid() == 0 {
		// Chromium's sandbox refuses to run as root, which containers do.
		options = append(options, chromedp.NoSandbox)
	}
	return options
}
