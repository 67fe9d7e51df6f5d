package demo_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

func TestCatalogue(t *testing.T) {
	_, tab := openShop(t, "/")
	tab.WaitFor(`document.querySelectorAll('.card__price').length === 9`)
	tab.WaitFor(`[...document.images].every(image => image.complete && image.naturalWidth > 0)`)
	prices := browser.Eval[[]string](tab, `[...document.querySelectorAll('.card__price')].map(price => price.textContent)`)
	for _, price := range prices {
		if len(price) < len("€1.00") || price[:len("€")] != "€" {
			t.Errorf("price %q is no price", price)
		}
	}
	wantClean(t, tab)
}

func TestProductPage(t *testing.T) {
	_, tab := openShop(t, "/")
	tab.Click(`.card__name:text("Stoneware mug")`)
	want(t, "heading", tab.Text("h1"), "Stoneware mug")
	want(t, "path", tab.URL().Path, "/product/mug")
	want(t, "title", browser.Eval[string](tab, `document.title`), "Stoneware mug · storezero")
	want(t, "price", tab.Text(".product__price"), "€18.00")
	tab.Back()
	tab.Wait(`h1:text("Good things, and few of them.")`)
	wantClean(t, tab)
}

func TestProductPageByAddress(t *testing.T) {
	_, tab := openShop(t, "/product/mug")
	want(t, "heading", tab.Text("h1"), "Stoneware mug")
}

func TestUnknownAddresses(t *testing.T) {
	for _, path := range []string{"/product/unicorn", "/product/%FF", "/no/such/page"} {
		t.Run(path, func(t *testing.T) {
			_, tab := openShop(t, path)
			want(t, "heading", tab.Text("h1"), "Not found")
			wantClean(t, tab)
		})
	}
}

func TestRouteChangesAreTold(t *testing.T) {
	_, tab := openShop(t, "/")
	want(t, "announcement on arrival", browser.Eval[string](tab, `document.querySelector('#announcer').textContent`), "")
	tab.Click(`.site-nav a:text("Cart")`)
	tab.Wait(`h1:text("Cart")`)
	want(t, "focus", tab.Focused()[:len("main#main")], "main#main")
	want(t, "announcement", browser.Eval[string](tab, `document.querySelector('#announcer').textContent`), "Cart")
	want(t, "current link", tab.Text(".site-nav [aria-current]"), "Cart")
}

func TestCatalogueThatFailsCanBeTriedAgain(t *testing.T) {
	world := browser.NewWorld(t, browser.Options{NoModule: true})
	tab := world.NewTab(t)
	world.FaultStorefront(browser.Answer("GET /api/products", 503))
	tab.Open(world.Storefront)
	tab.Wait(`h2:text("The catalogue could not be loaded")`)
	if !tab.Has(`p:text("/api/products answered 503 Service Unavailable.")`) {
		t.Errorf("the page does not say what failed: %s", tab.Text("main"))
	}
	world.FaultStorefront(nil)
	tab.Click(`button:text("Try again")`)
	tab.WaitFor(`document.querySelectorAll('.card__price').length === 9`)
}
