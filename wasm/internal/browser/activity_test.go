//go:build js

package browser

import (
	"slices"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

const dialogTag = "spa-session-dialog"

// clock is set by hand.
type clock struct{ mono int64 }

func (c *clock) now() deadline.Instant { return deadline.Instant{Mono: c.mono} }

func newActivity(scope *jsx.Scope, c *clock) *activity {
	return NewActivity(scope, c.now, NewWake(scope), dialogTag).(*activity)
}

// listenToAll keeps what the activity of the page gives.
func listenToAll(t *testing.T) (heard *[]client.Signal, c *clock) {
	t.Helper()
	scope := newScope(t)
	c = &clock{}
	heard = new([]client.Signal)
	newActivity(scope, c).Listen(func(signal client.Signal) { *heard = append(*heard, signal) })
	return heard, c
}

func wantHeard(t *testing.T, heard []client.Signal, want ...client.Signal) {
	t.Helper()
	if !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
}

func TestWhatAScriptDispatchesIsNobodysAct(t *testing.T) {
	heard, _ := listenToAll(t)
	for _, event := range []string{
		"new PointerEvent('pointerdown', {bubbles: true})",
		"new PointerEvent('pointermove', {bubbles: true, movementX: 5})",
		"new WheelEvent('wheel', {bubbles: true})",
		"new Event('touchstart', {bubbles: true})",
		"new KeyboardEvent('keydown', {bubbles: true, key: 'a'})",
		"new InputEvent('input', {bubbles: true})",
		"new Event('scroll', {bubbles: true})",
		"new FocusEvent('focusin', {bubbles: true})",
	} {
		eval(t, "document.body.dispatchEvent("+event+")")
	}
	eval(t, "dispatchEvent(new Event('focus'))")
	eval(t, "dispatchEvent(new Event('blur'))")
	turn(t)
	wantHeard(t, *heard)
}

// caused scrolls the page and moves the focus, as scripts can: the browser
// vouches for such events. A page that has not the focus itself hears of the
// scrolling alone.
func caused(t *testing.T) {
	t.Helper()
	trusted := tree(t, await(t, `new Promise(resolve => {
		const tall = document.body.appendChild(document.createElement('div'))
		const field = tall.appendChild(document.createElement('input'))
		tall.setAttribute('style', 'height: 10000px')
		let trusted = document.hasFocus() ? 0 : 1
		field.addEventListener('focus', e => { trusted += e.isTrusted })
		document.addEventListener('scroll', (e) => {
			trusted += e.isTrusted
			tall.remove()
			resolve(trusted)
		}, {once: true})
		field.focus()
		scrollTo(0, 500)
	})`))
	turn(t)
	if trusted != 2.0 {
		t.Fatalf("of two events the browser vouches for %v: this tests nothing", trusted)
	}
}

func TestWhatAScriptCausesIsNobodysAct(t *testing.T) {
	heard, _ := listenToAll(t)
	caused(t)
	wantHeard(t, *heard)
}

func TestWhatFollowsAnInputIsTheUsers(t *testing.T) {
	scope, c := newScope(t), &clock{}
	var heard []client.Signal
	listener := &inputListener{newActivity(scope, c), newInputFilter(), func(s client.Signal) { heard = append(heard, s) }}
	if err := listener.listen(scope, jsx.Global()); err != nil {
		t.Fatal(err)
	}
	listener.tell(use)
	c.mono += echoWithin
	caused(t)
	c.mono++
	caused(t)
	wantHeard(t, heard, client.Input, client.Input)
}

// event is one that the browser would vouch for: no script can make it, so it is handed over by hand.
func event(t *testing.T, members string) jsx.Value {
	t.Helper()
	return eval(t, "{isTrusted: true, composedPath() { return this.path }, "+members+"}")
}

func TestPressesAreToldFromWhereTheyFall(t *testing.T) {
	const (
		page     = "path: [document.body, document.documentElement, document, window]"
		button   = "path: [{localName: 'button'}, {localName: 'dialog'}, {}, {localName: '" + dialogTag + "'}, document.body, document, window]"
		backdrop = "path: [{localName: 'dialog'}, {}, {localName: '" + dialogTag + "'}, document.body, document, window]"
		foreign  = "path: [{localName: 'button'}, {localName: 'dialog'}, document.body, document, window]"
	)
	pointed, typed := (*inputListener).pointed, (*inputListener).typed
	for name, row := range map[string]struct {
		hear func(*inputListener, jsx.Value)
		path string
		want client.Signal
	}{
		"a click in the page":               {pointed, page, client.Press},
		"a click on our dialog's button":    {pointed, button, client.Input},
		"a click on our backdrop":           {pointed, backdrop, client.Press},
		"a click in the app's own dialog":   {pointed, foreign, client.Press},
		"a key in the page":                 {typed, page, client.Press},
		"a key on our dialog's button":      {typed, button, client.Input},
		"Esc, with the focus on our dialog": {typed, backdrop, client.Input},
		"an event without a path":           {pointed, "path: []", client.Press},
	} {
		t.Run(name, func(t *testing.T) {
			var heard []client.Signal
			c := &clock{}
			listener := &inputListener{newActivity(newScope(t), c), newInputFilter(), func(s client.Signal) { heard = append(heard, s) }}
			row.hear(listener, event(t, row.path))
			wantHeard(t, heard, row.want)
		})
	}
}

func TestMovementWithoutAWayIsNone(t *testing.T) {
	for members, want := range map[string][]client.Signal{
		"movementX: 0, movementY: 0":  nil,
		"movementX: 1, movementY: 0":  {client.Move},
		"movementX: 0, movementY: -3": {client.Move},
		"x: 5":                        {client.Move}, // no browser of today, and so no reason to be deaf
	} {
		var heard []client.Signal
		listener := &inputListener{newActivity(newScope(t), &clock{}), newInputFilter(), func(s client.Signal) { heard = append(heard, s) }}
		listener.moved(event(t, members))
		wantHeard(t, heard, want...)
	}
}

func TestSteppingIntoAFrameCountsOnce(t *testing.T) {
	otherTab(t)
	var heard []client.Signal
	c := &clock{}
	listener := &inputListener{newActivity(newScope(t), c), newInputFilter(), func(s client.Signal) { heard = append(heard, s) }}
	listener.blurred()
	wantHeard(t, heard)
	eval(t, "other.focus()")
	for range 3 {
		listener.blurred()
		c.mono += 60_000
	}
	wantHeard(t, heard, client.Input)
}

func TestTheLifeOfThePage(t *testing.T) {
	heard, _ := listenToAll(t)
	for _, step := range []struct {
		run  string
		want []client.Signal
	}{
		{"document.dispatchEvent(new Event('visibilitychange'))", []client.Signal{client.Visible}},
		{"document.dispatchEvent(new Event('freeze'))", []client.Signal{client.Freeze}},
		{"document.dispatchEvent(new Event('resume'))", []client.Signal{client.Resume}},
		{"dispatchEvent(new PageTransitionEvent('pagehide', {persisted: false}))", []client.Signal{client.Freeze}},
		{"dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false}))", nil},
		{"dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))", []client.Signal{client.Resume}},
		{"dispatchEvent(new Event('online'))", []client.Signal{client.Online}},
		{"dispatchEvent(new Event('offline'))", []client.Signal{client.Online}}, // the event lies, the browser knows
	} {
		*heard = nil
		eval(t, step.run)
		if !slices.Equal(*heard, step.want) {
			t.Errorf("%s: heard %v, want %v", step.run, *heard, step.want)
		}
	}
	t.Run("hidden and offline", func(t *testing.T) {
		replace(t, "navigator", "{value: {onLine: false}}")
		eval(t, "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})")
		defer eval(t, "delete document.visibilityState")
		*heard = nil
		eval(t, "document.dispatchEvent(new Event('visibilitychange'))")
		eval(t, "dispatchEvent(new Event('offline'))")
		wantHeard(t, *heard, client.Hidden, client.Offline)
	})
}

func TestWhatThePageIsNow(t *testing.T) {
	activity := newActivity(newScope(t), &clock{})
	if !activity.Visible() || !activity.Online() {
		t.Error("the page is visible and has a network")
	}
	replace(t, "navigator", "{value: {}}")
	if !activity.Online() {
		t.Error("a browser that does not know is taken as offline")
	}
}

func TestActivityStops(t *testing.T) {
	scope := newScope(t)
	activity := newActivity(scope, &clock{})
	before := jsx.Live()
	count := 0
	stop := activity.Listen(func(client.Signal) { count++ })
	eval(t, "document.dispatchEvent(new Event('freeze'))")
	stop()
	stop()
	eval(t, "document.dispatchEvent(new Event('freeze'))")
	if count != 1 || jsx.Live() != before {
		t.Errorf("heard %d, %d functions are left", count, jsx.Live()-before)
	}
	scope.Close()
	activity.Listen(func(client.Signal) { t.Error("a closed scope hears") })()
	eval(t, "document.dispatchEvent(new Event('freeze'))")
}
