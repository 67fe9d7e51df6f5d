package demo_test

import (
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

func TestShopWithoutModule(t *testing.T) {
	_, tab := openShop(t, "/")
	notice := tab.Text(".notice")
	if !strings.Contains(notice, "The session module /spa-session/spa-session.js could not be loaded.") {
		t.Errorf("the page does not say what failed: %q", notice)
	}
	tab.WaitFor(`document.querySelectorAll('.card__price').length === 9`)
	tab.Click(`.notice button:text("Dismiss")`)
	tab.WaitGone(".notice")
	tab.Click(`[aria-label="Add to cart: Stoneware mug"]`)
	want(t, "badge", tab.Text("#cart-count"), "1")
	tab.Click(`.site-nav a:text("My Account")`)
	if told := tab.Text("main"); !strings.Contains(told, "Logging in is not possible at the moment.") {
		t.Errorf("My Account does not say so: %q", told)
	}
	wantClean(t, tab)
}

func TestShopWithoutConfiguration(t *testing.T) {
	world := browser.NewWorld(t, browser.Options{NoModule: true})
	world.FaultStorefront(browser.Answer("GET /config.json", 500))
	tab := world.NewTab(t)
	tab.Open(world.Storefront)
	if notice := tab.Text(".notice"); !strings.Contains(notice, "/config.json answered 500 Internal Server Error.") {
		t.Errorf("the page does not say what failed: %q", notice)
	}
	tab.WaitFor(`document.querySelectorAll('.card__price').length === 9`)
}
