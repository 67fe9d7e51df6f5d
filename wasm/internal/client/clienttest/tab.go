package clienttest

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"slices"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Tab is one tab of a browser, from load to load: Reload gives the next.
type Tab struct {
	Frames   int           // how many frames were made so far
	Keepers  []*SafeKeeper // that were opened so far
	NoWorker bool          // refresh tokens are in the page
	NoKeys   bool          // no key can be kept

	Isolated     bool // the page is crossOriginIsolated
	BlockPopups  bool
	BlockCookies bool // frames of other origins have none, as browsers do to other sites
	// InPopup is what the user does in a popup at an address: it gives the
	// address where the popup ends, and the page there. nil: nothing.
	InPopup func(address string) (last, page string, err error)
	Windows []*Window // the popups so far

	browser *Browser
	mu      sync.Mutex
	// location is the page's address; left is where Assign has led.
	location string
	left     string
	session  map[string]string
	visible  bool
	online   bool
	open     int // frames that stand
	early    *client.Early

	next      int
	listeners map[int]func(client.Signal)
}

// Reload is the same tab after its page was loaded anew at an address.
func (t *Tab) Reload(address string) *Tab {
	fresh := t.browser.Open(address)
	fresh.session = maps.Clone(t.session)
	return fresh
}

// Ports are the ports of a client in this tab.
func (t *Tab) Ports() client.Ports {
	b := t.browser
	return client.Ports{
		Now:      b.Clock.Now,
		Wake:     Wake,
		Random:   random,
		Digest:   digest,
		Verify:   verify,
		Fetch:    t.fetch,
		Keeper:   t.keeper,
		Frame:    t.frame,
		Early:    t.takeEarly,
		Popup:    t.popup,
		Navigate: navigate{t},
		Record:   record{b},
		Store:    store{t},
		Lock:     b.lock,
		Channel:  channel{t},
		Activity: activity{t},
		JSON:     parseJSON,
		URL:      parseURL,
		Isolated: t.Isolated,
	}
}

// Left is the address that the page was left for, "" if it was not.
func (t *Tab) Left() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.left
}

// Address is the page's address.
func (t *Tab) Address() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.location
}

// OpenFrames is how many hidden frames stand.
func (t *Tab) OpenFrames() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.open
}

// Listeners is how many listeners for signals there are.
func (t *Tab) Listeners() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.listeners)
}

// Session is a copy of what sessionStorage holds.
func (t *Tab) Session() map[string]string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.session)
}

// Keys are those of sessionStorage.
func (t *Tab) Keys() []string { return slices.Sorted(maps.Keys(t.Session())) }

// Signal lets the page or its user do something.
func (t *Tab) Signal(signal client.Signal) {
	t.mu.Lock()
	switch signal {
	case client.Visible, client.Hidden:
		t.visible = signal == client.Visible
	case client.Online, client.Offline:
		t.online = signal == client.Online
	}
	heard := slices.Collect(maps.Values(t.listeners))
	t.mu.Unlock()
	for _, listener := range heard {
		listener(signal)
	}
}

func (t *Tab) fetch(ctx context.Context, r client.Request) (client.Response, error) {
	return t.browser.Network.fetch(ctx, originOf(t.Address()), r)
}

type activity struct{ *Tab }

func (a activity) Listen(heard func(client.Signal)) (stop func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	id := a.next
	a.next++
	a.listeners[id] = heard
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.listeners, id)
	}
}

func (a activity) Visible() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.visible
}

func (a activity) Online() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.online
}

type navigate struct{ *Tab }

func (n navigate) Location() string { return n.Address() }

func (n navigate) Assign(to string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.left = to
	return nil
}

func (n navigate) Replace(to string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	base, err := url.Parse(n.location)
	if err != nil {
		return err
	}
	target, err := base.Parse(to)
	if err != nil {
		return err
	}
	n.location = target.String()
	return nil
}

func random(bytes int) []byte {
	data := make([]byte, bytes)
	if _, err := rand.Read(data); err != nil {
		panic(err) // crypto/rand has no way to fail
	}
	return data
}

func parseJSON(text string) (tree any, err error) {
	err = json.Unmarshal([]byte(text), &tree)
	return tree, err
}

func parseURL(reference, base string) (oidc.URL, error) {
	u, err := url.Parse(reference)
	if base != "" && err == nil {
		var b *url.URL
		if b, err = url.Parse(base); err == nil {
			u = b.ResolveReference(u)
		}
	}
	if err != nil {
		return oidc.URL{}, err
	}
	if u.Scheme == "" || u.Host == "" {
		return oidc.URL{}, errors.New("clienttest: not an absolute URL: " + reference)
	}
	part := func(mark, text string) string {
		if text == "" {
			return ""
		}
		return mark + text
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return oidc.URL{
		Href:     u.String(),
		Origin:   u.Scheme + "://" + u.Host,
		Protocol: u.Scheme + ":",
		Hostname: u.Hostname(),
		Pathname: u.EscapedPath(),
		Search:   part("?", u.RawQuery),
		Hash:     part("#", u.EscapedFragment()),
	}, nil
}
