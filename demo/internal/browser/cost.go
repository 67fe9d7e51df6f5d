package browser

import (
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
)

// ScriptTime is how long the page's scripts have kept the processor since the tab was opened, in seconds: a machine that
// has much else to do adds nothing to it.
func (tab *Tab) ScriptTime() float64 {
	tab.t.Helper()
	call(tab, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
	for _, metric := range call(tab, performance.GetMetrics, cdp.Empty{}).Metrics {
		if metric.Name == "ScriptDuration" {
			return metric.Value
		}
	}
	tab.t.Fatal("browser: the browser measures no scripts")
	return 0
}
