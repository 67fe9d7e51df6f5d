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
		if origin == "" && !fromOwnPageOrNone(r) {
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
			h.Set("Access-Control-Allow-Headers", "Content-Type")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
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
