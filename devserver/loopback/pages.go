package loopback

import (
	"net/http"
	"slices"
)

// Pages are the origins ("http://localhost:4400") whose pages may send requests. Any page in the user's browser can
// reach loopback; it cannot forge Origin or Sec-Fetch-Site, and what sends neither is no page.
type Pages struct {
	Own    string
	Others []string
}

// Foreign says why the page that sent a request may not, and what to do about it; "" if it may, or if no page sent it.
func (p Pages) Foreign(r *http.Request) string {
	origin := r.Header.Get("Origin")
	switch {
	case origin == "" && !fromOwnPageOrNone(r):
		return "Requests of other sites are refused: call the API by fetch from a control origin, or from a command line"
	case origin != "" && origin != p.Own && !slices.Contains(p.Others, origin):
		return "This page's origin is not a control origin: add it to control.origins if it is yours"
	}
	return ""
}

// AllowCORS lets pages of Others read the answer (Fetch section 3.3). A preflight is answered by it, which it tells: other
// pages have been refused by then.
func (p Pages) AllowCORS(w http.ResponseWriter, r *http.Request, methods string) (answered bool) {
	h := w.Header()
	if origin := r.Header.Get("Origin"); slices.Contains(p.Others, origin) {
		h.Set("Access-Control-Allow-Origin", origin)
	}
	if r.Method != http.MethodOptions {
		return false
	}
	h.Set("Access-Control-Allow-Methods", methods)
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
	w.WriteHeader(http.StatusNoContent)
	return true
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
