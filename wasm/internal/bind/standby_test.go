//go:build js

package bind

import (
	"errors"
	"runtime"
	"slices"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/modal"
)

// waiting is a standby in a page whose clock and network the test holds.
type waiting struct {
	*standby
	t      *testing.T
	scope  *jsx.Scope
	answer chan error // what becomes of the next request for the rest
	asked  int
	made   int
	shown  []deadline.Status
	left   []int64
	alarms []*alarm
	logged int
	during func() // called while the dialog shows something
}

type alarm struct {
	after int64
	fire  func()
	gone  bool
}

func newWaiting(t *testing.T) *waiting {
	w := &waiting{t: t, scope: jsx.NewScope(nil), answer: make(chan error), during: func() {}}
	w.standby = &standby{
		scope: w.scope,
		wake: func(after int64, fire func()) func() {
			a := &alarm{after: after, fire: fire}
			w.alarms = append(w.alarms, a)
			return func() { a.gone = true }
		},
		rest: func(ctx context.Context) error {
			w.asked++
			select {
			case err := <-w.answer:
				return err
			case <-ctx.Done():
				return ctx.Err()
			}
		},
		log: func(string) { w.logged++ },
	}
	w.create = func() error {
		w.made++
		w.take(&Dialog{
			Show: func(s client.Snapshot) {
				w.shown = append(w.shown, s.Status)
				w.during()
			},
			Countdown: func(left int64) { w.left = append(w.left, left) },
		})
		return nil
	}
	t.Cleanup(w.scope.Close)
	return w
}

func (w *waiting) tell(status deadline.Status) { w.show(client.Snapshot{Status: status}); settle() }

// settle lets goroutines run until they wait for the test.
func settle() {
	for range 5 {
		runtime.Gosched()
	}
}

// loaded answers the request that is under way.
func (w *waiting) loaded(err error) {
	w.t.Helper()
	select {
	case w.answer <- err:
	default:
		w.t.Fatal("nobody has asked for the rest")
	}
	settle()
}

// ring fires the alarm that stands, which has to be the only one, and gives its time.
func (w *waiting) ring() (after int64) {
	w.t.Helper()
	standing := slices.DeleteFunc(w.alarms, func(a *alarm) bool { return a.gone })
	if len(standing) != 1 {
		w.t.Fatalf("%d alarms stand", len(standing))
	}
	w.alarms = nil
	standing[0].fire()
	settle()
	return standing[0].after
}

func (w *waiting) want(asked, made int, shown ...deadline.Status) {
	w.t.Helper()
	if w.asked != asked || w.made != made || !slices.Equal(w.shown, shown) {
		w.t.Errorf("asked for %d times, made %d times, shown %v; want %d, %d, %v", w.asked, w.made, w.shown, asked, made, shown)
	}
}

func TestTheDialogIsMadeSoonAfterThereIsASession(t *testing.T) {
	w := newWaiting(t)
	w.tell(deadline.Loading)
	w.tell(deadline.SignedOut)
	if len(w.alarms) != 0 {
		t.Error("a dialog is to be made for a visitor")
	}
	w.tell(deadline.Active)
	w.tell(deadline.Active)
	w.want(0, 0)
	if after := w.ring(); after != 1_000 {
		t.Errorf("it is made after %d ms", after)
	}
	w.loaded(nil)
	w.want(1, 1, deadline.Active)
	w.tell(deadline.Warning)
	w.countdown(42_000)
	w.want(1, 1, deadline.Active, deadline.Warning)
	if !slices.Equal(w.left, []int64{42_000}) {
		t.Errorf("the countdown was at %v", w.left)
	}
}

func TestASignedOutPageMakesNoDialog(t *testing.T) {
	w := newWaiting(t)
	w.tell(deadline.Active)
	w.tell(deadline.SignedOut)
	w.ring()
	w.want(0, 0)
	w.tell(deadline.Active) // a login in a popup
	w.ring()
	w.want(1, 0)
}

