package demo_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// held has the module wait until a frame is in the page: whoever asks only once the module is there waits for ever.
const held = `() => {
	const { compileStreaming } = WebAssembly
	const isFrame = (node) => node instanceof HTMLIFrameElement
	const framed = new Promise((resolve) => {
		new MutationObserver((records) => records.some(({ addedNodes }) => [...addedNodes].some(isFrame)) && resolve())
			.observe(document, { childList: true, subtree: true })
	})
	WebAssembly.compileStreaming = async (response) => {
		await framed
		return compileStreaming.call(WebAssembly, response)
	}
}`

// A page with a session asks the server while the module is on its way, as the module did the time before, and asks once.
func TestTheServerIsAskedWhileTheModuleIsOnItsWay(t *testing.T) {
	s := ownPage(t, "en")
	s.enter(``)
	s.Open(s.Storefront + "/")
	s.client(``)
	s.waitSnapshot("active")

	before := s.asked()
	s.Open(s.Storefront + "/")
	s.Run(held)
	s.client(``)
	s.waitSnapshot("active")
	if got := s.asked() - before; got != 1 {
		t.Errorf("the server was asked %d times", got)
	}
	if left := browser.Eval[int](s.Tab, `document.querySelectorAll('iframe').length`); left != 0 {
		t.Errorf("%d frames are left", left)
	}
	kept := browser.Eval[string](s.Tab, `Object.entries(localStorage).filter(([key]) => key.startsWith('spa-session.hint.')).map(([, hint]) => JSON.parse(hint).ask).join()`)
	if want := "response_type=code&client_id=storezero&redirect_uri=" + browser.Eval[string](s.Tab, `encodeURIComponent(location.origin + '/callback')`) +
		"&scope=openid+profile+email&state=&nonce=&code_challenge=&code_challenge_method=S256&prompt=none&response_mode=web_message"; kept != want {
		t.Errorf("kept is %s, want %s", kept, want)
	}
}

// The page has other options than the time before: what was asked early is of no use, and gone.
func TestAnEarlyQuestionOfFormerOptionsIsAskedAnew(t *testing.T) {
	s := ownPage(t, "en")
	s.enter(``)
	s.Open(s.Storefront + "/")
	s.client(``)
	s.waitSnapshot("active")

	before := s.asked()
	s.Open(s.Storefront + "/")
	s.Run(held)
	s.client(`authorizationParams: { redirect_uri: location.origin + '/callback', scope: 'openid' }`)
	s.waitSnapshot("active")
	if got := s.asked() - before; got != 2 {
		t.Errorf("the server was asked %d times", got)
	}
	if left := browser.Eval[int](s.Tab, `document.querySelectorAll('iframe').length`); left != 0 {
		t.Errorf("%d frames are left", left)
	}
}
