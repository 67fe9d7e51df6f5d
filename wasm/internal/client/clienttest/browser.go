package clienttest

import (
	"crypto/ecdsa"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/client"
)

// Browser is one browser profile: what its tabs share.
type Browser struct {
	Clock   *Clock
	Network *Network
	http    *http.Client // with cookies, as frames and pages have them

	key    func() *ecdsa.PrivateKey // of proofs of possession
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
		key:     sync.OnceValue(newKey),
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

// Site are the values in localStorage whose key has that prefix.
func (b *Browser) Site(prefix string) (found []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, value := range b.local {
		if strings.HasPrefix(key, prefix) {
			found = append(found, value)
		}
	}
	return found
}

// Put writes to localStorage, as any script of the site can.
func (b *Browser) Put(key, value string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.local[key] = value
}
