package browser

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// A Profile is a browser of its own as pages see it: its tabs share cookies, storage, locks and channels with each
// other and with nobody else. It ends with the test.
type Profile struct {
	browser context.Context
	id      cdp.BrowserContextID
	clock   *clock
}

// NewProfile returns an empty profile whose pages have the machine's time.
func NewProfile(t testing.TB) *Profile {
	t.Helper()
	return newProfile(t, &strict, newClock())
}

func newProfile(t testing.TB, of *chrome, clock *clock) *Profile {
	t.Helper()
	browser := of.start(t)
	created, err := chromedp.CallBrowser(browser, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		t.Fatalf("browser: creating a profile: %v", err)
	}
	profile := &Profile{browser: browser, id: created.BrowserContextID, clock: clock}
	t.Cleanup(func() {
		_, err := chromedp.CallBrowser(browser, target.DisposeBrowserContext, target.DisposeBrowserContextParams{BrowserContextID: profile.id})
		if err != nil {
			t.Errorf("browser: disposing of a profile: %v", err)
		}
	})
	return profile
}

// NewTab opens an empty tab. It is closed when the test ends, if not before.
func (p *Profile) NewTab(t testing.TB) *Tab {
	t.Helper()
	console := &console{t: t}
	ctx, cancel := chromedp.NewContext(p.browser,
		chromedp.WithExistingBrowserContext(p.id),
		chromedp.WithListener(console.hear),
	)
	tab := &Tab{t: t, ctx: ctx, cancel: cancel, console: console, clock: p.clock}
	t.Cleanup(tab.Close)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("browser: opening a tab: %v", err)
	}
	p.clock.attach(tab)
	return tab
}
