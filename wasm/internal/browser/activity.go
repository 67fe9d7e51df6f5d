//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewActivity hears what the user and the page do. Of input, and of the focus,
// only events count that the browser itself made; what a script dispatches is
// nobody's act. The page's own life needs no such proof: it is asked for its
// state, whoever sent the event. dialogTag is the element name of our dialog,
// in lower case: a press in there is no press in the page.
func NewActivity(scope *jsx.Scope, now func() deadline.Instant, wake client.Wake, dialogTag string) client.Activity {
	return &activity{scope: scope, now: now, wake: wake, dialogTag: dialogTag}
}

type activity struct {
	scope     *jsx.Scope
	now       func() deadline.Instant
	wake      client.Wake
	dialogTag string
}

func (a *activity) Visible() bool {
	return must(jsx.Global().GetString("document", "visibilityState")) == "visible"
}

func (a *activity) Online() bool {
	online, err := jsx.Global().GetBool("navigator", "onLine")
	return err != nil || online // a browser that does not tell knows nothing
}

func (a *activity) Listen(heard func(client.Signal)) (stop func()) {
	scope := a.scope.Sub()
	document := must(jsx.Global().Get("document"))
	input := &inputListener{activity: a, filter: newInputFilter(), heard: heard}
	err := firstError(
		input.listen(scope, jsx.Global()),
		a.listenToLife(scope, jsx.Global(), document, heard),
	)
	if err != nil {
		scope.Close() // the scope is closed: windows and documents refuse no listener
		return none
	}
	return scope.Close
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// listenToLife hears what becomes of the page. The listeners do not capture: the
// focus events of elements pass the window only on their way down.
func (a *activity) listenToLife(scope *jsx.Scope, window, document jsx.Value, heard func(client.Signal)) error {
	for _, on := range []struct {
		target jsx.Value
		events []string
	}{
		{document, []string{"visibilitychange", "freeze", "resume"}},
		{window, []string{"pagehide", "pageshow", "focus", "online", "offline"}},
	} {
		for _, name := range on.events {
			_, err := scope.Listen(on.target, name, jsx.ListenOptions{Passive: true}, func(event jsx.Value) {
				if signal, counts := a.signalOf(name, event); counts {
					heard(signal)
				}
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *activity) signalOf(name string, event jsx.Value) (signal client.Signal, counts bool) {
	switch name {
	case "visibilitychange":
		return a.visibility(), true
	case "freeze", "pagehide":
		return client.Freeze, true
	case "resume":
		return client.Resume, true
	case "pageshow":
		return client.Resume, isTrue(event, "persisted")
	case "focus":
		return client.Focus, isTrue(event, "isTrusted")
	default: // online, offline
		return a.network(), true
	}
}

func (a *activity) visibility() client.Signal {
	if a.Visible() {
		return client.Visible
	}
	return client.Hidden
}

func (a *activity) network() client.Signal {
	if a.Online() {
		return client.Online
	}
	return client.Offline
}

// isTrue reads a boolean of an event; one that is not there is false.
func isTrue(event jsx.Value, name string) bool {
	on, err := event.GetBool(name)
	return err == nil && on
}
