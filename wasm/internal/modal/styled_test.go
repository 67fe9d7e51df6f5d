//go:build js

package modal

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// newUnstyled is a fixture whose style sheet is still under way.
func newUnstyled(t *testing.T) *fixture {
	f := newFixture(t)
	f.styled = false
	return f
}

func (f *fixture) wantWake(i int, after int64) *wake {
	f.t.Helper()
	if len(f.wakes) <= i || f.wakes[i].after != after {
		f.t.Fatalf("wake %d of %d is not the one after %d ms", i, len(f.wakes), after)
	}
	return f.wakes[i]
}

func TestTheDialogWaitsForItsStyleSheet(t *testing.T) {
	f := newUnstyled(t)
	f.show()
	f.Countdown(41_000)
	f.wantModal(false)
	f.dispatch(f.tree.sheet, "load", false)
	f.wantModal(true)
	f.wantFocus(Continue)
	f.wantText(f.tree.countdown.node, "Your session ends in 41 seconds.")
	f.wantWake(0, 1_000).fire()
	f.wantText(f.tree.countdown.node, "Your session ends in 41 seconds.")
}

func TestTheDialogWaitsNotForLong(t *testing.T) {
	f := newUnstyled(t)
	f.show(to(deadline.Idle))
	f.show(to(deadline.Ended), dismissed)
	f.wantText(f.tree.bar, "")
	f.wantWake(0, 1_000).fire()
	f.wantText(f.tree.bar, text(EndedBar)+"Log in")
	if len(f.wakes) != 1 {
		t.Errorf("%d wakes", len(f.wakes))
	}
}

func TestWhatHasPassedWhileTheSheetLoadsIsNotShown(t *testing.T) {
	f := newUnstyled(t)
	f.show()
	f.show(to(deadline.Active))
	f.dispatch(f.tree.sheet, "load", false)
	f.wantModal(false)
}

func TestAStyleSheetThatFailsIsLoadedAnew(t *testing.T) {
	f := newUnstyled(t)
	f.show()
	failed := f.tree.sheet
	f.dispatch(failed, "error", false)
	f.wantModal(true)
	again := f.wantWake(1, 5_000)
	again.fire()
	if f.tree.sheet.Equal(failed) || !f.page.is(f.tree.sheet, "isConnected") || f.page.is(failed, "isConnected") {
		t.Error("it is the same link")
	}
	if links := f.page.call(f.tree.root, "querySelector", "link:not([href='/spa-session/spa-session.css']), link ~ link"); !links.IsMissing() {
		t.Error("there are others")
	}
	f.wantModal(true)
	f.ok()
}
