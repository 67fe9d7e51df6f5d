package control

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"
)

// A lock asks for the token that was printed at the start. Scripts send it as a bearer token (RFC 6750); the dashboard
// trades it for a cookie once, since neither a navigation nor an EventSource can send a header.
type lock struct {
	token  string // "": open
	secure bool   // the origin is https
}

const loginPath = Prefix + "login"

func (l lock) protect(next http.Handler) http.Handler {
	if l.token == "" {
		return next
	}
	logIn := jsonOnly(http.HandlerFunc(l.logIn))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == loginPath && r.Method == http.MethodPost:
			logIn.ServeHTTP(w, r)
		case l.opened(r) || isAsset(r.URL.Path):
			next.ServeHTTP(w, r)
		case r.URL.Path == Prefix && r.Method == http.MethodGet:
			showPage(w, http.StatusUnauthorized, lockedTemplate, nil)
		default:
			w.Header().Set("WWW-Authenticate", `Bearer realm="mock control"`)
			writeError(w, http.StatusUnauthorized, "unauthorized", "Send Authorization: Bearer and the control token that the server printed at its start")
		}
	})
}

func (l lock) opened(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && same(token, l.token) {
		return true
	}
	cookie, err := r.Cookie(l.cookieName())
	return err == nil && same(cookie.Value, l.cookieValue())
}

func (l lock) logIn(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Token string `json:"token"`
	}
	if !decode(w, r, &body, `{"token": "..."}`) {
		return
	}
	if !same(body.Token, l.token) {
		writeError(w, http.StatusForbidden, "forbidden", "This is not the control token that the server printed at its start")
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: l.cookieName(), Value: l.cookieValue(), Path: "/", HttpOnly: true, Secure: l.secure, SameSite: http.SameSiteStrictMode,
	})
	w.WriteHeader(http.StatusNoContent)
}

// cookieName is made of the token, since cookies ignore ports.
func (l lock) cookieName() string {
	name := "mock-control_" + l.derive("name")[:16]
	if l.secure {
		return "__Host-" + name
	}
	return name
}

// cookieValue is not the token itself: a cookie is seen by every server of its host.
func (l lock) cookieValue() string { return l.derive("dashboard") }

func (l lock) derive(purpose string) string {
	mac := hmac.New(sha256.New, []byte(l.token))
	mac.Write([]byte(purpose))
	return hex.EncodeToString(mac.Sum(nil))
}

// same compares hashes, so that not even the length is told.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
