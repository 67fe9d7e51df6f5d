package demo_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

func openCheckout(t *testing.T) (*browser.World, *browser.Tab) {
	t.Helper()
	world, tab := openShop(t, "/product/clock")
	tab.Click(`.product button:text("Add to cart")`)
	tab.Click(`.product__added a`)
	tab.Click(`a:text("Go to checkout")`)
	return world, tab
}

func valueOf(tab *browser.Tab, name string) string {
	return browser.Eval[string](tab, `name => document.querySelector('form').elements[name].value`, name)
}

func TestCheckoutLoggedOut(t *testing.T) {
	world, tab := openCheckout(t)
	want(t, "total", tab.Text(".summary__total"), "€45.00")
	tab.Click(`button:text("Place the order")`)
	want(t, "an empty form is sent", tab.Has("form"), true)
	want(t, "focus is on what is missing", browser.Eval[string](tab, `document.activeElement.name`), "name")
	for name, text := range map[string]string{
		"name": "Ada Lovelace", "email": "ada@storezero.example", "address": "12 St James's Square", "postcode": "SW1Y", "city": "London",
	} {
		tab.Type(`[name="`+name+`"]`, text)
	}
	tab.Click(`button:text("Place the order")`)
	want(t, "heading", tab.Text("h1"), "Thank you, Ada Lovelace")
	want(t, "cart", browser.Eval[string](tab, `localStorage.getItem('storezero.cart')`), "{}")
	want(t, "requests to the authorization server", len(world.AllRequests()), 0)
	tab.Reload()
	tab.Wait(`p:text("Your cart is empty.")`)
	want(t, "what was typed is forgotten", browser.Eval[bool](tab, `sessionStorage.getItem('storezero.checkout') === null`), true)
	wantClean(t, tab)
}

func TestHalfTypedTextSurvives(t *testing.T) {
	world, tab := openCheckout(t)
	tab.Type(`[name="address"]`, "12 St Ja")
	tab.Type(`[name="note"]`, "Ring tw")

	t.Run("the cart in another tab", func(t *testing.T) {
		other := world.NewTab(t)
		other.Open(world.Storefront + "/product/mug")
		other.Click(`.product button:text("Add to cart")`)
		tab.WaitFor(`document.querySelector('.summary__total').textContent === '€63.00'`)
		want(t, "note", valueOf(tab, "note"), "Ring tw")
		want(t, "focus", browser.Eval[string](tab, `document.activeElement.name`), "note")
	})
	t.Run("the skip link", func(t *testing.T) {
		tab.Run(`document.querySelector('.skip-link').focus()`)
		tab.Press(browser.Enter)
		tab.WaitFor(`location.hash === '#main'`)
		want(t, "address", valueOf(tab, "address"), "12 St Ja")
	})
	t.Run("another page", func(t *testing.T) {
		tab.Click(`.site-nav a:text("Shop")`)
		tab.Wait(`h1:text("Good things, and few of them.")`)
		tab.Back()
		tab.Wait("form")
		want(t, "address", valueOf(tab, "address"), "12 St Ja")
	})
	t.Run("a reload", func(t *testing.T) {
		tab.Reload()
		tab.Wait("form")
		want(t, "address", valueOf(tab, "address"), "12 St Ja")
		want(t, "note", valueOf(tab, "note"), "Ring tw")
	})
}
