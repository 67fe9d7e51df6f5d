package deadline_test

import (
	"fmt"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// look is what a tab does each second: it sees whether the clocks have parted,
// and asks how things stand. Here it also checks the answer.
func (w *walk) look() error {
	if w.last.Parted(w.now) {
		if err := w.rebase(); err != nil {
			return err
		}
	}
	w.last = w.now
	v := w.machine.At(w.now)
	w.tell("  %s", show(v))
	for _, check := range []func(deadline.View) error{w.phases, w.deadlines, w.status, w.kind, w.next, w.predicates} {
		if err := check(v); err != nil {
			return err
		}
	}
	w.shown = v
	return nil
}

// rebase moves nothing but the deadlines' place on the wall clock.
func (w *walk) rebase() error {
	before := w.machine.At(w.now)
	w.machine = w.machine.Rebase(w.now)
	w.tell("rebased")
	if after := w.machine.At(w.now); show(before) != show(after) {
		return fmt.Errorf("Rebase made %q of %q", show(after), show(before))
	}
	w.age.rebase()
	w.asked.age.rebase()
	w.sent.age.rebase()
	w.sent.at = w.sent.at.Rebase(w.now)
	w.shown.IdleDeadline = 0
	return nil
}

func (w *walk) phases(v deadline.View) error {
	if w.machine.Open() != (w.phase == deadline.Active) {
		return fmt.Errorf("open: %t, in phase %s", w.machine.Open(), w.phase)
	}
	switch {
	case w.phase != deadline.Active:
		if v != (deadline.View{Status: w.phase}) {
			return fmt.Errorf("%+v in phase %s", v, w.phase)
		}
	case w.machine.Lifetimes.Idle == 0:
		if v != (deadline.View{Status: deadline.Active, Pending: v.Pending}) {
			return fmt.Errorf("%+v without deadlines", v)
		}
	case v.Status != deadline.Active && v.Status != deadline.Warning && v.Status != deadline.Idle:
		return fmt.Errorf("status %q of an open session", v.Status)
	}
	return nil
}

// timed tells whether deadlines run at all.
func (w *walk) timed() bool { return w.phase == deadline.Active && w.machine.Lifetimes.Idle > 0 }

// left is how long there is to the nearer deadline, less than zero after it.
func (w *walk) left() int64 {
	left := w.machine.Lifetimes.Idle - w.age.gone()
	if w.touch.HasAbsolute {
		left = min(left, w.touch.AbsoluteIn-w.age.gone())
	}
	return left
}

// deadlines never move later without a touch. Only a wall clock that is set back
// may take back what it alone has claimed, and never more than that: what has
// gone by the clock that nobody can set stays gone.
func (w *walk) deadlines(v deadline.View) error {
	if !w.timed() {
		return nil
	}
	idle := w.machine.Lifetimes.Idle
	if want := max(w.left(), 0); v.Left != want {
		return fmt.Errorf("left %d, want %d", v.Left, want)
	}
	if v.Left > max(idle-w.floor, 0) {
		return fmt.Errorf("left %d, though %d ms have gone for certain", v.Left, w.floor)
	}
	if w.shown.Status != "" && !w.setBack && v.Left > w.shown.Left {
		return fmt.Errorf("left went from %d to %d without a touch", w.shown.Left, v.Left)
	}
	if w.shown.IdleDeadline != 0 && v.IdleDeadline != w.shown.IdleDeadline {
		return fmt.Errorf("the idle deadline went from %d to %d without a touch", w.shown.IdleDeadline, v.IdleDeadline)
	}
	if want := w.now.Wall + idle - w.age.gone(); w.age.agreed() && v.IdleDeadline != want {
		return fmt.Errorf("the idle deadline is at %d, want %d", v.IdleDeadline, want)
	}
	nearer := v.IdleDeadline
	if w.touch.HasAbsolute {
		nearer = min(nearer, v.AbsoluteDeadline)
		if got := v.AbsoluteDeadline - v.IdleDeadline; got != w.touch.AbsoluteIn-idle {
			return fmt.Errorf("the absolute deadline is %d ms behind the idle one, want %d", got, w.touch.AbsoluteIn-idle)
		}
	} else if v.AbsoluteDeadline != 0 {
		return fmt.Errorf("absolute deadline %d, but none is known", v.AbsoluteDeadline)
	}
	if v.WarningAt != nearer-w.machine.Lifetimes.Warning {
		return fmt.Errorf("warning at %d, nearer deadline at %d", v.WarningAt, nearer)
	}
	return nil
}

// status is warning within the last Warning milliseconds or while the deadline
// waits, and only then.
func (w *walk) status(v deadline.View) error {
	if w.phase == deadline.Active && v.Pending != (w.asked.open && w.asked.age.gone() < w.asked.limit) {
		return fmt.Errorf("pending: %t, %d ms after a question of at most %d", v.Pending, w.asked.age.gone(), w.asked.limit)
	}
	if !w.timed() {
		return nil
	}
	left, want := w.left(), deadline.Active
	switch {
	case left <= 0 && w.asked.holds() && w.kindWanted() == deadline.KindIdle:
		want = deadline.Warning
	case left <= 0:
		want = deadline.Idle
	case left <= w.machine.Lifetimes.Warning && !w.sent.holds():
		want = deadline.Warning
	}
	if v.Status != want {
		return fmt.Errorf("%s with %d ms left, want %s", v.Status, left, want)
	}
	return nil
}

func (w *walk) kindWanted() deadline.Kind {
	if w.touch.HasAbsolute && w.touch.AbsoluteIn-w.machine.Lifetimes.Idle < w.machine.Lifetimes.Warning {
		return deadline.KindAbsolute
	}
	return deadline.KindIdle
}

func (w *walk) kind(v deadline.View) error {
	want := deadline.NoKind
	if v.Status == deadline.Warning {
		want = w.kindWanted()
	}
	if v.Kind != want {
		return fmt.Errorf("%s of kind %q, want %q", v.Status, v.Kind, want)
	}
	return nil
}

// next leads somewhere: asking again then never finds the same again, and
// before it nothing changes.
func (w *walk) next(v deadline.View) error {
	due := w.timed() && (v.Status == deadline.Active || v.Status == deadline.Warning)
	if due != (v.Next > 0) {
		return fmt.Errorf("next %d in %s", v.Next, v.Status)
	}
	if !due {
		return nil
	}
	then := w.machine.At(w.now.Ago(-v.Next))
	if then.Status == v.Status && then.Left == v.Left {
		return fmt.Errorf("after %d ms nothing has changed: %s", v.Next, show(then))
	}
	if just := w.machine.At(w.now.Ago(1 - v.Next)); just.Status != v.Status {
		return fmt.Errorf("%s a millisecond before the next change: %s", show(just), show(v))
	}
	return nil
}

func (w *walk) predicates(v deadline.View) error {
	gone := w.age.gone()
	wants := w.timed() && v.Status == deadline.Active && gone >= w.machine.Lifetimes.Half()
	if got := w.machine.WantsTouch(w.now); got != wants {
		return fmt.Errorf("wants a touch: %t, %d ms after the last, in %s", got, gone, v.Status)
	}
	expired := w.phase == deadline.Active && w.touch.HasAbsolute && gone >= w.touch.AbsoluteIn
	if got := w.machine.Expired(w.now); got != expired {
		return fmt.Errorf("expired: %t, %d ms after the touch, absolute in %d", got, gone, w.touch.AbsoluteIn)
	}
	return nil
}
