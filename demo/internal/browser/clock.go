package browser

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/page"
)

//go:embed clock.js
var clockJS string

// clock is the time of a world: how far each of its clocks is ahead of the machine's.
type clock struct {
	mu     sync.Mutex
	server time.Duration // of the servers
	wall   time.Duration // Date in the pages
	mono   time.Duration // performance.now and timers in the pages
	tabs   []*Tab
}

func newClock() *clock { return &clock{} }

// now is the servers' clock.
func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.server)
}

// advance lets d pass for everybody: timers that are due by then fire.
func (c *clock) advance(d time.Duration) { c.move(d, d, d) }

// sleep lets d pass as a laptop's lid does: the pages' monotonic clocks and timers stand still meanwhile, and on
// waking the pages hear visibilitychange and focus.
func (c *clock) sleep(d time.Duration) {
	for _, tab := range c.move(d, d, 0) {
		tab.t.Helper()
		if !tab.gone {
			tab.Run(`__clock.wake()`)
		}
	}
}

// stepWall sets the date of the pages' device by d, forwards or backwards; no time passes.
func (c *clock) stepWall(d time.Duration) { c.move(0, d, 0) }

// move moves the servers first: what a page asks because of its own move finds them where they should be.
func (c *clock) move(server, wall, mono time.Duration) []*Tab {
	c.mu.Lock()
	c.server += server
	c.wall += wall
	c.mono += mono
	tabs := slices.Clone(c.tabs)
	c.mu.Unlock()
	for _, tab := range tabs {
		tab.t.Helper()
		c.apply(tab)
	}
	return tabs
}

func (c *clock) attach(tab *Tab) {
	tab.t.Helper()
	c.mu.Lock()
	c.tabs = append(c.tabs, tab)
	c.mu.Unlock()
	c.apply(tab)
}

func (c *clock) detach(tab *Tab) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tabs = slices.DeleteFunc(c.tabs, func(attached *Tab) bool { return attached == tab })
}

// apply gives a tab's page, and every document that it loads from now on, the clock as it stands. The offsets are
// absolute, so a document that was loaded in between is not moved twice.
func (c *clock) apply(tab *Tab) {
	tab.t.Helper()
	if tab.gone {
		return
	}
	script := c.script()
	if tab.clockScript != "" {
		call(tab, page.RemoveScriptToEvaluateOnNewDocument, page.RemoveScriptToEvaluateOnNewDocumentParams{Identifier: tab.clockScript})
	}
	added := call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	tab.clockScript = added.Identifier
	tab.Run(script)
}

func (c *clock) script() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	function := clockJS[strings.Index(clockJS, "\n((")+1:]
	return fmt.Sprintf("%s(%d, %d)", strings.TrimSpace(function), c.wall.Milliseconds(), c.mono.Milliseconds())
}
