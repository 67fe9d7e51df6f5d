//go:build js

package browser

import (
	"reflect"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

const bellName = "spa-session:test"

func newChannel(t *testing.T, scope *jsx.Scope) client.Channel {
	t.Helper()
	channel, err := NewChannel(scope, bellName)
	if err != nil {
		t.Fatal(err)
	}
	return channel
}

// listenTo counts what a channel hears.
func listenTo(channel client.Channel) (heard chan struct{}, stop func()) {
	heard = make(chan struct{}, 100)
	return heard, channel.Listen(func() { heard <- struct{}{} })
}

// otherTab is a document of our origin that is not this one.
func otherTab(t *testing.T) {
	t.Helper()
	eval(t, "globalThis.other = document.body.appendChild(document.createElement('iframe'))")
	t.Cleanup(func() { eval(t, "other.remove()") })
}

func TestABellIsHeardInOtherTabs(t *testing.T) {
	here, there := newChannel(t, newScope(t)), newChannel(t, newScope(t))
	heardHere, _ := listenTo(here)
	heard, stop := listenTo(there)
	second, _ := listenTo(there)
	here.Ring()
	<-heard
	<-second
	stop()
	stop()
	here.Ring()
	<-second
	turn(t)
	if len(heard) > 0 || len(heardHere) > 0 {
		t.Errorf("after its stop it heard %d, who rang heard %d", len(heard), len(heardHere))
	}
}

func TestABellCarriesNothing(t *testing.T) {
	here := newChannel(t, newScope(t))
	eval(t, `globalThis.heard = new Promise(resolve => {
		const channel = new BroadcastChannel('`+bellName+`')
		channel.onmessage = (event) => { channel.close(); resolve(event.data) }
	})`)
	here.Ring()
	if got := await(t, "heard"); got.Type() != jsx.NullType {
		t.Errorf("it carries %v", tree(t, got))
	}
}

func TestABellIsClosedWhileThePageIsAway(t *testing.T) {
	here := newChannel(t, newScope(t))
	scope := newScope(t)
	there := newChannel(t, scope)
	heard, _ := listenTo(there)
	before := jsx.Live()
	eval(t, "dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))") // of both
	if jsx.Live() != before-2 {
		t.Errorf("%d listeners went, want those of the two channels", before-jsx.Live())
	}
	here.Ring()
	eval(t, "(channel => { channel.postMessage(null); channel.close() })(new BroadcastChannel('"+bellName+"'))")
	turn(t)
	if len(heard) > 0 {
		t.Error("a page that is away heard it, and would be thrown out of the cache")
	}
	for range 2 {
		eval(t, "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
	}
	if jsx.Live() != before {
		t.Errorf("%d functions more than before", jsx.Live()-before)
	}
	here.Ring()
	<-heard
}

func TestABellWithoutBroadcastChannel(t *testing.T) {
	for name, descriptor := range map[string]string{
		"missing":   "{value: undefined}",
		"forbidden": "{value: class { constructor() { throw new DOMException('no', 'SecurityError') } }}",
	} {
		t.Run(name, func(t *testing.T) {
			replace(t, "BroadcastChannel", descriptor)
			otherTab(t)
			// Late events of one key are not those of another.
			bellName := bellName + ":" + name
			here, err := NewChannel(newScope(t), bellName)
			if err != nil {
				t.Fatal(err)
			}
			heard, _ := listenTo(here)
			eval(t, `globalThis.rings = new Promise(resolve => {
				const values = []
				other.contentWindow.addEventListener('storage', (event) => {
					if (event.key == '`+bellName+`') values.push(event.newValue)
					if (values.length == 2) resolve(values)
				})
			})`)
			here.Ring()
			if got := tree(t, await(t, "rings")); !reflect.DeepEqual(got, []any{"ring", nil}) {
				t.Errorf("other tabs see %v", got)
			}
			eval(t, `(storage => {
				storage.setItem('another key', 'x'); storage.removeItem('another key')
				storage.setItem('`+bellName+`', 'x'); storage.removeItem('`+bellName+`')
			})(other.contentWindow.localStorage)`)
			<-heard
			turn(t)
			turn(t)
			if len(heard) > 0 {
				t.Errorf("one ring was heard %d times", 1+len(heard))
			}
			if tree(t, eval(t, "localStorage.getItem('"+bellName+"')")) != nil {
				t.Error("something is left in the store")
			}
		})
	}
}

func TestABellThatCannotRingIsSilent(t *testing.T) {
	replace(t, "BroadcastChannel", "{value: undefined}")
	replace(t, "localStorage", "{get() { throw new DOMException('denied', 'SecurityError') }}")
	here := newChannel(t, newScope(t))
	_, stop := listenTo(here)
	here.Ring()
	stop()
}

func TestABellEndsWithItsScope(t *testing.T) {
	scope := newScope(t)
	here := newChannel(t, scope)
	scope.Close()
	here.Ring()
	if _, err := NewChannel(scope, bellName); err == nil {
		t.Error("a closed scope gives a channel")
	}
}
