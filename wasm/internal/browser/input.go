//go:build js

package browser

import "github.com/spa-session/spa-session/wasm/internal/client"

// evidence is what an event says about the user.
type evidence uint8

const (
	pressOutside evidence = iota // a button, key or finger, not in the dialog
	pressInside                  // the same in the dialog
	use                          // wheel, typing
	movement                     // a pointer has moved
	echo                         // scroll, focus: what users cause, and scripts as well
	frameEntry                   // the focus went into a frame, where nothing more is heard
)

const (
	signalEvery = 1000 // milliseconds between two Inputs, and before a Move
	pressEvery  = 250  // milliseconds between two Presses: one tap is several events
	echoWithin  = 1000 // milliseconds after an input, in which an echo is the user's
)

// inputFilter turns evidence into signals, few enough to act on each. Instants
// are monotonic milliseconds.
type inputFilter struct {
	input   int64
	signal  int64 // of the last Input or Press that was passed on
	press   int64 // of the last Press
	move    int64 // of the last Move
	entered bool  // into a frame, since the last input
}

// never lies so long before every instant that no interval reaches it.
const never = -1 << 60

func newInputFilter() *inputFilter {
	return &inputFilter{input: never, signal: never, press: never, move: never}
}

// pass says which signal, if any, the evidence gives at now.
func (f *inputFilter) pass(what evidence, now int64) (client.Signal, bool) {
	switch what {
	case pressOutside:
		f.seen(now)
		return f.pressed(now)
	case pressInside, use:
		f.seen(now)
		return f.active(now)
	case movement:
		f.entered = false
		return f.moved(now)
	case echo:
		if now-f.input > echoWithin {
			return 0, false
		}
		return f.active(now)
	case frameEntry:
		if f.entered {
			return 0, false
		}
		f.entered = true
		return f.active(now)
	}
	return 0, false
}

func (f *inputFilter) seen(now int64) {
	f.input = now
	f.entered = false
}

func (f *inputFilter) pressed(now int64) (client.Signal, bool) {
	if f.justPressed(now) {
		return 0, false
	}
	f.press, f.signal = now, now
	return client.Press, true
}

func (f *inputFilter) justPressed(now int64) bool { return now-f.press < pressEvery }

func (f *inputFilter) active(now int64) (client.Signal, bool) {
	if now-f.signal < signalEvery {
		return 0, false
	}
	f.signal = now
	return client.Input, true
}

// moved holds a Move back after an Input too: that says more. An Input is not
// held back after a Move.
func (f *inputFilter) moved(now int64) (client.Signal, bool) {
	if now-max(f.move, f.signal) < signalEvery {
		return 0, false
	}
	f.move = now
	return client.Move, true
}
