package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience is how long one step may take: a page that never reports ends the run.
const patience = 120 * time.Second

// A visitor is a browser as pages see it: with cookies, storage and caches of its own, or with those of the browser.
type visitor struct {
	browser context.Context
	id      cdp.BrowserContextID // "": the browser's own profile, the only one that has a code cache
}

// newVisitor has nothing in its caches. forget ends it.
func newVisitor(browser context.Context) (v visitor, forget func() error, err error) {
	made, err := chromedp.CallBrowser(browser, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		return visitor{}, nil, err
	}
	v = visitor{browser, made.BrowserContextID}
	return v, func() error {
		_, err := chromedp.CallBrowser(browser, target.DisposeBrowserContext, target.DisposeBrowserContextParams{BrowserContextID: v.id})
		return err
	}, nil
}

// A tab of a visitor's browser, with what its pages report.
type tab struct {
	ctx     context.Context
	close   context.CancelFunc
	reports chan report
}

// A report is what a page says of itself, see pages/run.js.
type report struct {
	Ready float64  `json:"ready"` // milliseconds since the navigation began
	Token float64  `json:"token"` // the same; 0 if it was not asked for
	Bytes int      `json:"bytes"` // of the contender's files, as they were sent
	Files []string `json:"files"`
	Error string   `json:"error"`

	Script float64 `json:"script"` // when the page's own script began
	Steps  []step  `json:"steps"`  // of profile.html alone
}

func (v visitor) tab() (*tab, error) {
	t := &tab{reports: make(chan report, 1)}
	options := []chromedp.ContextOption{chromedp.WithListener(t.hear)}
	if v.id != "" {
		options = append(options, chromedp.WithExistingBrowserContext(v.id))
	}
	t.ctx, t.close = chromedp.NewContext(v.browser, options...)
	// The tab is opened under its own context: it ends with the one that it was opened under.
	if err := chromedp.Do(t.ctx); err != nil {
		t.close()
		return nil, err
	}
	if _, err := call(t, runtime.AddBinding, runtime.AddBindingParams{Name: "benchReport"}); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

func (t *tab) hear(event any) {
	called, ok := event.(*runtime.EventBindingCalled)
	if !ok || called.Name != "benchReport" {
		return
	}
	var r report
	if err := json.Unmarshal([]byte(called.Payload), &r); err != nil {
		r.Error = err.Error()
	}
	select {
	case t.reports <- r:
	default: // nobody waits for it: a page that was left has reported late
	}
}

// visit goes to a page of a contender and waits for its report.
func (t *tab) visit(url string) (report, error) {
	if err := t.open(url); err != nil {
		return report{}, err
	}
	select {
	case r := <-t.reports:
		if r.Error != "" {
			return r, fmt.Errorf("%s: %s", url, r.Error)
		}
		return r, nil
	case <-time.After(patience):
		return report{}, fmt.Errorf("%s did not report in %s", url, patience)
	case <-t.ctx.Done():
		return report{}, t.ctx.Err()
	}
}

func (t *tab) open(url string) error {
	result, err := call(t, page.Navigate, page.NavigateParams{URL: url})
	if err == nil && result.ErrorText != "" {
		err = errors.New(result.ErrorText)
	}
	if err != nil {
		return fmt.Errorf("opening %s: %w", url, err)
	}
	return nil
}

// seed leaves in this browser what a former visit would have left: the session's cookie, and the contender's hint.
func (t *tab) seed(origin, script string, cookie *network.CookieParam) error {
	if err := t.open(origin + "/blank.html"); err != nil {
		return err
	}
	if _, err := eval[chromedp.Void](t, script); err != nil {
		return err
	}
	if _, err := call(t, network.SetCookies, network.SetCookiesParams{Cookies: []*network.CookieParam{cookie}}); err != nil {
		return err
	}
	return t.open("about:blank")
}

// eval returns what an expression comes to; a promise is awaited.
func eval[T any](t *tab, js string) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		err = fmt.Errorf("%s: %w", js, err)
	}
	return value, err
}

func call[P, R any](t *tab, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		err = fmt.Errorf("%s: %w", command.Method, err)
	}
	return result, err
}
