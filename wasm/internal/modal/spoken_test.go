//go:build js

package modal

import (
	"slices"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

func TestTheLiveRegionSpeaksThreeTimesAndAtTheEnd(t *testing.T) {
	f := newFixture(t)
	f.now = 1_000_000
	region := f.page.call(f.tree.root, "querySelector", "[aria-live=polite]")
	var heard []string
	listen := func() {
		if said := f.page.string(region, "textContent"); said != "" && (heard == nil || heard[len(heard)-1] != said) {
			heard = append(heard, said)
		}
	}
	f.show()
	listen()
	for left := int64(60_000); left > 0; left -= 500 {
		f.Countdown(left)
		listen()
	}
	f.show(to(deadline.Idle))
	listen()
	want := []string{"Your session ends in 30 seconds.", "Your session ends in 20 seconds.",
		"Your session ends in 10 seconds.", text(IdleBar)}
	if !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
	if !f.page.is(region, "isConnected") || !region.Equal(f.tree.live) {
		t.Error("the live region was made anew: screen readers miss the first words of such")
	}
	f.press(NotNow)
	f.show(to(deadline.Idle), dismissed)
	f.show()
	f.wantText(region, "") // the next warning begins in silence
	f.ok()
}

func TestTheLiveRegionIsSilentInAHiddenTab(t *testing.T) {
	f := newFixture(t)
	f.show()
	f.hide(true)
	f.Countdown(30_000)
	f.hide(false)
	f.Countdown(29_000)
	f.wantText(f.tree.live, "")
	f.Countdown(20_000)
	f.wantText(f.tree.live, "Your session ends in 20 seconds.")
}

// untitled takes the titles off the page for the time of the test.
func untitled(f *fixture) {
	f.t.Helper()
	head := f.page.query("head")
	for title := f.page.query("title"); !title.IsMissing(); title = f.page.query("title") {
		f.page.call(title, "remove")
		f.t.Cleanup(func() {
			f.page.call(head, "append", title)
			f.ok()
		})
	}
	f.ok()
}

// titles writes the <title> of the page and reads what stands there.
func titles(f *fixture) (write func(string), read func() string) {
	untitled(f)
	title := f.page.call(f.page.query("head"), "appendChild", f.page.element("title"))
	f.t.Cleanup(func() {
		f.page.call(title, "remove")
		f.ok()
	})
	write = func(text string) { f.page.set(title, "textContent", text); f.ok() }
	read = func() string {
		text := f.page.string(title, "textContent")
		f.ok()
		return text
	}
	return write, read
}

func TestTheTitleOfAHiddenTab(t *testing.T) {
	f := newFixture(t)
	write, read := titles(f)
	want := func(want string) {
		t.Helper()
		if got := read(); got != want {
			t.Errorf("the title is %q, want %q", got, want)
		}
	}
	const own = "  Orders   – Storezero "
	write(own)
	f.show()
	want(own)
	f.hide(true)
	want("(42) Your session is about to end - Orders – Storezero")
	f.Countdown(41_000)
	want("(41) Your session is about to end - Orders – Storezero")
	f.show(to(deadline.Idle))
	want("Your session may have ended - Orders – Storezero")
	f.hide(false)
	want(own)

	f.hide(true)
	write("3 new orders")
	f.Countdown(0)
	want("Your session may have ended - 3 new orders")
	write("4 new orders")
	f.hide(false)
	want("4 new orders")

	f.hide(true)
	f.show(to(deadline.Active))
	want("4 new orders")
}

func TestTheTitleOfAPageWithoutOne(t *testing.T) {
	f := newFixture(t)
	untitled(f)
	f.hide(true)
	f.show()
	if title := f.page.string(f.page.document, "title"); title != "(42) Your session is about to end" {
		t.Errorf("the title is %q", title)
	}
	f.Close()
	if title := f.page.string(f.page.document, "title"); title != "" {
		t.Errorf("the title became %q", title)
	}
	untitled(f)
}

func TestAStillTitle(t *testing.T) {
	f := newFixture(t)
	write, read := titles(f)
	write("Shop")
	scope := jsx.NewScope(nil)
	match, err := scope.Func(func([]jsx.Value) jsx.Value {
		answer, err := jsx.ToJS(map[string]any{"matches": true})
		if err != nil {
			t.Error(err)
		}
		return answer
	})
	if err != nil {
		t.Fatal(err)
	}
	original := f.page.get(jsx.Global(), "matchMedia")
	f.page.set(jsx.Global(), "matchMedia", match)
	f.hide(true)
	f.show()
	f.Countdown(30_000)
	if got := read(); got != "Your session is about to end - Shop" {
		t.Errorf("the title is %q", got)
	}
	f.Close()
	f.page.set(jsx.Global(), "matchMedia", original)
	scope.Close()
	f.ok()
}

func TestCloseFreesEverything(t *testing.T) {
	live := jsx.Live()
	for range 20 {
		f := newFixture(t)
		f.page.call(f.input, "focus")
		f.show()
		f.show(to(deadline.Active))
		f.show()
		f.Close()
		f.wantFocusOn(f.input)
		f.show(to(deadline.Ended)) // after the end: nothing
		f.Countdown(1)
		f.Close()
		f.page.call(f.main, "remove")
		f.ok()
	}
	page, err := newDOM()
	if err != nil {
		t.Fatal(err)
	}
	if left := page.query(HostName); !left.IsMissing() {
		t.Error("a host is left behind")
	}
	if after := jsx.Live(); after != live {
		t.Errorf("%d callbacks are live, %d were before", after, live)
	}
}

func TestAClosedScopeMakesNoDialog(t *testing.T) {
	scope := jsx.NewScope(nil)
	scope.Close()
	d, err := New(scope, Config{Style: "/spa-session.css", OnSessionEnd: client.EndDialog}, Actions{})
	if err == nil {
		t.Fatal("a dialog that nobody can close")
	}
	if d != nil {
		t.Error("both a dialog and an error")
	}
}
