package context

import (
	standard "context"
	"errors"
	"testing"
	"testing/synctest"
)

var errWhy = errors.New("why")

// ended fails t unless ctx has ended with that error and that cause.
func ended(t *testing.T, ctx Context, err, cause error) {
	t.Helper()
	select {
	case <-ctx.Done():
	default:
		t.Error("Done is not closed")
	}
	if ctx.Err() != err || Cause(ctx) != cause {
		t.Errorf("error %v, cause %v; want %v, %v", ctx.Err(), Cause(ctx), err, cause)
	}
}

// alive fails t if ctx has ended.
func alive(t *testing.T, ctx Context) {
	t.Helper()
	select {
	case <-ctx.Done():
		t.Error("Done is closed")
	default:
	}
	if ctx.Err() != nil || Cause(ctx) != nil {
		t.Errorf("error %v, cause %v before the end", ctx.Err(), Cause(ctx))
	}
}

func TestTheEndGoesDownwardsOnly(t *testing.T) {
	root, _ := WithCancel(Background())
	parent, end := WithCancelCause(root)
	sibling, _ := WithCancel(root)
	child, _ := WithCancel(parent)
	grandchild, _ := WithCancelCause(child)
	for _, ctx := range []Context{root, parent, sibling, child, grandchild} {
		alive(t, ctx)
	}
	end(errWhy)
	for _, ctx := range []Context{parent, child, grandchild} {
		ended(t, ctx, Canceled, errWhy)
	}
	for _, ctx := range []Context{Background(), root, sibling} {
		alive(t, ctx)
	}
}

func TestTheFirstEndStays(t *testing.T) {
	ctx, end := WithCancelCause(Background())
	end(errWhy)
	end(errors.New("too late"))
	ended(t, ctx, Canceled, errWhy)
}

func TestWithoutACauseTheErrorIsIt(t *testing.T) {
	ctx, end := WithCancel(Background())
	end()
	end()
	ended(t, ctx, Canceled, Canceled)
	ctx, endFor := WithCancelCause(Background())
	endFor(nil)
	ended(t, ctx, Canceled, Canceled)
}

func TestAChildOfOneThatHasEndedHasEnded(t *testing.T) {
	parent, end := WithCancelCause(Background())
	end(errWhy)
	child, _ := WithCancel(parent)
	ended(t, child, Canceled, errWhy)
}

func TestNothingHoldsWhatHasEnded(t *testing.T) {
	parent, _ := WithCancel(Background())
	for range 3 {
		_, end := WithCancel(parent)
		end()
	}
	if held := len(parent.(*node).below) + len(background.below); held != 0 {
		t.Errorf("%d contexts are held after their end", held)
	}
}

func TestAStandardContextIsAParent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parent, end := standard.WithCancel(t.Context())
		child, _ := WithCancel(parent)
		stopped, stop := WithCancelCause(parent)
		stop(errWhy)
		synctest.Wait()
		alive(t, child)
		ended(t, stopped, Canceled, errWhy)

		end()
		synctest.Wait()
		ended(t, child, standard.Canceled, standard.Canceled)
		ended(t, stopped, Canceled, errWhy)
	})
}

func TestTheEndIsSafeFromManySides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parent, end := WithCancel(Background())
		for range 100 {
			go func() {
				child, endChild := WithCancel(parent)
				go endChild()
				<-child.Done()
			}()
		}
		go end()
		synctest.Wait()
		ended(t, parent, Canceled, Canceled)
		if held := len(parent.(*node).below); held != 0 {
			t.Errorf("%d contexts are held after their end", held)
		}
	})
}
