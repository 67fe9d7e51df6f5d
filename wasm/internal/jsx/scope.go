//go:build js

package jsx

import (
	"slices"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/context"
)

// ErrClosed is the error of a scope that was closed.
var ErrClosed error = ClosedError{}

// ClosedError is the type of [ErrClosed], for errors.AsType.
type ClosedError struct{}

func (ClosedError) Error() string { return "jsx: the scope is closed" }

// Scope owns what must not outlive it: listeners, functions, contexts and
// smaller scopes.
type Scope struct {
	ctx     context.Context
	cancel  context.CancelFunc
	failure ErrorFactory
	leave   func() // takes the scope out of its parent

	mu      sync.Mutex // never held while JavaScript is called
	endings []*ending  // in the order in which they were taken on
	closed  bool
}

type ending struct{ run func() }

// NewScope makes a scope that nobody owns. failure makes what its promises
// reject with; nil is [NewError].
func NewScope(failure ErrorFactory) *Scope {
	if failure == nil {
		failure = NewError
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Scope{ctx: ctx, cancel: cancel, failure: failure, leave: func() {}}
}

// Sub makes a scope that ends with s at the latest. That of a closed scope is
// closed.
func (s *Scope) Sub() *Scope {
	sub := &Scope{failure: s.failure}
	sub.ctx, sub.cancel = context.WithCancel(s.ctx)
	taken, err := s.own(sub.Close)
	if err != nil {
		sub.leave = func() {}
		sub.Close()
		return sub
	}
	sub.leave = func() { s.disown(taken) }
	return sub
}

// Context ends when the scope is closed.
func (s *Scope) Context() context.Context { return s.ctx }

// Defer has end called when the scope is closed; at once if it is.
func (s *Scope) Defer(end func()) {
	if _, err := s.own(end); err != nil {
		end()
	}
}

// Func makes a function that JavaScript can call until the scope is closed. fn
// must not block.
func (s *Scope) Func(fn func(args []Value) Value) (Value, error) {
	function, err := newFunction(fn)
	if err != nil {
		return Value{}, err
	}
	if _, err := s.own(function.release); err != nil {
		function.release()
		return Value{}, err
	}
	return function.value(), nil
}

// Hear hears event on a target that is of no use once the scope is closed, and so is left
// with a listener that does nothing.
func (s *Scope) Hear(target Value, event string, heard func()) error {
	function, err := s.Func(func([]Value) Value {
		heard()
		return Undefined()
	})
	if err == nil {
		_, err = target.Call("addEventListener", event, function)
	}
	return err
}

// ListenOptions are those of addEventListener.
type ListenOptions struct {
	Capture bool // hear the event on its way down to the target
	Passive bool // promise never to cancel it, so that scrolling need not wait
}

// Listen hears event on target until the scope is closed or stop is called. fn
// must not block, and must not keep the event.
func (s *Scope) Listen(target Value, event string, options ListenOptions, fn func(event Value)) (stop func(), err error) {
	function, err := newFunction(func(args []Value) Value {
		fn(argument(args, 0))
		return Undefined()
	})
	if err != nil {
		return nil, err
	}
	arguments := []any{event, function.value()}
	if options != (ListenOptions{}) {
		arguments = append(arguments, map[string]any{"capture": options.Capture, "passive": options.Passive})
	}
	if _, err := target.Call("addEventListener", arguments...); err != nil {
		function.release()
		return nil, err
	}
	end := func() {
		// A target that took a listener does not refuse to give it back.
		_, _ = target.Call("removeEventListener", arguments...)
		function.release()
	}
	taken, err := s.own(end)
	if err != nil {
		end()
		return nil, err
	}
	return func() {
		if s.disown(taken) {
			end()
		}
	}, nil
}

// Close ends the context, then everything else, the youngest first. It may be
// called more than once.
func (s *Scope) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	endings := s.endings
	s.endings = nil
	s.mu.Unlock()

	s.leave()
	s.cancel()
	for _, ending := range slices.Backward(endings) {
		ending.run()
	}
}

func (s *Scope) own(run func()) (*ending, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	taken := &ending{run}
	s.endings = append(s.endings, taken)
	return taken, nil
}

// disown tells whether the ending was still to come.
func (s *Scope) disown(taken *ending) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.Index(s.endings, taken)
	if i < 0 {
		return false
	}
	s.endings = slices.Delete(s.endings, i, i+1)
	return true
}
