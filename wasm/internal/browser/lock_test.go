//go:build js

package browser

import (
	"errors"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

const lockName = "spa-session:test"

// held are how many locks of the name are held, and how many are waited for.
func held(t *testing.T) (holders, waiters float64) {
	t.Helper()
	counts := tree(t, await(t, `navigator.locks.query().then(({held, pending}) =>
		[held, pending].map(list => list.filter(lock => lock.name == '`+lockName+`').length))`)).([]any)
	return counts[0].(float64), counts[1].(float64)
}

// wantHeld asks until it is so: the browser lets a lock go in its own time.
func wantHeld(t *testing.T, holders, waiters float64) {
	t.Helper()
	var h, w float64
	for range 100 {
		if h, w = held(t); h == holders && w == waiters {
			return
		}
		await(t, "new Promise(resolve => setTimeout(resolve, 10))")
	}
	t.Errorf("%v hold the lock and %v wait, want %v and %v", h, w, holders, waiters)
}

func take(t *testing.T, scope *jsx.Scope, steal bool) *client.Lease {
	t.Helper()
	lease, err := NewLock(scope)(t.Context(), lockName, steal)
	if err != nil {
		t.Fatal(err)
	}
	return lease
}

func isLost(lease *client.Lease) bool {
	select {
	case <-lease.Lost:
		return true
	default:
		return false
	}
}

func TestOneHoldsTheLock(t *testing.T) {
	scope := newScope(t)
	first := take(t, scope, false)
	wantHeld(t, 1, 0)
	second := make(chan *client.Lease)
	go func() {
		lease, err := NewLock(scope)(t.Context(), lockName, false)
		if err != nil {
			t.Error(err)
		}
		second <- lease
	}()
	wantHeld(t, 1, 1)
	select {
	case <-second:
		t.Fatal("two hold it")
	default:
	}
	first.Release()
	first.Release()
	lease := <-second
	wantHeld(t, 1, 0)
	lease.Release()
	wantHeld(t, 0, 0)
	if isLost(first) || isLost(lease) {
		t.Error("a lock that was given back counts as lost")
	}
}

func TestTheWaitForALockEndsWithTheContext(t *testing.T) {
	scope := newScope(t)
	lease := take(t, scope, false)
	ctx, cancel := context.WithCancel(t.Context())
	answer := make(chan error)
	go func() {
		_, err := NewLock(scope)(ctx, lockName, false)
		answer <- err
	}()
	wantHeld(t, 1, 1)
	cancel()
	if err := <-answer; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	wantHeld(t, 1, 0)
	lease.Release()
	wantHeld(t, 0, 0)
}

func TestAContextThatIsOverLeavesNoLock(t *testing.T) {
	scope := newScope(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, steal := range []bool{false, true} {
		if _, err := NewLock(scope)(ctx, lockName, steal); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	wantHeld(t, 0, 0)
}

func TestAStolenLockIsLost(t *testing.T) {
	scope := newScope(t)
	robbed := take(t, scope, false)
	thief := take(t, scope, true)
	<-robbed.Lost
	robbed.Release()
	wantHeld(t, 1, 0)
	if isLost(thief) {
		t.Error("the thief lost it too")
	}
	thief.Release()
	wantHeld(t, 0, 0)
}

func TestLocksGoWithTheScope(t *testing.T) {
	noLeak(t)
	scope := jsx.NewScope(nil)
	lease := take(t, scope, false)
	answer := make(chan error)
	go func() {
		_, err := NewLock(scope)(t.Context(), lockName, false)
		answer <- err
	}()
	turn(t)
	scope.Close()
	if err := <-answer; !jsx.Thrown(err, "AbortError") {
		t.Errorf("who waited got %v", err)
	}
	wantHeld(t, 0, 0)
	lease.Release()
	if _, err := NewLock(scope)(t.Context(), lockName, false); !errors.Is(err, jsx.ErrClosed) {
		t.Errorf("a closed scope gives %v", err)
	}
}

func TestWithoutLocksEverybodyIsAlone(t *testing.T) {
	for name, navigator := range map[string]string{
		"missing": "{value: {}}",
		"denied":  "{value: {locks: {async request() { throw new DOMException('opaque origin', 'SecurityError') }}}}",
	} {
		t.Run(name, func(t *testing.T) {
			replace(t, "navigator", navigator)
			scope := newScope(t)
			first, second := take(t, scope, false), take(t, scope, true)
			first.Release()
			first.Release()
			second.Release()
			if isLost(first) || isLost(second) {
				t.Error("one is lost")
			}
		})
	}
}

func TestALockThatCannotBeAskedForIsAnError(t *testing.T) {
	scope := newScope(t)
	_, err := NewLock(scope)(t.Context(), "-reserved", false) // Web Locks 3.3: names must not begin so
	if !jsx.Thrown(err, "NotSupportedError") {
		t.Errorf("got %v", err)
	}
}
