//go:build js

package browser

import (
	"reflect"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// page is the address of a page of our own origin that runs script.
func page(t *testing.T, script string) string {
	t.Helper()
	url, err := eval(t, "html => URL.createObjectURL(new Blob([html], {type: 'text/html'}))").
		Invoke("<!doctype html><script>" + script + "</script>")
	if err != nil {
		t.Fatal(err)
	}
	return tree(t, url).(string)
}

// open is a frame under test.
type open struct {
	messages chan oidc.Message
	loaded   chan struct{}
	gone     chan error
	close    func()
}

// framing is a loader that makes frames: how the real ones are, web/early_test.go shows.
func framing(t *testing.T) jsx.Value {
	t.Helper()
	return eval(t, `{frame() { return Object.assign(document.createElement('iframe'), {hidden: true}) }}`)
}

func openFrame(t *testing.T, scope *jsx.Scope, url, origin string) open {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	o := open{make(chan oidc.Message, 100), make(chan struct{}, 100), make(chan error, 1), cancel}
	t.Cleanup(cancel)
	go func() {
		o.gone <- NewFrame(scope, framing(t))(ctx, url, client.FrameEvents{
			Origin:  origin,
			Message: func(m oidc.Message) { o.messages <- m },
			Loaded:  func() { o.loaded <- struct{}{} },
		})
	}()
	return o
}

func origin(t *testing.T) string {
	t.Helper()
	return tree(t, eval(t, "location.origin")).(string)
}

func frames(t *testing.T) any {
	t.Helper()
	return tree(t, eval(t, "document.querySelectorAll('iframe').length"))
}

func TestFrameHearsItsPage(t *testing.T) {
	scope := newScope(t)
	o := openFrame(t, scope, page(t, "parent.postMessage({type: 'a', response: {state: 's'}}, '*')"), origin(t))
	want := oidc.Message{Origin: origin(t), FromFrame: true,
		Data: map[string]any{"type": "a", "response": map[string]any{"state": "s"}}}
	if got := <-o.messages; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	<-o.loaded
	o.close()
	if err := <-o.gone; err != nil {
		t.Errorf("it ended with %v", err)
	}
	if got := frames(t); got != 0.0 {
		t.Errorf("%v frames are left", got)
	}
	if len(o.loaded) > 0 || len(o.messages) > 0 {
		t.Error("more was heard than happened")
	}
}

func TestFrameIsPutIntoThePageAsItWasMade(t *testing.T) {
	scope := newScope(t)
	o := openFrame(t, scope, page(t, ""), origin(t))
	<-o.loaded
	got := tree(t, eval(t, `(frame => ({
		...Object.fromEntries(frame.getAttributeNames().map(name => [name, frame.getAttribute(name)])),
		src: '', shown: frame.getClientRects().length, parent: frame.parentNode.localName,
	}))(document.querySelector('iframe'))`))
	want := map[string]any{"hidden": "", "src": "", "shown": 0.0, "parent": "body"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the frame is %v", got)
	}
}

func TestFrameTellsStrangersApart(t *testing.T) {
	scope := newScope(t)
	// The page waits for an order, so that the others come first.
	ours := page(t, "onmessage = () => { parent.postMessage('ours', '*') }")
	t.Run("another window of the right origin", func(t *testing.T) {
		o := openFrame(t, scope, ours, origin(t))
		<-o.loaded
		other := openFrame(t, scope, page(t, "parent.postMessage({type: 'authorization_response'}, '*')"), "")
		<-other.loaded
		if got, want := <-o.messages, (oidc.Message{Origin: origin(t)}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
		eval(t, "document.querySelector('iframe').contentWindow.postMessage('go', '*')")
		if got, want := <-o.messages, (oidc.Message{Origin: origin(t), FromFrame: true, Data: "ours"}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("our own window", func(t *testing.T) {
		o := openFrame(t, scope, ours, origin(t))
		<-o.loaded
		eval(t, "postMessage('self', '*')")
		if got, want := <-o.messages, (oidc.Message{Origin: origin(t)}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("our frame, of another origin", func(t *testing.T) {
		o := openFrame(t, scope, "data:text/html,<script>parent.postMessage('x', '*')</script>", origin(t))
		if got, want := <-o.messages, (oidc.Message{Origin: "null", FromFrame: true}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("no window, when the frame has none either", func(t *testing.T) {
		o := openFrame(t, scope, ours, origin(t))
		<-o.loaded
		eval(t, "document.querySelector('iframe').remove()")
		eval(t, "dispatchEvent(new MessageEvent('message', {origin: location.origin, data: 'late'}))")
		if got, want := <-o.messages, (oidc.Message{Origin: origin(t)}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	})
}

func TestFrameBoundsWhatItReads(t *testing.T) {
	scope := newScope(t)
	for data, want := range map[string]any{
		"10n":                          nil,
		"{a: 10n}":                     nil,
		"new Map()":                    nil,
		"(x => x.x = x)({})":           nil,
		"'x'.repeat((1 << 20) + 1)":    nil,
		"Array(100000).fill(0)":        nil,
		"undefined":                    nil,
		"{type: 'b', more: [1, null]}": map[string]any{"type": "b", "more": []any{1.0, nil}},
	} {
		o := openFrame(t, scope, page(t, "parent.postMessage("+data+", '*')"), origin(t))
		if got := <-o.messages; !got.FromFrame || !reflect.DeepEqual(got.Data, want) {
			t.Errorf("%s: got %.100v", data, got)
		}
		o.close()
		<-o.gone
	}
}

func TestFrameGoesAlthoughTheBodyWasReplaced(t *testing.T) {
	scope := newScope(t)
	o := openFrame(t, scope, page(t, ""), origin(t))
	<-o.loaded
	restore := eval(t, `(body => {
		document.body.replaceWith(document.createElement('body'))
		return () => document.body.replaceWith(body)
	})(document.body)`)
	o.close()
	if err := <-o.gone; err != nil {
		t.Error(err)
	}
	if _, err := restore.Invoke(); err != nil {
		t.Fatal(err)
	}
	if got := frames(t); got != 0.0 {
		t.Errorf("%v frames are left in the body that came back", got)
	}
}

func TestFrameNeedsNoBody(t *testing.T) {
	scope := newScope(t)
	body := eval(t, "document.body")
	eval(t, "document.body.remove()")
	o := openFrame(t, scope, page(t, ""), origin(t))
	<-o.loaded
	o.close()
	<-o.gone
	if _, err := eval(t, "body => { document.documentElement.append(body) }").Invoke(body); err != nil {
		t.Fatal(err)
	}
}

func TestFrameGoesWithTheScope(t *testing.T) {
	scope := newScope(t)
	o := openFrame(t, scope, page(t, ""), origin(t))
	<-o.loaded
	scope.Close()
	if err := <-o.gone; err != nil {
		t.Error(err)
	}
	if got := frames(t); got != 0.0 {
		t.Errorf("%v frames are left", got)
	}
	late := openFrame(t, scope, page(t, ""), origin(t))
	wantError(t, <-late.gone, "jsx: the scope is closed")
}

func TestAHundredFramesLeaveNothing(t *testing.T) {
	scope := newScope(t)
	url := page(t, "parent.postMessage('hello', '*')")
	before := jsx.Live()
	for range 100 {
		o := openFrame(t, scope, url, origin(t))
		<-o.messages
		o.close()
		<-o.gone
	}
	if jsx.Live() != before || frames(t) != 0.0 {
		t.Errorf("%d functions and %v frames are left", jsx.Live()-before, frames(t))
	}
}
