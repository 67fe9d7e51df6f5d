package control

import (
	"net/http"

	"github.com/spa-session/spa-session/devserver/loopback"
)

// guard answers CORS for the control origins and keeps every other page out.
func guard(next http.Handler, own string, controlOrigins []string) http.Handler {
	pages := loopback.Pages{Own: own, Others: controlOrigins}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'") // the dashboard sets its own
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Resource-Policy", "same-site")
		h.Add("Vary", "Origin, Sec-Fetch-Site")
		if why := pages.Foreign(r); why != "" && !opensDashboard(r) {
			writeError(w, http.StatusForbidden, "forbidden", why)
			return
		}
		if !pages.AllowCORS(w, r, "GET, POST, DELETE") {
			next.ServeHTTP(w, r)
		}
	})
}

// opensDashboard lets a link on the storefront lead to the dashboard. That page changes nothing by being opened, cannot be
// framed, and cuts what opened it off (Cross-Origin-Opener-Policy).
func opensDashboard(r *http.Request) bool {
	h := r.Header
	return r.Method == http.MethodGet && r.URL.Path == Prefix && h.Get("Origin") == "" && h.Get("Sec-Fetch-Site") == "same-site" &&
		h.Get("Sec-Fetch-Mode") == "navigate" && h.Get("Sec-Fetch-Dest") == "document"
}
