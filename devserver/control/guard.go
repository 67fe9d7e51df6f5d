package control

import (
	"net/http"
	"slices"
)

// guard answers CORS for the control origins and keeps every other page out. A page cannot forge Origin or
// Sec-Fetch-Site; what sends neither is no page.
func guard(next http.Handler, own string, controlOrigins []string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Resource-Policy", "same-site")
		h.Add("Vary", "Origin, Sec-Fetch-Site")

		origin := r.Header.Get("Origin")
		if origin == "" && !fromOwnPageOrNone(r) && !opensDashboard(r) {
			writeError(w, http.StatusForbidden, "forbidden",
				"Requests of other sites are refused: call the API by fetch from a control origin, or from a command line")
			return
		}
		controlled := slices.Contains(controlOrigins, origin)
		if origin != "" && origin != own && !controlled {
			writeError(w, http.StatusForbidden, "forbidden",
				"This page's origin is not a control origin: add it to ControlOrigins if it is yours")
			return
		}
		if controlled {
			h.Set("Access-Control-Allow-Origin", origin)
		}
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// opensDashboard lets a link on the storefront lead to the dashboard. That page changes nothing by being opened, cannot be
// framed, and cuts what opened it off (Cross-Origin-Opener-Policy).
func opensDashboard(r *http.Request) bool {
	h := r.Header
	return r.Method == http.MethodGet && r.URL.Path == Prefix && h.Get("Sec-Fetch-Site") == "same-site" &&
		h.Get("Sec-Fetch-Mode") == "navigate" && h.Get("Sec-Fetch-Dest") == "document"
}

// fromOwnPageOrNone reads Sec-Fetch-Site: "none" is an address that the user typed, and a missing header a client
// that is no browser. `same-site` is another port of this host, and so anybody's.
func fromOwnPageOrNone(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return false
}
