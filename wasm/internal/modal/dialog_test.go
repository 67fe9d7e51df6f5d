//go:build js

package modal

import (
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

func TestNothingIsSeenBeforeAWarning(t *testing.T) {
	f := newFixture(t)
	for _, status := range []deadline.Status{deadline.Loading, deadline.Active, deadline.SignedOut} {
		f.show(to(status))
		f.wantModal(false)
		if f.page.is(f.tree.dialog, "open") || !f.page.is(f.tree.bar, "hidden") {
			t.Errorf("%s: something is seen", status)
		}
	}
	link := f.page.call(f.tree.root, "querySelector", "link[rel=stylesheet]")
	if href := f.page.string(link, "href"); !strings.HasSuffix(href, "/spa-session/spa-session.css") {
		t.Errorf("the style sheet is %q", href)
	}
	f.ok()
}

func TestOpensLabelledAndDescribed(t *testing.T) {
	f := newFixture(t)
	f.page.call(f.input, "focus")
	f.show()
	f.wantModal(true)
	f.wantFocus(Continue)
	f.wantText(f.tree.title.node, "Are you still there?")
	f.wantText(f.tree.countdown.node, "Your session ends in 42 seconds.")
	if role := f.page.string(f.tree.dialog, "role"); role != "alertdialog" {
		t.Errorf("role %q", role)
	}
	f.wantReferred("aria-labelledby", "Are you still there?")
	f.wantReferred("aria-describedby", text(WarningBody)+" Your session ends in 42 seconds.")
	if value, err := f.tree.progress.GetFloat("value"); err != nil || value != 42.0/60 {
		t.Errorf("progress %v, %v", value, err)
	}
	for _, unspoken := range []jsx.Value{f.tree.countdown.node, f.tree.progress} {
		if hidden := f.page.call(unspoken, "getAttribute", "aria-hidden"); !hidden.Equal(f.page.get(f.tree.countdown.node, "ariaHidden")) || hidden.IsMissing() {
			t.Errorf("the countdown would be read each second")
		}
	}
	if lang := f.page.string(f.tree.host, "lang") + f.page.string(f.tree.host, "dir"); lang != "enltr" {
		t.Errorf("lang and dir are %q", lang)
	}
	f.ok()
}

// wantReferred compares the text of the elements that an attribute refers to.
func (f *fixture) wantReferred(attribute, want string) {
	f.t.Helper()
	ids, err := f.page.call(f.tree.dialog, "getAttribute", attribute).String()
	if err != nil {
		f.t.Fatal(err)
	}
	var texts []string
	for _, id := range strings.Fields(ids) {
		texts = append(texts, f.page.string(f.page.call(f.tree.root, "getElementById", id), "textContent"))
	}
	f.ok()
	if got := strings.Join(texts, " "); got != want {
		f.t.Errorf("%s: %q, want %q", attribute, got, want)
	}
}

func TestThePageBehindTakesNoClick(t *testing.T) {
	f := newFixture(t)
	at := func() jsx.Value {
		box := f.page.call(f.input, "getBoundingClientRect")
		x, _ := box.GetFloat("x")
		y, _ := box.GetFloat("y")
		hit := f.page.call(f.page.document, "elementFromPoint", x+2, y+2)
		f.ok()
		return hit
	}
	if !at().Equal(f.input) {
		t.Fatal("the input takes no click even without a dialog")
	}
	f.show()
	if at().Equal(f.input) {
		t.Error("the input takes clicks beside the dialog")
	}
}

func TestTheDescriptionKeepsTheTimeOfTheOpening(t *testing.T) {
	f := newFixture(t)
	f.show()
	f.Countdown(7_000)
	f.wantText(f.tree.countdown.node, "Your session ends in 7 seconds.")
	f.wantReferred("aria-describedby", text(WarningBody)+" Your session ends in 42 seconds.")
	f.show(to(deadline.Idle))
	f.wantReferred("aria-describedby", text(IdleBody)+" ")
}

func TestButtonsAskForTheirAction(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*client.Snapshot)
		press  []Action
	}{
		{"warning", func(*client.Snapshot) {}, []Action{Continue, LogOut}},
		{"failed", failing("timeout"), []Action{TryAgain, LogOut}},
		{"idle, failed", and(to(deadline.Idle), failing("timeout")), []Action{LogIn, TryAgain, NotNow}},
		{"user changed", and(to(deadline.SignedOut), because(client.ReasonUserChanged)), []Action{Reload}},
		{"bar", and(to(deadline.Ended), dismissed), []Action{LogIn}},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := newFixture(t)
			f.show(row.change)
			for _, action := range row.press {
				f.press(action)
				f.wantAsked(action)
			}
		})
	}
}

