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
