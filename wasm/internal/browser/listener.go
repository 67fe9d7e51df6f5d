//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// inputListener hears the user's input, on its way down so that no handler of
// the app can keep it from us.
type inputListener struct {
	*activity
	filter *inputFilter
	heard  func(client.Signal)
}

// restMS is how long the module is deaf to a kind of event that comes with every
// frame of the screen, after one of them: hearing costs more than all that comes of it.
const restMS = 200

func (l *inputListener) listen(scope *jsx.Scope, window jsx.Value) error {
	for i, name := range []string{
		"pointermove", "wheel", "scroll", "input", // and these are frequent
		"pointerdown", "touchstart", "keydown", "focusin",
	} {
		if err := l.attend(scope, window, name, i < 4); err != nil {
			return err
		}
	}
	_, err := scope.Listen(window, "blur", jsx.ListenOptions{Passive: true}, func(event jsx.Value) {
		if isTrue(event, "isTrusted") {
			// The focus has its new place only after the event, in some browsers.
			l.wake(0, l.blurred)
		}
	})
	return err
}

func (l *inputListener) attend(scope *jsx.Scope, window jsx.Value, name string, rests bool) error {
	stop := none
	stop, err := scope.Listen(window, name, jsx.ListenOptions{Capture: true, Passive: true}, func(event jsx.Value) {
		if !isTrue(event, "isTrusted") {
			return
		}
		if rests {
			stop()
			l.wake(restMS, func() { _ = l.attend(scope, window, name, rests) }) // the scope may be closed by then
		}
		l.hear(name, event)
	})
	return err
}

func (l *inputListener) tell(what evidence) {
	if signal, ok := l.filter.pass(what, l.now().Mono); ok {
		l.heard(signal)
	}
}

func (l *inputListener) hear(name string, event jsx.Value) {
	switch name {
	case "pointerdown", "touchstart", "keydown":
		switch {
		case l.filter.justPressed(l.now().Mono):
			l.tell(use) // where it falls makes no difference now, and takes long to find out
		case name == "keydown":
			l.typed(event)
		default:
			l.pointed(event)
		}
	case "wheel", "input":
		l.tell(use)
	case "pointermove":
		l.moved(event)
	default: // scroll, focusin
		l.tell(echo)
	}
}

// pointed: the dialog's backdrop is the dialog element itself to the browser,
// and the page to the user.
func (l *inputListener) pointed(event jsx.Value) {
	path := pathOf(event)
	backdrop := len(path) > 0 && path[0] == "dialog"
	l.pressed(backdrop || !l.inDialog(path))
}

func (l *inputListener) typed(event jsx.Value) {
	l.pressed(!l.inDialog(pathOf(event)))
}

func (l *inputListener) pressed(outside bool) {
	if outside {
		l.tell(pressOutside)
	} else {
		l.tell(pressInside)
	}
}

func (l *inputListener) inDialog(path []string) bool {
	for _, name := range path {
		if name == l.dialogTag {
			return true
		}
	}
	return false
}

// pathOf is the names of the elements that the event passes, from the innermost
// outwards, through open shadow roots too.
func pathOf(event jsx.Value) []string {
	elements, err := event.Call("composedPath")
	if err != nil {
		return nil
	}
	length, err := elements.Length()
	if err != nil {
		return nil
	}
	names := make([]string, length)
	for i := range names {
		if element, err := elements.Index(i); err == nil {
			names[i], _ = element.GetString("localName") // shadow root, document and window have none
		}
	}
	return names
}

// moved leaves out what browsers send when the page moves under a mouse that
// lies still.
func (l *inputListener) moved(event jsx.Value) {
	x, errX := event.GetFloat("movementX")
	y, errY := event.GetFloat("movementY")
	if errX == nil && errY == nil && x == 0 && y == 0 {
		return
	}
	l.tell(movement)
}

// blurred finds the focus in a frame when the user has stepped into it.
func (l *inputListener) blurred() {
	name, err := jsx.Global().GetString("document", "activeElement", "localName")
	if err == nil && name == "iframe" {
		l.tell(frameEntry)
	}
}
