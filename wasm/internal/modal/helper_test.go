//go:build js

package modal

import (
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// policy is that of design section 8, less what only the loader needs. Every
// test of this package runs under it.
const policy = "default-src 'self'; trusted-types spa-session; require-trusted-types-for 'script'"

// canary is the markup by which the policy is tried: it must be refused.
const canary = "<b>canary</b>"

func TestMain(m *testing.M) {
	page, err := newDOM()
	if err != nil {
		panic(err)
	}
	scope, violations := jsx.NewScope(nil), 0
	_, err = scope.Listen(page.document, "securitypolicyviolation", jsx.ListenOptions{}, func(event jsx.Value) {
		if sample := page.string(event, "sample"); strings.HasSuffix(sample, canary) {
			return
		}
		violations++
		println("violates", page.string(event, "violatedDirective"), page.string(event, "sample"))
	})
	if err != nil {
		panic(err)
	}
	page.call(page.query("head"), "append", page.element("meta", "http-equiv", "Content-Security-Policy", "content", policy))
	if err := page.take(); err != nil {
		panic(err)
	}
	if err := page.element("p").Set("innerHTML", canary); err == nil {
		panic("the policy is not in force")
	}
	code := m.Run()
	if violations > 0 {
		println(violations, "violations of the policy")
		code = 1
	}
	os.Exit(code)
}

// fixture is a page with a form, and a dialog over it.
type fixture struct {
	*Dialog
	t        *testing.T
	page     *dom
	main     jsx.Value
	input    jsx.Value
	asked    chan Action
	wakes    []*wake
	failures []error
	now      int64
}

type wake struct {
	after int64
	fire  func()
	gone  bool
}

func newFixture(t *testing.T, changes ...func(*Config)) *fixture {
	t.Helper()
	live := jsx.Live()
	f := &fixture{t: t, asked: make(chan Action, 10), now: 1_018_000}
	var err error
	if f.page, err = newDOM(); err != nil {
		t.Fatal(err)
	}
	f.main, f.input = f.page.element("main", "tabindex", "-1"), f.page.element("input")
	f.page.call(f.main, "append", f.input)
	f.page.call(f.page.get(f.page.document, "body"), "append", f.main)
	f.ok()
	config := Config{
		Style:   "/spa-session/spa-session.css",
		Strings: English(),
		Now:     func() deadline.Instant { return deadline.Instant{Wall: f.now, Mono: f.now} },
		Wake: func(after int64, fire func()) func() {
			w := &wake{after: after, fire: fire}
			f.wakes = append(f.wakes, w)
			return func() { w.gone = true }
		},
		Failed: func(err error) { f.failures = append(f.failures, err) },
	}
	for _, change := range changes {
		change(&config)
	}
	ask := func(action Action) func() { return func() { f.asked <- action } }
	scope := jsx.NewScope(nil)
	f.Dialog, err = New(scope, config, Actions{ask(Continue), ask(TryAgain), ask(LogOut), ask(LogIn), ask(NotNow), ask(Reload)})
	if err != nil {
		t.Fatal(err)
	}
	f.styled = true // no server of these tests has the style sheet
	t.Cleanup(func() {
		scope.Close()
		f.page.call(f.main, "remove")
		f.ok()
		if after := jsx.Live(); after != live {
			t.Errorf("%d callbacks are live, %d were before", after, live)
		}
		for _, err := range f.failures {
			t.Errorf("the page refused: %v", err)
		}
	})
	return f
}

// ok fails the test if the page has refused one of its steps.
func (f *fixture) ok() {
	f.t.Helper()
	if err := f.page.take(); err != nil {
		f.t.Fatal(err)
	}
}

// show shows the good warning of 42 seconds with changes.
func (f *fixture) show(changes ...func(*client.Snapshot)) {
	f.t.Helper()
	s := warned()
	and(changes...)(&s)
	f.Show(s)
}

// wantText compares what a node of the tree says; "" stands for hidden, too.
func (f *fixture) wantText(node jsx.Value, want string) {
	f.t.Helper()
	got := f.page.string(node, "textContent")
	if f.page.is(node, "hidden") {
		got = ""
	}
	f.ok()
	if got != want {
		f.t.Errorf("got %q, want %q", got, want)
	}
}

func (f *fixture) wantModal(want bool) {
	f.t.Helper()
	if got := f.page.answers(f.tree.dialog, "matches", ":modal"); got != want {
		f.t.Errorf("the dialog is modal: %v, want %v", got, want)
	}
	f.ok()
}

// wantFocus compares the focused button of the shadow root.
func (f *fixture) wantFocus(want Action) {
	f.t.Helper()
	if got := Action(f.page.string(f.tree.root, "activeElement", "dataset", "action")); got != want {
		f.t.Errorf("the focus is on %q, want %q", got, want)
	}
	f.ok()
}

func (f *fixture) wantFocusOn(want jsx.Value) {
	f.t.Helper()
	if got := f.page.get(f.page.document, "activeElement"); !got.Equal(want) {
		f.t.Errorf("the focus is on <%s>", f.page.string(got, "localName"))
	}
	f.ok()
}

// wantAsked compares the actions that were asked for since the last time.
func (f *fixture) wantAsked(want ...Action) {
	f.t.Helper()
	for range 3 {
		runtime.Gosched() // actions run in goroutines of their own
	}
	var got []Action
	for len(f.asked) > 0 {
		got = append(got, <-f.asked)
	}
	if !slices.Equal(got, want) {
		f.t.Errorf("asked for %q, want %q", got, want)
	}
}

// press clicks the button of an action, and fails if there is none to be seen.
func (f *fixture) press(action Action) {
	f.t.Helper()
	node := f.page.call(f.tree.root, "querySelector", "[data-action="+string(action)+"]:not([hidden])")
	if node.IsMissing() {
		f.t.Fatalf("no button for %q", action)
	}
	f.page.call(node, "click")
	f.ok()
}

// dispatch fires an event and tells whether its default was left to happen.
func (f *fixture) dispatch(target jsx.Value, event string, cancelable bool) bool {
	f.t.Helper()
	class := f.page.get(jsx.Global(), "Event")
	made, err := class.New(event, map[string]any{"bubbles": false, "cancelable": cancelable})
	if err != nil {
		f.t.Fatal(err)
	}
	left := f.page.answers(target, "dispatchEvent", made)
	f.ok()
	return left
}

// hide has the page say that its tab is hidden, or seen again.
func (f *fixture) hide(hidden bool) {
	f.t.Helper()
	f.page.call(f.page.get(jsx.Global(), "Object"), "defineProperty", f.page.document, "hidden",
		map[string]any{"value": hidden, "configurable": true})
	f.ok()
	f.dispatch(f.page.document, "visibilitychange", false)
	f.t.Cleanup(func() {
		if err := f.page.document.Delete("hidden"); err != nil {
			f.t.Error(err)
		}
	})
}

// settle waits for the close events that are on their way.
func (f *fixture) settle(cause func()) {
	f.t.Helper()
	heard := make(chan struct{}, 10)
	scope := jsx.NewScope(nil)
	defer scope.Close()
	_, err := scope.Listen(f.tree.dialog, "close", jsx.ListenOptions{}, func(jsx.Value) { heard <- struct{}{} })
	if err != nil {
		f.t.Fatal(err)
	}
	cause()
	<-heard
}
