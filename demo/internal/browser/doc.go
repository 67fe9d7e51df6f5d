// Package browser drives a real Chromium in tests, and brings up the whole world that a page needs: the authorization
// server, the control API, the shop and the storefront, in process, on loopback, on ports of their own.
//
//	func TestMain(m *testing.M) { browser.Main(m) }
//
//	func TestX(t *testing.T) {
//		world := browser.NewWorld(t, browser.Options{})
//		tab := world.NewTab(t)
//		tab.Open(world.Storefront + "/cart")
//		tab.Click(`button:text("Go to checkout")`)
//		tab.WaitFor(`location.pathname === '/checkout'`)
//	}
//
// Its rules: input is sent to the browser as a mouse and a keyboard send it, so events are trusted; a test never
// sleeps, it moves clocks (World.Advance) and waits for what the page shows; a wait ends by itself after Patience,
// with what the page looked like; everything that a page writes to its console is in the test's log. A browser that
// is missing fails the test and says what to install: nothing is skipped.
//
// Workers, Intl without an argument, AbortSignal.timeout, animation frames, event time stamps and the Max-Age of
// cookies are not moved by the clocks.
package browser