func TestABusyButtonKeepsTheFocusAndDoesNothing(t *testing.T) {
	f := newFixture(t)
	f.show()
	f.show(pending)
	f.wantFocus(Continue)
	f.wantText(f.tree.buttons[0].node, "Asking…")
	if f.page.string(f.tree.buttons[0].node, "ariaDisabled")+f.page.string(f.tree.buttons[0].node, "ariaBusy") != "truetrue" {
		t.Error("nobody is told that the button is busy")
	}
	f.press(Continue)
	f.wantAsked()
	f.press(LogOut)
	f.wantAsked(LogOut)
	f.Countdown(12_000)
	f.wantText(f.tree.countdown.node, "Your session ends in 12 seconds.")
	f.show(failing("timeout"))
	f.wantFocus(TryAgain)
	f.wantText(f.tree.failure.node, text(ErrorTimeout))
	f.wantText(f.tree.hint.node, "")
}

func TestAPressOnTheBackdropDoesNothing(t *testing.T) {
	f := newFixture(t)
	f.show()
	f.page.call(f.tree.dialog, "click")
	f.page.call(f.tree.panel, "click")
	f.wantAsked()
	f.wantModal(true)
	f.ok()
}

func TestNotNowLeavesABar(t *testing.T) {
	f := newFixture(t)
	f.page.call(f.input, "focus")
	f.show(to(deadline.Idle))
	f.press(NotNow)
	f.wantAsked(NotNow)
	f.show(to(deadline.Idle), dismissed)
	f.wantModal(false)
	f.wantText(f.tree.bar, text(IdleBar)+"Log in")
	f.wantFocusOn(f.input)
	f.show(to(deadline.Ended))
	f.wantModal(true)
	f.wantText(f.tree.bar, "")
	f.wantFocus(LogIn)
}

func TestTheEndCanBeLeftToTheApp(t *testing.T) {
	for end, modal := range map[client.OnSessionEnd]bool{"": true, client.EndDialog: true, client.EndEvent: false, client.EndRedirect: false} {
		f := newFixture(t, func(c *Config) { c.OnSessionEnd = end })
		f.show(to(deadline.Ended))
		f.wantModal(modal)
	}
}

func TestARefusalOfThePageIsReportedAndMended(t *testing.T) {
	f := newFixture(t)
	if err := f.tree.dialog.Set("showModal", nil); err != nil {
		t.Fatal(err)
	}
	f.show()
	if len(f.failures) != 1 || !strings.Contains(f.failures[0].Error(), "showModal") {
		t.Errorf("reported: %v", f.failures)
	}
	f.failures = nil
	if err := f.tree.dialog.Delete("showModal"); err != nil {
		t.Fatal(err)
	}
	f.Countdown(41_000)
	f.wantModal(true)
	f.wantFocus(Continue)
}

func TestNoNodeCarriesAStyle(t *testing.T) {
	f := newFixture(t)
	f.show()
	f.show(to(deadline.Ended), dismissed)
	if found := f.page.call(f.tree.root, "querySelector", "[style], style"); !found.IsMissing() {
		t.Errorf("<%s> has a style", f.page.string(found, "localName"))
	}
	f.ok()
}
