package demo_test

import (
	"flag"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

var dashboardPicture = flag.String("dashboard-picture", "", "where to leave the picture of the mock's dashboard (PNG)")

// openDashboard opens the mock's dashboard beside a storefront in which Ada is logged in.
func openDashboard(t *testing.T) (world *browser.World, shop, tab *browser.Tab) {
	t.Helper()
	world = browser.NewWorld(t, browser.Options{Social: true})
	shop = world.NewTab(t)
	shop.Open(world.Storefront + "/account")
	shop.Click(`button:text("Log in")`)
	world.LogIn(shop, world.Ada())
	shop.WaitFor(`location.pathname === '/account'`)
	tab = world.NewTab(t)
	tab.Open(world.AS + "/__mock/")
	tab.WaitFor(`document.querySelector('.chain .local .bar') && document.querySelector('.requests li')`)
	return world, shop, tab
}

// logInSocially logs Grace in by the identity provider, in a browser of her own.
func logInSocially(t *testing.T, world *browser.World) {
	t.Helper()
	shop := world.NewProfile(t).NewTab(t)
	shop.Open(world.Storefront + "/account")
	shop.Click(`button:text("Log in")`)
	shop.Click(`a:text("Continue with Facebook")`)
	shop.WaitFor(`idp => location.origin === idp`, world.IdP)
	shop.Type(`input[type=email], input[name=email]`, "grace@social.example")
	shop.Type(`input[type=password]`, "first-compiler")
	shop.Click(`button`)
	shop.WaitFor(`shop => location.href === shop`, world.Storefront+"/account")
}

// TestDashboardPicture takes the picture in the dev server's documentation.
func TestDashboardPicture(t *testing.T) {
	file := *dashboardPicture
	if file == "" {
		file = filepath.Join(t.TempDir(), "dashboard.png")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	world, shop, tab := openDashboard(t)
	shop.Close()
	world.Advance(4*time.Minute + 5*time.Second)
	logInSocially(t, world)
	resp, err := http.Get(world.AS + "/authorize?client_id=storezero&response_type=code&redirect_uri=http://localhost:3000/callback")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	tab.Click(`.switch:has([data-order*=delay])`)
	tab.WaitFor(`document.querySelectorAll('.chain').length === 2 && document.querySelector('#toast').innerText &&
		!document.querySelector('#end-faults').hidden`)
	world.Advance(20 * time.Second)
	tab.WaitFor(`!document.querySelector('#toast').innerText`)
	tab.Media("prefers-reduced-motion", "reduce")
	tab.Viewport(1280, 1010)
	tab.Run(`scrollTo(0, 0)`)
	tab.Screenshot(file)
	content, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	shot, err := png.DecodeConfig(content)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "the picture's width", shot.Width, 1280)
	want(t, "the picture's height", shot.Height, 1010)
	wantClean(t, tab)
}

// Every button does what it says, and the page shows it by itself.
func TestDashboardControls(t *testing.T) {
	world, _, tab := openDashboard(t)
	left := func() string { return browser.Eval[string](tab, `document.querySelector('.as .bar__left').innerText`) }
	tab.Click(`.as button:text("To its last minute")`)
	tab.WaitFor(`['1:00', '0:59', '0:58'].includes(document.querySelector('.as .bar__left').innerText)`)
	tab.Click(`#clock button:text("Freeze")`)
	tab.WaitFor(`document.querySelector('#offset').innerText === 'frozen' && document.querySelector('#freeze').ariaPressed === 'true'`)
	frozen := left()
	world.Advance(10 * time.Second)
	want(t, "time left while the clock stands still", left(), frozen)
	tab.Click(`#clock button:text("Back to real time")`)
	tab.WaitFor(`document.querySelector('#freeze').ariaPressed === 'false'`)

	tab.Click(`.switch:has([data-order*=delay])`)
	tab.WaitFor(`!document.querySelector('#end-faults').hidden`)
	want(t, "faults", len(world.Server.Faults()), 1)
	tab.Click(`.switch:has([data-order*=delay])`)
	tab.WaitFor(`document.querySelector('#end-faults').hidden`)
	want(t, "faults", len(world.Server.Faults()), 0)

	tab.Click(`button:text("Take a snapshot")`)
	tab.Wait(`#snapshots li`)
	tab.Run(`document.querySelector('#idle').value = ''`)
	tab.Type(`#idle`, "600")
	tab.Click(`button:text("Apply")`)
	tab.WaitFor(`document.querySelector('#toast').innerText === 'The settings are applied'`)
	want(t, "the idle limit", world.Server.Settings().Sessions.Idle, 10*time.Minute)

	tab.Click(`.as button:text("Let it expire")`)
	tab.WaitFor(`document.querySelector('.chain').dataset.state === 'ended'`)
	tab.Click(`#snapshots button`)
	tab.WaitFor(`document.querySelector('.chain').dataset.state === 'alive' && document.querySelector('#idle').value === '300'`)
	want(t, "the idle limit, restored", world.Server.Settings().Sessions.Idle, 5*time.Minute)

	tab.Click(`button:text("Reset…")`)
	tab.Click(`dialog button:text("Reset")`)
	tab.Wait(`#no-chains`)
	tab.Wait(`#no-requests`)
	tab.Click(`#sign-in button`)
	tab.Wait(`.chain .as .bar`)
	shop := world.NewTab(t)
	shop.Open(world.Storefront + "/account")
	shop.WaitFor(`document.body.innerText.includes('Ada Lovelace')`)
	tab.Wait(`.requests strong:text("Silent authentication")`)
	wantClean(t, tab)
}

// All of it can be reached and done by the keyboard, and the focus stays where it is while the page changes around it.
func TestDashboardByKeyboard(t *testing.T) {
	world, _, tab := openDashboard(t)
	tab.Run(`document.querySelector('.as button').focus()`)
	want(t, "focus", tab.Focused(), "button 1 min older")
	tab.Press(browser.Enter)
	tab.WaitFor(`document.querySelector('#toast').innerText === 'The session is a minute older'`)
	world.Advance(2 * time.Second)
	want(t, "focus, after the page has changed", tab.Focused(), "button 1 min older")
	seen := map[string]bool{}
	tab.Run(`document.querySelector('.skip').focus()`)
	for range 80 {
		seen[tab.Focused()] = true
		if outline := browser.Eval[string](tab, `getComputedStyle(document.activeElement).outlineStyle`); outline == "none" {
			t.Errorf("%s shows no focus", tab.Focused())
		}
		tab.Press(browser.TabKey)
		if browser.Eval[bool](tab, `document.activeElement === document.body`) {
			break
		}
	}
	for _, stop := range []string{
		"a Skip to the sessions", "select#sign-in-user", "button#pause", "input#expected", "button +1 min", "button#freeze",
		"input#idle", "select#plan", "button Apply", "button#take", "button#reset", "button End",
	} {
		if !seen[stop] {
			t.Errorf("the Tab key never comes to %s", stop)
		}
	}
	tab.Run(`[...document.querySelectorAll('.as button')].at(-1).focus()`)
	tab.Press(browser.Enter)
	tab.WaitFor(`document.querySelector('.chain').dataset.state === 'ended'`)
	want(t, "focus, after its button has gone", tab.Focused(), "h2#sessions-title")
	tab.Run(`document.querySelector('#presets input').focus()`)
	tab.Press(browser.Space)
	tab.WaitFor(`!document.querySelector('#end-faults').hidden`)
	tab.Run(`document.querySelector('#requests summary').focus()`)
	tab.Press(browser.Enter)
	tab.Wait(`#requests details[open] dl`)
	wantClean(t, tab)
}

// WCAG 1.4.3, 1.4.10, 2.5.8, 4.1.2 on the dashboard with something in every part of it.
func TestDashboardLayout(t *testing.T) {
	world, _, tab := openDashboard(t)
	logInSocially(t, world)
	resp, err := http.Get(world.AS + "/authorize?client_id=nobody&redirect_uri=http://localhost:3000/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	tab.Click(`.switch:has([data-order*=delay])`)
	world.Server.Fail(authserver.Fault{Endpoint: "/nowhere", Drop: true})
	tab.Click(`button:text("Take a snapshot")`)
	tab.WaitFor(`document.querySelector('#orders li') && document.querySelector('#snapshots li') && document.querySelector('#diagnostics li')`)
	tab.Run(`document.querySelector('#requests details').open = true`)
	for _, scheme := range []string{"light", "dark"} {
		tab.Media("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
		for _, fault := range browser.Eval[[]string](tab, contrastFaults) {
			t.Errorf("%s: %s", scheme, fault)
		}
	}
	for _, width := range []int{320, 768, 1280} {
		tab.Viewport(width, 800)
		want(t, "sideways scroll", browser.Eval[float64](tab, `(() => { scrollTo(1000, 0); return scrollX })()`), 0)
		for _, fault := range browser.Eval[[]string](tab, `[...document.querySelectorAll('button, summary, input, select, progress')]
			.filter(element => element.checkVisibility()).flatMap(element => [
				!(element.ariaLabel ?? (element.labels?.[0] ?? element).innerText.trim()) && 'no name: ' + element.outerHTML,
				element.localName !== 'progress' && !element.closest('label') && element.getBoundingClientRect().height < 24 && 'too small: ' + element.outerHTML,
			]).filter(Boolean)`) {
			t.Errorf("at %d pixels: %s", width, fault)
		}
	}
	moving := browser.Eval[[]string](tab, `document.getAnimations().map(animation => animation.effect.target.outerHTML)`)
	want(t, "what moves under reduced motion", len(moving), 0)
	wantClean(t, tab)
}

// Beyond loopback the page asks for the token that the server printed, once.
func TestDashboardUnlocks(t *testing.T) {
	world := browser.NewWorld(t, browser.Options{NoModule: true, ControlToken: "printed-at-the-start"})
	tab := world.NewTab(t)
	tab.Open(world.AS + "/__mock/")
	want(t, "the name of the field", browser.Eval[string](tab, `document.querySelector('#token').labels[0].innerText`), "Control token")
	tab.Type("#token", "another")
	tab.Press(browser.Enter)
	tab.WaitFor(`document.querySelector('#problem').innerText.includes('not the control token')`)
	tab.Viewport(320, 600)
	for _, fault := range browser.Eval[[]string](tab, contrastFaults) {
		t.Error(fault)
	}
	tab.Press(browser.Backspace) // the text is selected
	tab.Type("#token", "printed-at-the-start")
	tab.Click(`button:text("Unlock")`)
	tab.WaitFor(`document.querySelector('#link')?.innerText === 'Live'`)
	tab.Reload()
	tab.WaitFor(`document.querySelector('#link')?.innerText === 'Live'`)
}
