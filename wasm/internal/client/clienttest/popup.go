package clienttest

import (
	"errors"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Window is a popup of a tab.
type Window struct {
	Relay   string // the channel that is listened to, "" for the window itself
	Visited []string

	tab    *Tab
	mu     sync.Mutex
	closed bool
	heard  func(oidc.Message)
}

// popup is the port Popup.
func (t *Tab) popup(given any) (*client.Window, error) {
	if window, isWindow := given.(*Window); isWindow {
		return window.port(), nil
	}
	if t.BlockPopups {
		return nil, errors.New("clienttest: popups are blocked")
	}
	return t.OpenPopup().port(), nil
}

// OpenPopup is a window that the app opens itself.
func (t *Tab) OpenPopup() *Window {
	window := &Window{tab: t}
	t.mu.Lock()
	t.Windows = append(t.Windows, window)
	t.mu.Unlock()
	return window
}

func (w *Window) port() *client.Window {
	return &client.Window{Listen: w.listen, Go: w.leadTo, Closed: w.Closed, Close: w.Close}
}

func (w *Window) listen(relay, _ string, message func(oidc.Message)) (stop func(), err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Relay, w.heard = relay, message
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.heard = nil
	}, nil
}

// leadTo loads the address, lets the user act on it, and posts what the page there
// would.
func (w *Window) leadTo(address string) error {
	w.mu.Lock()
	w.Visited = append(w.Visited, address)
	w.mu.Unlock()
	if w.tab.InPopup == nil {
		return nil
	}
	last, page, err := w.tab.InPopup(address)
	if err != nil {
		return err
	}
	message, ok := w.tab.answer(last, page)
	overRelay := originOf(last) == originOf(w.tab.Address())
	if ok && overRelay == (w.Relay != "") {
		w.Post(message)
	}
	return nil
}

// Post is a message that the page hears, if it still listens.
func (w *Window) Post(message oidc.Message) {
	w.mu.Lock()
	heard := w.heard
	w.mu.Unlock()
	if heard != nil {
		heard(message)
	}
}

// Listens tells whether the page still hears this window.
func (w *Window) Listens() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.heard != nil
}

func (w *Window) Closed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.closed
}

// Close is also what the user does with the cross.
func (w *Window) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
}
