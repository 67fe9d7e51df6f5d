package demo_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

func TestCartSurvivesReload(t *testing.T) {
	world, tab := openShop(t, "/")
	tab.Click(`[aria-label="Add to cart: Stoneware mug"]`)
	tab.Click(`[aria-label="Add to cart: Stoneware mug"]`)
	tab.Click(`[aria-label="Add to cart: Arc desk lamp"]`)
	want(t, "badge", tab.Text("#cart-count"), "3")
	tab.Reload()
	want(t, "badge after a reload", tab.Text("#cart-count"), "3")
	tab.Open(world.Storefront + "/cart")
	want(t, "total", tab.Text(".summary__total"), "€105.00")
	wantClean(t, tab)
}

func TestCartQuantities(t *testing.T) {
	_, tab := openShop(t, "/product/mug")
	tab.Click(`[aria-label="One more: Quantity"]`)
	tab.Click(`.product button:text("Add to cart")`)
	tab.Click(`.product__added a`)
	want(t, "total of two", tab.Text(".summary__total"), "€36.00")
	tab.Click(`[aria-label="One more: Quantity of Stoneware mug"]`)
	want(t, "total of three", tab.Text(".summary__total"), "€54.00")
	want(t, "focus stays", browser.Eval[string](tab, `document.activeElement.ariaLabel`), "One more: Quantity of Stoneware mug")
	tab.Type(`.quantity__input`, "9")
	tab.Press(browser.Enter)
	tab.WaitFor(`document.querySelector('.summary__total').textContent === '€360.00'`) // 39 is more than the 20 that one cart takes
	want(t, "quantity", browser.Eval[int](tab, `document.querySelector('.quantity__input').valueAsNumber`), 20)
	tab.Click(`[aria-label="Remove Stoneware mug"]`)
	tab.Wait(`p:text("Your cart is empty.")`)
	want(t, "focus is not lost", tab.Focused()[:len("main#main")], "main#main")
	want(t, "badge", browser.Eval[string](tab, `document.querySelector('#cart-count').textContent`), "")
	wantClean(t, tab)
}

func TestCartIsOneForAllTabs(t *testing.T) {
	world, one := openShop(t, "/cart")
	one.Wait(`p:text("Your cart is empty.")`)
	two := world.NewTab(t)
	two.Open(world.Storefront + "/product/plant")
	two.Click(`.product button:text("Add to cart")`)
	one.Wait(`.line__name:text("Rubber plant")`)
	want(t, "badge", one.Text("#cart-count"), "1")
}

func TestCartThatIsNone(t *testing.T) {
	world, tab := openShop(t, "/signed-out")
	for _, stored := range []string{`{"mug":`, `null`, `7`, `{"mug":-1}`, `{"mug":1e9}`, `{"mug":"2"}`, `[["mug",1]]`} {
		tab.Run(`stored => localStorage.setItem('storezero.cart', stored)`, stored)
		tab.Open(world.Storefront + "/cart")
		tab.Wait("main .message")
		want(t, "cart of "+stored, tab.Text("main .message p"), "Your cart is empty.")
	}
	wantClean(t, tab)
}
