package browser_test

import "testing"

func TestPopup(t *testing.T) {
	tab := open(t, `<button onclick="globalThis.popup = window.open('/other')">Open</button>`)
	tab.Click("button")
	popup := tab.Popup()
	popup.WaitFor(`location.pathname === '/other'`)
	popup.Close()
	tab.WaitFor(`popup.closed`)
}
