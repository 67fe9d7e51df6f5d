package clienttest

import (
	"maps"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/client"
)

// Browser is one browser profile: what its tabs share.
type Browser struct {
	Clock   *Clock
	Network *Network
	http    *http.Client // with cookies, as frames and pages have them

	mu     sync.Mutex
	local  map[string]string
	record any
	locks  map[string]*lock
	heard  map[*Tab]func()
}

// NewBrowser is a fresh profile on a network.
func NewBrowser(network *Network) *Browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // cookiejar has no way to fail
	}
	return &Browser{
		Clock:   NewClock(),
		Network: network,
		http:    &http.Client{Transport: network, Jar: jar, CheckRedirect: stop},
		local:   map[string]string{},
		locks:   map[string]*lock{},
		heard:   map[*Tab]func(){},
	}
}

// stop leaves every redirect to whoever made the request.
func stop(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Stored is the shared record as it lies in storage.
func (b *Browser) Stored() any {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.record
}

// Keys are those of localStorage.
func (b *Browser) Keys() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Sorted(maps.Keys(b.local))
}

// Open is a new tab at an address. It is visible and online.
func (b *Browser) Open(address string) *Tab {
	return &Tab{
		browser:   b,
		location:  address,
		session:   map[string]string{},
		listeners: map[int]func(client.Signal){},
		visible:   true,
		online:    true,
	}
}

// Wipe takes the record away, as an app that deletes all databases does.
func (b *Browser) Wipe() { b.mu.Lock(); b.record = nil; b.mu.Unlock() }
