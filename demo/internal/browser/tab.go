package browser

import (
	"context"
	"net/url"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A Tab is one tab of a profile. Its methods fail the test at once if the browser does not do what they ask; they
// must be called from the test's own goroutine.
type Tab struct {
	t       testing.TB
	ctx     context.Context
	cancel  context.CancelFunc
	console *console
	clock   *clock

	clockScript page.ScriptIdentifier
	pointer     struct{ x, y float64 }
	gone        bool // closed or crashed: nothing can be asked of it any more
}

// Open goes to a URL as if typed into the address bar, and waits until the document and what it names is loaded.
func (tab *Tab) Open(url string) {
	tab.t.Helper()
	result := call(tab, page.Navigate, page.NavigateParams{URL: url})
	if result.ErrorText != "" {
		tab.t.Fatalf("browser: opening %s: %s", url, result.ErrorText)
	}
	tab.WaitFor(`document.readyState === 'complete'`)
}

// OpenBroken goes to a URL that cannot be loaded, and returns the network error that the browser gives.
func (tab *Tab) OpenBroken(url string) string {
	tab.t.Helper()
	result := call(tab, page.Navigate, page.NavigateParams{URL: url})
	if result.ErrorText == "" {
		tab.t.Fatalf("browser: %s was loaded, though it should not", url)
	}
	return result.ErrorText
}

// Reload loads the present page again and waits for it.
func (tab *Tab) Reload() {
	tab.t.Helper()
	tab.Run(`globalThis.__reloading = true`)
	call(tab, page.Reload, page.ReloadParams{})
	tab.WaitFor(`!globalThis.__reloading && document.readyState === 'complete'`)
}

// Back presses the Back button; the test waits for what it expects of it.
func (tab *Tab) Back() {
	tab.t.Helper()
	// The protocol's own way back waits for a load that a page from the back/forward cache never has.
	tab.Run(`void history.back()`)
}

// URL returns the address that the tab shows.
func (tab *Tab) URL() *url.URL {
	tab.t.Helper()
	address, err := url.Parse(Eval[string](tab, `location.href`))
	if err != nil {
		tab.t.Fatalf("browser: the page's address: %v", err)
	}
	return address
}

// Text returns what the element that selector finds shows, with white space collapsed.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	tab.Wait(selector)
	return Eval[string](tab, locate(`element => words(element)`), selector)
}

// FrameCount counts the frames within the page, at any depth and in shadow trees, hidden ones too.
func (tab *Tab) FrameCount() int {
	tab.t.Helper()
	tree := call(tab, page.GetFrameTree, cdp.Empty{})
	return countFrames(tree.FrameTree) - 1
}

func countFrames(tree *page.FrameTree) int {
	count := 1
	for _, child := range tree.ChildFrames {
		count += countFrames(child)
	}
	return count
}

// Close closes the tab as its cross does. Closing it twice does nothing.
func (tab *Tab) Close() {
	tab.gone = true
	tab.clock.detach(tab)
	tab.console.close()
	tab.cancel()
}

// call runs one protocol command on the tab.
func call[P, R any](tab *Tab, command cdp.Command[P, R], params P) R {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		tab.t.Fatalf("browser: %s: %v", command.Method, err)
	}
	return result
}

func (tab *Tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		tab.t.Fatalf("browser: %s: %v", what, err)
	}
}
