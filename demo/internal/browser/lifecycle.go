package browser

import (
	"context"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Freeze puts the page away as a browser does with a tab that was long in the background: it hears
// visibilitychange and freeze, and its tasks stand still. Locks that it holds stay held.
func (tab *Tab) Freeze() {
	tab.t.Helper()
	call(tab, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: page.SetWebLifecycleStateStateFrozen})
}

// Thaw brings a frozen page back and makes it visible.
func (tab *Tab) Thaw() {
	tab.t.Helper()
	call(tab, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: page.SetWebLifecycleStateStateActive})
	tab.Show()
	tab.WaitFor(`document.visibilityState === 'visible'`)
}

// Hide minimizes the tab's window: the page is hidden, and goes on running.
func (tab *Tab) Hide() {
	tab.t.Helper()
	tab.setWindow(cdpbrowser.WindowStateMinimized)
	tab.WaitFor(`document.visibilityState === 'hidden'`)
}

// Show brings the tab's window back. A window that was never minimized is minimized first, since a page that was
// frozen becomes visible by that change alone.
func (tab *Tab) Show() {
	tab.t.Helper()
	tab.setWindow(cdpbrowser.WindowStateMinimized)
	tab.setWindow(cdpbrowser.WindowStateNormal)
	tab.WaitFor(`document.visibilityState === 'visible'`)
}

func (tab *Tab) setWindow(state cdpbrowser.WindowState) {
	tab.t.Helper()
	window := call(tab, cdpbrowser.GetWindowForTarget, cdpbrowser.GetWindowForTargetParams{})
	call(tab, cdpbrowser.SetWindowBounds, cdpbrowser.SetWindowBoundsParams{
		WindowID: window.WindowID,
		Bounds:   &cdpbrowser.Bounds{WindowState: state},
	})
}

// Offline cuts the tab off the network, or connects it again. The page hears `offline` and `online`.
func (tab *Tab) Offline(offline bool) {
	tab.t.Helper()
	call(tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1}},
	})
	call(tab, network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: offline, DownloadThroughput: -1, UploadThroughput: -1,
	})
	tab.WaitFor(`online => navigator.onLine === online`, !offline)
}

// ClearCache forgets what HTTP caches of the tab's profile keep.
func (tab *Tab) ClearCache() {
	tab.t.Helper()
	call(tab, network.ClearBrowserCache, cdp.Empty{})
}

// Crash ends the tab's renderer process, as a page that runs out of memory does. All that is left to do with the
// tab is Close.
func (tab *Tab) Crash() {
	tab.t.Helper()
	tab.gone = true
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	crashed := make(chan struct{})
	err := chromedp.Listen(ctx, func(event any) {
		if _, ok := event.(*inspector.EventTargetCrashed); ok {
			close(crashed)
		}
	})
	if err != nil {
		tab.t.Fatalf("browser: crashing a tab: %v", err)
	}
	// The command itself is never answered, since what would answer is gone.
	go chromedp.Call(ctx, page.Crash, cdp.Empty{})
	select {
	case <-crashed:
	case <-ctx.Done():
		tab.t.Fatal("browser: the tab did not crash")
	}
}

// BringToFront gives the tab's window the focus, as a user does who comes back to it.
func (tab *Tab) BringToFront() {
	tab.t.Helper()
	call(tab, page.BringToFront, cdp.Empty{})
}
