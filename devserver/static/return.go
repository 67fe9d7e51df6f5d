package static

import "net/http"

// The pages that a hidden frame and a popup come back to from the authorization server. Their address carries a code.
const (
	silentPage = "silent.html"
	popupPage  = "popup.html"
)

func isReturn(name string) bool { return name == silentPage || name == popupPage }

// protectReturn keeps such a page to its one script, out of caches and histories, and out of other sites' frames. The
// silent page declares the embedder policy without which a cross-origin isolated page could not frame it.
func protectReturn(h http.Header, name string) {
	ancestors := "'none'"
	if name == silentPage {
		ancestors = "'self'"
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	}
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "+ancestors)
}