func TestADialogThatIsNeededIsMadeAtOnce(t *testing.T) {
	w := newWaiting(t)
	w.tell(deadline.Active)
	w.tell(deadline.Warning)
	w.want(1, 0)
	w.countdown(30_000)
	w.tell(deadline.Idle)
	w.want(1, 0)
	w.loaded(nil)
	w.want(1, 1, deadline.Idle) // the newest, and that alone
	for _, a := range w.alarms {
		if !a.gone {
			t.Error("it is to be made once more")
		}
	}
}

func TestAFailureIsTriedAgain(t *testing.T) {
	w := newWaiting(t)
	w.tell(deadline.Active)
	w.ring()
	w.tell(deadline.Active)
	w.loaded(errors.New("offline"))
	w.want(1, 0)
	w.tell(deadline.Active)
	if after := w.ring(); after != 30_000 {
		t.Errorf("what is not needed yet is asked for again after %d ms", after)
	}
	w.loaded(errors.New("offline"))
	w.tell(deadline.Warning)
	w.loaded(errors.New("offline"))
	w.want(3, 0)
	for range 2 { // each second of a warning
		w.countdown(10_000)
		settle()
		w.loaded(errors.New("offline"))
	}
	w.tell(deadline.Ended)
	w.loaded(errors.New("offline"))
	if after := w.ring(); after != 5_000 {
		t.Errorf("what is needed is asked for again after %d ms", after)
	}
	w.loaded(nil)
	w.want(7, 1, deadline.Ended)
	if w.logged != 6 {
		t.Errorf("%d failures were logged", w.logged)
	}
}

func TestADialogThatCannotBeMadeIsTriedAgain(t *testing.T) {
	w := newWaiting(t)
	create := w.create
	w.create = func() error { return errors.New("the page has patched attachShadow") }
	w.tell(deadline.Ended)
	w.loaded(nil)
	w.create = create
	w.ring()
	w.loaded(nil)
	w.want(2, 1, deadline.Ended)
}

// The app's listeners run while the dialog opens, and what they do may change the
// session: a dialog in the middle of a change must not be told of another.
func TestWhatComesWhileTheDialogOpensWaits(t *testing.T) {
	w := newWaiting(t)
	w.during = func() {
		w.during = func() {}
		w.show(client.Snapshot{Status: deadline.SignedOut})
		if len(w.shown) != 1 {
			t.Error("it was told of another state in the middle")
		}
	}
	w.tell(deadline.Warning)
	w.loaded(nil)
	w.want(1, 1, deadline.Warning, deadline.SignedOut)
}

func TestAClosedClientMakesNoDialog(t *testing.T) {
	for name, end := range map[string]func(*waiting){
		"before":           func(w *waiting) { w.scope.Close(); w.tell(deadline.Warning); w.countdown(5); w.want(0, 0) },
		"while asking":     func(w *waiting) { w.tell(deadline.Warning); w.scope.Close(); settle() },
		"when it is there": func(w *waiting) { w.tell(deadline.Warning); w.answer <- nil; w.scope.Close(); settle() },
		"before the alarm": func(w *waiting) { w.tell(deadline.Active); w.scope.Close(); w.ring() },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWaiting(t)
			end(w)
			if w.made != 0 || w.logged != 0 || slices.ContainsFunc(w.alarms, func(a *alarm) bool { return !a.gone }) {
				t.Errorf("made %d, logged %d, alarms %d", w.made, w.logged, len(w.alarms))
			}
		})
	}
}

// What needs a dialog is told here from what modal shows: else a state would have none.
func TestWhatIsShownIsNeeded(t *testing.T) {
	say := modal.Strings{
		Plural: func(int64) string { return modal.Other }, Digits: func(int64) string { return "" },
	}
	for _, status := range []deadline.Status{
		deadline.Loading, deadline.Active, deadline.Warning, deadline.Idle, deadline.Ended, deadline.SignedOut,
	} {
		for _, reason := range []client.Reason{client.NoReason, client.ReasonLogout, client.ReasonUserChanged} {
			s := client.Snapshot{Status: status, Reason: reason}
			shown := modal.Model(s, 0, say).Form != modal.FormNone
			if needed := (&standby{snapshot: s}).needed(); needed != shown {
				t.Errorf("%s, %q: needed %v, shown %v", status, reason, needed, shown)
			}
		}
	}
}
