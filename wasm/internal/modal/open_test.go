//go:build js

package modal

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

func TestFocusGoesBackToWhereItWas(t *testing.T) {
	f := newFixture(t)
	f.page.call(f.input, "focus")
	f.show()
	f.press(Continue)
	f.show(to(deadline.Active))
	f.wantModal(false)
	f.wantFocusOn(f.input)
}

func TestFocusGoesBackIntoAShadowRoot(t *testing.T) {
	f := newFixture(t)
	host, inner := f.page.element("div"), f.page.element("input")
	root := f.page.call(host, "attachShadow", map[string]any{"mode": "open"})
	f.page.call(root, "append", inner)
	f.page.call(f.main, "append", host)
	f.page.call(inner, "focus")
	f.show()
	f.page.call(f.tree.host, "remove") // the browser forgets what it would give back
	f.show()
	f.press(LogOut)
	f.show(to(deadline.SignedOut))
	if active := f.page.get(root, "activeElement"); !active.Equal(inner) {
		t.Error("the inner input has lost the focus")
	}
	f.ok()
}

func TestFocusGoesToMainIfItsElementIsGone(t *testing.T) {
	f := newFixture(t)
	f.page.call(f.input, "focus")
	f.show()
	f.page.call(f.input, "remove")
	f.press(Continue)
	f.show(to(deadline.Active))
	f.wantFocusOn(f.main)
}

// As when the session's guard has hidden the page a moment before.
func TestFocusGoesToMainIfNothingHadIt(t *testing.T) {
	f := newFixture(t)
	f.page.call(f.input, "blur")
	f.show()
	f.press(Continue)
	f.show(to(deadline.Active))
	f.wantFocusOn(f.main)
}

func TestFocusStaysWhereTheUserPutIt(t *testing.T) {
	f := newFixture(t)
	f.show()
	f.page.call(f.tree.buttons[1].node, "focus")
	f.Countdown(30_000)
	f.show(failing("timeout"))
	f.wantFocus(LogOut)
	f.show(to(deadline.Idle))
	f.wantFocus(LogIn) // the dialog says something new
	f.ok()
}

func TestEscape(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*client.Snapshot)
		want   []Action
	}{
		{"warning", func(*client.Snapshot) {}, []Action{Continue}},
		{"pending", pending, nil},
		{"failed", failing("timeout"), []Action{TryAgain}},
		{"last warning", absolute, []Action{NotNow}},
		{"idle", to(deadline.Idle), []Action{NotNow}},
		{"ended", to(deadline.Ended), []Action{NotNow}},
		{"user changed", and(to(deadline.SignedOut), because(client.ReasonUserChanged)), nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := newFixture(t)
			f.show(row.change)
			if f.dispatch(f.tree.dialog, "cancel", true) {
				t.Error("the browser was let close the dialog")
			}
			f.wantAsked(row.want...)
			f.wantModal(true)
			f.dispatch(f.tree.dialog, "cancel", false) // what cannot be prevented is heard as a close
			f.wantAsked()
		})
	}
}

func TestACloseOfOthersIsAnEscape(t *testing.T) {
	f := newFixture(t)
	f.show()
	f.settle(func() { f.page.call(f.tree.dialog, "close") })
	f.wantAsked(Continue)
	f.wantModal(true)
	f.wantFocus(Continue)

	f.show(to(deadline.Idle))
	f.settle(func() { f.page.call(f.tree.dialog, "close") })
	f.wantAsked(NotNow)
	f.wantModal(false)
	f.show(to(deadline.Idle)) // nobody has put it away: it stands again
	f.wantModal(true)
	f.wantFocus(LogIn)

	f.show(to(deadline.SignedOut), because(client.ReasonUserChanged))
	f.settle(func() { f.page.call(f.tree.dialog, "close") })
	f.wantAsked()
	f.wantModal(true)
	f.ok()
}

func TestACloseOfOursIsNoEscape(t *testing.T) {
	f := newFixture(t)
	f.show()
	f.press(Continue)
	f.wantAsked(Continue)
	f.settle(func() { f.show(to(deadline.Active)) })
	f.wantAsked()
	f.show()
	f.press(Continue)
	f.wantAsked(Continue)
	f.settle(func() { // the event of the first close comes while the second dialog stands
		f.show(to(deadline.Active))
		f.show()
	})
	f.wantAsked()
	f.wantModal(true)
}

func TestADialogThatClosesByItselfShieldsThePage(t *testing.T) {
	f := newFixture(t)
	f.page.call(f.input, "focus")
	f.show()
	f.show(to(deadline.Active))
	f.wantModal(true)
	f.wantText(f.tree.panel, "")
	f.wantText(f.tree.live, "Your session goes on.")
	if len(f.wakes) != 1 || f.wakes[0].after != 500 {
		t.Fatalf("%d wakes", len(f.wakes))
	}
	f.show(to(deadline.Active)) // anything else that changes meanwhile
	f.wakes[0].fire()
	f.wantModal(false)
	f.wantFocusOn(f.input)
	f.wantAsked()
	f.ok()
}

func TestAnAnswerToTheUserClosesAtOnce(t *testing.T) {
	f := newFixture(t)
	f.show()
	f.press(Continue)
	f.show(pending)
	f.Countdown(40_000)
	f.show(to(deadline.Active))
	f.wantModal(false)

	f.show()
	f.press(Continue)
	f.show(pending)
	f.show(failing("timeout")) // so much for the user's doing
	f.show(to(deadline.Active))
	f.wantModal(true)
	if len(f.wakes) != 1 {
		t.Errorf("%d wakes", len(f.wakes))
	}
}

func TestAWarningEndsTheShield(t *testing.T) {
	f := newFixture(t)
	f.page.call(f.input, "focus")
	f.show()
	f.show(to(deadline.Active))
	f.show(to(deadline.Ended))
	f.wantModal(true)
	f.wantFocus(LogIn)
	f.wantText(f.tree.title.node, text(EndedTitle))
	if !f.wakes[0].gone {
		t.Error("the wake of the shield was not cancelled")
	}
	f.wakes[0].fire() // too late to be cancelled
	f.wantModal(true)
	f.press(NotNow)
	f.show(to(deadline.Ended), dismissed)
	f.wantFocusOn(f.input)
	f.ok()
}

func TestAHostThatIsThrownOut(t *testing.T) {
	f := newFixture(t)
	for _, change := range []func(){
		func() { f.page.call(f.tree.host, "remove") },                    // before it opens, with all of the body
		func() { f.page.call(f.tree.host, "remove") },                    // while it stands
		func() { f.page.call(f.main, "append", f.tree.host) },            // moved: open, but no longer modal
		func() { f.page.call(f.tree.dialog, "removeAttribute", "open") }, // by a script
	} {
		change()
		f.show()
		f.wantModal(true)
		f.wantFocus(Continue)
	}
	f.ok()
}

func TestContainer(t *testing.T) {
	var container jsx.Value
	f := newFixture(t, func(c *Config) {
		page, err := newDOM()
		if err != nil {
			t.Fatal(err)
		}
		container = page.element("div")
		page.call(page.get(page.document, "body"), "append", container)
		c.Container = container
	})
	if parent := f.page.get(f.tree.host, "parentNode"); !parent.Equal(container) {
		t.Error("the host is not in its container")
	}
	f.page.call(container, "remove") // a dialog that nobody can see helps nobody
	f.show()
	f.wantModal(true)
	f.ok()
}
