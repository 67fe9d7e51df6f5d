//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/wait"
)

// When a dialog is made that is not needed yet, in milliseconds: some time after there
// is a session, so that what the page itself loads goes first; and after a failure,
// more often if it is needed by now and nothing else would ask for it.
const (
	untilMade        = 1_000
	untilAgain       = 30_000
	untilNeededAgain = 5_000
)

// standby stands for the dialog until there is one. That is made when it is needed, or
// soon after there is a session, whichever is first: by the time of a warning the
// network may be gone.
type standby struct {
	scope  *jsx.Scope
	wake   client.Wake
	rest   func(context.Context) error // waits for what a dialog is made of
	create func() error                // makes it; is there once rest has said so
	log    func(string)

	dialog   *Dialog // nil: it is still to be made
	busy     bool    // it is being made
	cancel   func()  // the next attempt; nil: there is none
	snapshot client.Snapshot
	news     bool // the dialog has not been told of that
}

func (m *module) newStandby(s *session, now func() deadline.Instant, after client.Wake) *standby {
	b := &standby{scope: s.scope, wake: after, rest: s.Rest, log: s.log}
	b.create = func() error {
		part.Here()
		dialog, err := m.newDialog(s, now, after)
		if err == nil {
			b.take(dialog)
		}
		return err
	}
	return b
}

func (b *standby) show(s client.Snapshot) {
	b.snapshot, b.news = s, true
	switch {
	case b.dialog != nil:
		b.dialog.Show(s)
	case b.needed():
		b.begin()
	case s.Status == deadline.Active && b.cancel == nil && !b.busy:
		b.later(untilMade)
	}
}

// countdown need not be kept for later: a dialog that is made looks at the clock.
func (b *standby) countdown(left int64) {
	if b.dialog != nil {
		b.dialog.Countdown(left)
		return
	}
	b.begin()
}

// needed tells whether there is something to be seen. Where an end is left to the app a
// dialog has nothing to say of it: then it is there in vain.
func (b *standby) needed() bool {
	switch b.snapshot.Status {
	case deadline.Loading, deadline.Active:
		return false
	case deadline.SignedOut:
		return b.snapshot.Reason == client.ReasonUserChanged
	}
	return true
}

func (b *standby) later(milliseconds int64) {
	b.cancel = b.wake(milliseconds, func() {
		b.cancel = nil
		if b.needed() || b.snapshot.Status == deadline.Active {
			b.begin()
		}
	})
}

func (b *standby) begin() {
	if b.busy || b.dialog != nil || b.scope.Context().Err() != nil {
		return
	}
	b.busy = true
	if b.cancel != nil {
		b.cancel()
		b.cancel = nil
	}
	go func() {
		wait.Here()
		ctx := b.scope.Context()
		err := b.rest(ctx)
		if err == nil && ctx.Err() == nil {
			err = b.create()
		}
		b.busy = false
		if err != nil && ctx.Err() == nil {
			b.failed(err)
		}
	}()
}

func (b *standby) failed(err error) {
	b.log("the dialog: " + said(err))
	if b.needed() {
		b.later(untilNeededAgain)
	} else {
		b.later(untilAgain)
	}
}

// take shows in a dialog what is to be seen by now. The app's listeners run meanwhile,
// and more may come: that waits for its turn.
//
//go:noinline
func (b *standby) take(dialog *Dialog) {
	part.Here()
	for b.news {
		b.news = false
		dialog.Show(b.snapshot)
	}
	b.dialog = dialog
}
