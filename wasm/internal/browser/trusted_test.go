//go:build !js

package browser_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/spa-session/spa-session/wasm/internal/client"
)

// patience bounds one wait. No test waits for it to pass.
const patience = 60 * time.Second

// What a hand does, in the coordinates of testdata/probe.html.
var (
	click       = chromedp.MouseClickXY(600, 300)
	clickFrame  = chromedp.MouseClickXY(50, 320)
	clickButton = chromedp.MouseClickXY(400, 150)
)

var wheel = command(input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, X: 600, Y: 300, DeltaX: 1, DeltaY: 100})

var dictate = command(input.InsertText, input.InsertTextParams{Text: "words"})

func command[P, R any](which cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, which, params)
		return err
	})
}

// Events that the browser vouches for can be had from outside alone, so this
// test drives a page with real input.
func TestRealInput(t *testing.T) {
	p := openProbe(t)
	frame := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><p>another origin"))
	}))
	t.Cleanup(frame.Close)

	p.act("a click in the page", client.Press, click)
	p.act("the mouse moves", client.Move, chromedp.MouseEvent(chromedp.MouseMoved, 500, 310), chromedp.MouseEvent(chromedp.MouseMoved, 520, 330))
	p.act("the wheel", client.Input, wheel)
	p.act("a key", client.Press, chromedp.KeyEvent("x"))
	p.act("a finger", client.Press, chromedp.TapXY(600, 300))
	p.run("field.focus()")
	p.act("text without keys, as dictated", client.Input, dictate)

	p.run("openDialog()")
	p.act("a click on the dialog's button", client.Input, clickButton)
	p.act("a key in the dialog", client.Input, chromedp.KeyEvent(kb.Tab))
	p.act("a click on the dialog's backdrop", client.Press, click)
	p.run("closeDialog()")

	p.run("embed('" + frame.URL + "')")
	p.act("into a frame of another origin", client.Input, clickFrame)
	p.do("once more in the frame", clickFrame)
	p.act("and back, with no word of the second", client.Press, click)
}

// probe is a page with the module of testdata/probe.
type probe struct {
	t   *testing.T
	ctx context.Context
}

func openProbe(t *testing.T) *probe {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.DisableGPU, chromedp.Flag("disable-quic", true))
	if path := os.Getenv("CHROME"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	p := &probe{t, ctx}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("Chromium or Chrome does not start (Debian: apt-get install chromium): %v", err)
	}
	p.do("opening the page", chromedp.Navigate(serveProbe(t)))
	p.until("the module runs", "ready")
	return p
}

// serveProbe builds the module and serves it with its page.
func serveProbe(t *testing.T) (url string) {
	t.Helper()
	module := filepath.Join(t.TempDir(), "probe.wasm")
	build := exec.Command("go", "build", "-o", module, "./testdata/probe")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"/":             "testdata/probe.html",
		"/wasm_exec.js": filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"),
		"/probe.wasm":   module,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, files[r.URL.Path])
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// act does something and checks that it gives that one signal. A mouse that
// goes somewhere to click moves, and a page that is clicked gets the focus:
// these two may come beside.
func (p *probe) act(name string, want client.Signal, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	p.do(name, actions...)
	p.until(name, "signals.includes("+strconv.Itoa(int(want))+")")
	got := evaluate[[]client.Signal](p, name, "(heard => { signals = []; advance(10000); return heard })(signals)")
	got = slices.DeleteFunc(got, func(s client.Signal) bool { return s != want && (s == client.Move || s == client.Focus) })
	if !slices.Equal(got, []client.Signal{want}) {
		p.t.Errorf("%s gives %v, want %v alone", name, got, want)
	}
}

func (p *probe) do(name string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("%s: %v", name, err)
	}
}

func (p *probe) run(code string) {
	p.t.Helper()
	p.do(code, chromedp.Evaluate[chromedp.Void](code, chromedp.EvalAwaitPromise))
}

func (p *probe) until(name, condition string) {
	p.t.Helper()
	p.do(name, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(patience), chromedp.WithPollingInterval(10*time.Millisecond)))
}

func evaluate[T any](p *probe, name, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("%s: %v", name, err)
	}
	return result
}
