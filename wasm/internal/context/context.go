package context

import "sync"

// Context ends once, by being cancelled.
type Context interface {
	Done() <-chan struct{} // closed at the end; nil if there is none to come
	Err() error            // why it ended; nil before that
}

// Canceled is the error of a context of ours that has ended.
var Canceled error = CanceledError{}

// CanceledError is the type of [Canceled], for errors.AsType. (errors.Is brings
// reflection to the shipped module.)
type CanceledError struct{}

func (CanceledError) Error() string { return "context canceled" }

// CancelFunc ends a context. Calls after the first do nothing.
type CancelFunc func()

// CancelCauseFunc ends a context and says why; nil is [Canceled].
type CancelCauseFunc func(cause error)

// Background never ends.
func Background() Context { return background }

var background = &node{}

// WithCancel makes a context that ends with parent at the latest. It must be ended:
// until then parent holds it.
func WithCancel(parent Context) (Context, CancelFunc) {
	ctx, end := WithCancelCause(parent)
	return ctx, func() { end(nil) }
}

// WithCancelCause is WithCancel with a cause, which [Cause] gives.
func WithCancelCause(parent Context) (Context, CancelCauseFunc) {
	child := &node{done: make(chan struct{})}
	if above, ours := parent.(*node); ours {
		above.adopt(child)
	} else {
		go child.follow(parent)
	}
	return child, func(cause error) { child.end(Canceled, cause) }
}

// Cause is why ctx ended: what was given to its [CancelCauseFunc] or to that of a
// context above, else its error. It is nil before the end.
func Cause(ctx Context) error {
	n, ours := ctx.(*node)
	if !ours {
		return ctx.Err()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.cause
}

// node is a context of ours; without done it never ends.
type node struct {
	done  chan struct{}
	above *node // what holds it, if that is one of ours

	mu         sync.Mutex // never held while that of another node is taken
	err, cause error
	below      map[*node]struct{}
}

func (n *node) Done() <-chan struct{} { return n.done }

func (n *node) Err() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.err
}

func (n *node) adopt(child *node) {
	if n.done == nil {
		return
	}
	child.above = n
	n.mu.Lock()
	err, cause := n.err, n.cause
	if err == nil {
		if n.below == nil {
			n.below = map[*node]struct{}{}
		}
		n.below[child] = struct{}{}
	}
	n.mu.Unlock()
	if err != nil {
		child.end(err, cause)
	}
}

// follow waits for the end of a parent that is not one of ours.
func (n *node) follow(parent Context) {
	select {
	case <-parent.Done():
		n.end(parent.Err(), nil)
	case <-n.done:
	}
}

func (n *node) end(err, cause error) {
	if cause == nil {
		cause = err
	}
	n.mu.Lock()
	if n.err != nil {
		n.mu.Unlock()
		return
	}
	n.err, n.cause = err, cause
	below := n.below
	n.below = nil
	close(n.done)
	n.mu.Unlock()

	for child := range below {
		child.end(err, cause)
	}
	if n.above != nil {
		n.above.letGo(n)
	}
}

func (n *node) letGo(child *node) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.below, child)
}
