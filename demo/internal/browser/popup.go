package browser

import (
	"slices"
	"time"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Popup waits for a window that the page has opened, and returns it as a tab. It closes when its page closes it, or with
// the test.
func (tab *Tab) Popup() *Tab {
	tab.t.Helper()
	opener := chromedp.FromContext(tab.ctx).Target.TargetID
	deadline := time.Now().Add(Patience)
	for {
		found, err := chromedp.CallBrowser(tab.ctx, target.GetTargets, target.GetTargetsParams{})
		if err != nil {
			tab.t.Fatalf("browser: looking for a popup: %v", err)
		}
		i := slices.IndexFunc(found.TargetInfos, func(info *target.Info) bool { return info.Type == "page" && info.OpenerID == opener })
		if i >= 0 {
			return tab.attach(found.TargetInfos[i].TargetID)
		}
		if time.Now().After(deadline) || tab.ctx.Err() != nil {
			tab.t.Fatalf("browser: the page opened no window\n%s", tab.describe())
		}
		time.Sleep(pollInterval)
	}
}

func (tab *Tab) attach(id target.ID) *Tab {
	tab.t.Helper()
	console := &console{t: tab.t}
	ctx, cancel := chromedp.NewContext(tab.ctx, chromedp.WithTargetID(id), chromedp.WithListener(console.hear))
	popup := &Tab{t: tab.t, ctx: ctx, cancel: cancel, console: console, clock: tab.clock}
	tab.t.Cleanup(popup.Close)
	if err := chromedp.Do(ctx); err != nil {
		tab.t.Fatalf("browser: attaching to a popup: %v", err)
	}
	popup.clock.attach(popup)
	return popup
}
