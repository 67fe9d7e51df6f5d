package gallery

import (
	"slices"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// Whatever the state asks for can be done by keys alone, and the first is what Enter does.
func TestKeysAloneDoEverything(t *testing.T) {
	g := open(t, "en")
	for _, row := range []struct {
		state   string
		escape  string   // what Esc asks for
		actions []string // what Enter and Space ask for, button by button
	}{
		{"warning", "continue", []string{"continue", "log-out"}},
		{"pending", "", []string{"", "log-out"}},
		{"failed", "try-again", []string{"try-again", "log-out"}},
		{"offline", "try-again", []string{"try-again", "log-out"}},
		{"last", "not-now", []string{"log-in", "not-now"}},
		{"blocked", "not-now", []string{"log-in", "not-now"}},
		{"idle", "not-now", []string{"log-in", "not-now"}},
		{"idle-pending", "not-now", []string{"log-in", "not-now"}},
		{"idle-failed", "not-now", []string{"log-in", "try-again", "not-now"}},
		{"ended", "not-now", []string{"log-in", "not-now"}},
		{"ended-absolute", "not-now", []string{"log-in", "not-now"}},
		{"user-changed", "", []string{"reload"}},
	} {
		t.Run(row.state, func(t *testing.T) {
			g := gallery{g.Tab, t}
			g.make(map[string]any{})
			g.show(row.state)
			g.Press(browser.Escape)
			g.wantAsked(row.escape)
			for _, key := range []string{browser.Enter, browser.Space} {
				g.make(map[string]any{})
				g.show(row.state)
				for i, action := range row.actions {
					if i > 0 {
						g.Press(browser.TabKey)
					}
					g.Press(key)
					g.wantAsked(action)
				}
			}
		})
	}
	g.clean()
}

func TestTheKeyboardStaysInTheDialog(t *testing.T) {
	g := open(t, "en")
	g.Click(`#note`)
	g.show("warning")
	var met []string
	for range 8 {
		met = append(met, g.Focused())
		g.Press(browser.TabKey)
	}
	for range 8 {
		g.Press(browser.TabKey, browser.Shift)
		met = append(met, g.Focused())
	}
	for _, element := range met {
		// Past the last button the focus is the browser's, and of the page nothing.
		if !slices.Contains([]string{"button Continue", "button Log out"}, element) && !strings.HasPrefix(element, "body") {
			t.Errorf("the keyboard met %s", element)
		}
	}
	g.Press("x")
	want(t, "the field behind", browser.Eval[string](g.Tab, `document.querySelector('#note').value`), "not saved yet")
}

func TestFocusGoesBackWhereItWas(t *testing.T) {
	g := open(t, "en")
	g.Click(`#note`)
	g.show("warning")
	want(t, "the focus in the dialog", g.Focused(), "button Continue")
	g.Press(browser.Escape)
	g.wantAsked("continue")
	g.show("active")
	want(t, "the focus after Continue", g.Focused(), "input#note")
	g.show("idle")
	g.Press(browser.Escape)
	g.wantAsked("not-now")
	g.show("idle-bar")
	want(t, "the focus after Not now", g.Focused(), "input#note")
	g.Press(browser.TabKey)
	want(t, "what comes next", g.Focused(), "button#save")
	g.Press(browser.TabKey)
	g.Press(browser.Enter)
	g.wantAsked("log-in") // the bar is reached by the keyboard, too
	g.clean()
}

func TestThePageBehindIsOutOfReach(t *testing.T) {
	g := open(t, "en")
	g.Viewport(1280, 800)
	for _, state := range []string{"warning", "idle", "user-changed"} {
		g.show(state)
		g.ClickAt(20, 20) // the backdrop
		g.wantAsked("")
		g.Wheel(640, 10, 300)
		g.Wheel(640, 400, 300)
	}
	scrolled := browser.Eval[float64](g.Tab, `painted().then(() => scrollY)`)
	want(t, "the page behind scrolled by", scrolled, 0)
	g.Run(`dialog.close()`)
	g.WaitFor(`!document.querySelector('spa-session-dialog')`)
	g.Wheel(640, 400, 300)
	g.WaitFor(`scrollY > 0`) // so the wheel works
}
