package deadline_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// TestInvariants walks one machine through random schedules of touches, ends,
// logouts, loads, questions, clock steps and sleeps. After each event it is
// checked against invariants that are kept apart from the machine.
func TestInvariants(t *testing.T) {
	for seed := range uint64(sequences) {
		if err := newWalk(seed, nil).run(); err != nil {
			story := &strings.Builder{}
			again := newWalk(seed, story).run()
			t.Fatalf("seed %d: %v\n%s(told again: %v)", seed, err, story, again)
		}
	}
}

// age is how long ago something was, by either clock: the test's own account of
// what has passed, kept in sums and not in anchors.
type age struct{ wall, mono int64 }

func (a *age) pass(wall, mono int64) { a.wall, a.mono = a.wall+wall, a.mono+mono }

// gone is what counts: the larger.
func (a age) gone() int64 { return max(a.wall, a.mono) }

// agreed tells whether both clocks say the same.
func (a age) agreed() bool { return a.wall == a.mono }

func (a *age) rebase() { a.wall, a.mono = a.gone(), a.gone() }

// request is a question, or a touch in flight, as the test remembers it.
type request struct {
	open   bool
	at     deadline.Instant
	age    age
	limit  int64
	inTime bool // put before the deadline (a question), before the warning (a touch)
}

// holds tells whether the request is young enough to hold something back, and
// was made before what it holds back.
func (r request) holds() bool { return r.open && r.inTime && r.age.gone() < r.limit }

// walk is one random schedule and what the test knows of it.
type walk struct {
	rand  *rand.Rand
	story *strings.Builder // nil: not told
	now   deadline.Instant
	last  deadline.Instant // of the last look, from which a parting is seen

	machine deadline.Machine
	phase   deadline.Status // Loading, SignedOut, Ended, or Active for open
	touch   deadline.Touch
	age     age   // of the touch
	floor   int64 // has gone since the touch by the clock that nobody can set
	setBack bool  // the wall clock was, in the last event
	asked   request
	sent    request
	shown   deadline.View
}

func newWalk(seed uint64, story *strings.Builder) *walk {
	r := rand.New(rand.NewPCG(seed, 0))
	warning := deadline.MinWarning + r.Int64N(2*minute)
	l := deadline.Lifetimes{Warning: warning, Idle: 2*warning + r.Int64N(hour)}
	switch r.IntN(20) {
	case 0:
		l = deadline.Lifetimes{}
	case 1:
		l.Idle += 30 * day
	}
	w := &walk{rand: r, story: story, now: start, last: start, phase: deadline.Loading}
	w.machine.Lifetimes = l
	w.tell("idle %d, warning %d", l.Idle, l.Warning)
	return w
}

func (w *walk) run() error {
	w.touched(w.now, age{})
	for range 30 {
		w.event()
		if err := w.look(); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) tell(format string, args ...any) {
	if w.story == nil {
		return
	}
	fmt.Fprintf(w.story, "wall %+d mono %+d: ", w.now.Wall-start.Wall, w.now.Mono-start.Mono)
	fmt.Fprintf(w.story, format+"\n", args...)
}

// event lets one thing happen. Time passing is the commonest.
func (w *walk) event() {
	w.setBack = false
	switch w.rand.IntN(20) {
	case 0, 1:
		w.touched(w.now, age{})
	case 2:
		if w.sent.open {
			w.touched(w.sent.at, w.sent.age)
		}
	case 3, 4:
		w.ask()
	case 5:
		w.tell("answered")
		w.machine, w.asked = w.machine.Answered(), request{}
	case 6, 7:
		w.send()
	case 8:
		w.tell("come to nothing")
		w.machine, w.sent = w.machine.Sent(), request{}
	case 9:
		w.close()
	case 10:
		w.pass(w.rand.Int64N(2*hour)-hour, w.rand.Int64N(second)) // somebody sets the clock
	case 11:
		w.pass(w.around(w.shown.Next), 0) // a sleep
	case 12:
		ms := w.around(w.shown.Next)
		w.pass(ms+w.rand.Int64N(4001)-2000, ms) // the clocks drift apart, too little to be seen
	default:
		ms := w.around(w.shown.Next)
		w.pass(ms, ms)
	}
}

// around is some milliseconds, most often close to a boundary.
func (w *walk) around(boundary int64) int64 {
	switch w.rand.IntN(5) {
	case 0:
		return w.rand.Int64N(3 * second)
	case 2:
		boundary = w.machine.Lifetimes.Half() - w.age.gone()
	case 1:
		return w.rand.Int64N(w.machine.Lifetimes.Idle + minute)
	}
	return max(boundary+w.rand.Int64N(3)-1, 0)
}

func (w *walk) pass(wall, mono int64) {
	w.now.Wall += wall
	w.now.Mono += mono
	w.age.pass(wall, mono)
	w.floor += mono
	w.setBack = wall < 0
	w.asked.age.pass(wall, mono)
	w.sent.age.pass(wall, mono)
	w.tell("passed %d by the wall, %d by the monotonic clock", wall, mono)
}

// touched confirms a touch that was sent a while ago.
func (w *walk) touched(at deadline.Instant, gone age) {
	l := w.machine.Lifetimes
	w.touch = deadline.Touch{At: at}
	if w.rand.IntN(2) == 0 {
		w.touch.HasAbsolute = true
		w.touch.AbsoluteIn = l.Idle + w.rand.Int64N(4*l.Warning+1) - 2*l.Warning
		if w.rand.IntN(8) == 0 {
			w.touch.AbsoluteIn = -w.rand.Int64N(hour)
		}
	}
	w.machine = w.machine.Touched(w.touch)
	w.phase, w.age, w.floor, w.asked, w.sent = deadline.Active, gone, gone.mono, request{}, request{}
	w.shown = deadline.View{}
	w.tell("touched, sent at %+d; absolute %t in %d", at.Wall-start.Wall, w.touch.HasAbsolute, w.touch.AbsoluteIn)
}

func (w *walk) ask() {
	r := request{open: true, at: w.now, limit: w.rand.Int64N(30*second) + 1}
	r.inTime = w.machine.At(w.now).Left > 0
	w.machine, w.asked = w.machine.Ask(w.now, r.limit), r
	w.tell("asked, limit %d, in time: %t", r.limit, r.inTime)
}

// send may come in a warning too, where a token is asked for that only a present
// user gets; nothing is sent while a touch is in flight.
func (w *walk) send() {
	if w.sent.open {
		return
	}
	r := request{open: true, at: w.now, limit: 2 * second}
	r.inTime = w.machine.At(w.now).Left > w.machine.Lifetimes.Warning
	w.machine, w.sent = w.machine.Send(w.now), r
	w.tell("sent")
}

func (w *walk) close() {
	switch w.rand.IntN(3) {
	case 0:
		w.machine, w.phase = w.machine.End(), deadline.Ended
	case 1:
		w.machine, w.phase = w.machine.SignOut(), deadline.SignedOut
	case 2:
		w.machine, w.phase = w.machine.Load(), deadline.Loading
	}
	w.asked, w.sent, w.shown = request{}, request{}, deadline.View{}
	w.tell("%s", w.phase)
}
