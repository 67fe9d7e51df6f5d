//go:build js

package browser

import (
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewLock is Web Locks. Where there are none, or the page is denied them, as
// in a sandbox that shares nothing with other tabs, every lock is granted at
// once and never lost: a page alone has nobody to wait for, and an old browser
// is better off renewing twice than never.
//
// Whatever is held or waited for is let go of when the scope is closed.
func NewLock(scope *jsx.Scope) client.Lock {
	return func(ctx context.Context, name string, steal bool) (*client.Lease, error) {
		if scope.Context().Err() != nil {
			return nil, jsx.ErrClosed
		}
		locks, err := jsx.Global().Get("navigator", "locks")
		if err != nil {
			return nil, err
		}
		if locks.IsMissing() {
			return alone(), nil
		}
		lease, err := requestLock(ctx, scope, locks, name, steal)
		if jsx.Thrown(err, "SecurityError") {
			return alone(), nil
		}
		return lease, err
	}
}

func alone() *client.Lease {
	return &client.Lease{Release: none, Lost: make(chan struct{})}
}

func requestLock(ctx context.Context, scope *jsx.Scope, locks jsx.Value, name string, steal bool) (*client.Lease, error) {
	controller, err := construct("AbortController")
	if err != nil {
		return nil, err
	}
	request := &lockRequest{
		hold:    jsx.NewDeferred(),
		own:     jsx.NewScope(nil),
		granted: make(chan struct{}),
		over:    make(chan error, 1),
		lost:    make(chan struct{}),
	}
	options, err := lockOptions(controller, steal)
	if err != nil {
		return nil, err
	}
	if err := request.send(locks, name, options); err != nil {
		request.own.Close()
		return nil, err
	}
	giveUp := func() {
		must(controller.Call("abort")) // if it still waits
		request.release()              // if it was granted meanwhile
	}
	guard := scope.Sub()
	guard.Defer(giveUp)
	go request.follow(guard)
	select {
	case <-request.granted:
		return &client.Lease{Release: request.release, Lost: request.lost}, nil
	case err := <-request.over:
		return nil, err
	case <-ctx.Done():
		giveUp()
		return nil, ctx.Err()
	}
}

// lockOptions: a signal and a theft exclude each other (Web Locks 3.3), and a
// theft does not wait.
func lockOptions(controller jsx.Value, steal bool) (map[string]any, error) {
	if steal {
		return map[string]any{"steal": true}, nil
	}
	signal, err := controller.Get("signal")
	return map[string]any{"signal": signal}, err
}

// lockRequest is one call of navigator.locks.request, until its promise is
// settled. Its callback is owned by no other scope: the browser may call it
// until then.
type lockRequest struct {
	hold    jsx.Deferred // the lock is held while this promise is pending
	own     *jsx.Scope
	promise jsx.Value

	once    sync.Once
	granted chan struct{} // closed when the lock is ours
	over    chan error    // how it ended without
	lost    chan struct{} // closed when it was ours and was stolen
}

func (r *lockRequest) send(locks jsx.Value, name string, options map[string]any) error {
	callback, err := r.own.Func(func([]jsx.Value) jsx.Value {
		close(r.granted)
		return r.hold.Promise
	})
	if err != nil {
		return err
	}
	r.promise, err = locks.Call("request", name, options, callback)
	return err
}

func (r *lockRequest) release() {
	r.once.Do(func() { r.hold.Resolve(jsx.Undefined()) })
}

// follow waits for the end of the request. One that was granted and is
// rejected was stolen: nothing else ends it so.
func (r *lockRequest) follow(guard *jsx.Scope) {
	_, err := jsx.Await(context.Background(), r.promise)
	r.own.Close()
	select {
	case <-r.granted:
		if err != nil {
			close(r.lost)
		}
	default:
		r.over <- err
	}
	guard.Close()
}
