package idp

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const tokenLifetime = time.Hour

type token struct {
	session session
	expires time.Time
}

// exchange is the token endpoint (RFC 6749 section 4.1.3).
func (s *Server) exchange(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		tokenError(w, http.StatusBadRequest, "invalid_request")
		return
	}
	client, known := s.client(r.PostForm.Get("client_id"))
	if !same(client.Secret, r.PostForm.Get("client_secret")) || !known {
		tokenError(w, http.StatusUnauthorized, "invalid_client")
		return
	}
	if r.PostForm.Get("grant_type") != "authorization_code" {
		tokenError(w, http.StatusBadRequest, "unsupported_grant_type")
		return
	}
	value, granted, err := s.redeem(client, r.PostForm)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if !granted {
		tokenError(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": value, "token_type": "Bearer", "expires_in": int64(tokenLifetime / time.Second),
	})
}

// redeem uses the code up, whatever else is wrong with the request.
func (s *Server) redeem(client Client, form url.Values) (value string, granted bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, found := s.codes[form.Get("code")]
	delete(s.codes, form.Get("code"))
	now := s.cfg.Now()
	sum := sha256.Sum256([]byte(form.Get("code_verifier")))
	if !found || !now.Before(c.expires) || c.clientID != client.ID || c.redirectURI != form.Get("redirect_uri") ||
		!same(c.challenge, base64.RawURLEncoding.EncodeToString(sum[:])) {
		return "", false, nil
	}
	if value, err = s.secret(); err != nil {
		return "", false, err
	}
	dropExpired(s.tokens, now, func(t token) time.Time { return t.expires })
	s.tokens[value] = token{c.session, now.Add(tokenLifetime)}
	return value, true, nil
}

// me is the userinfo endpoint (OIDC Core section 5.3).
func (s *Server) me(w http.ResponseWriter, r *http.Request) {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	s.mu.Lock()
	t, found := s.tokens[value]
	s.mu.Unlock()
	if !strings.EqualFold(scheme, "Bearer") || !found || !s.cfg.Now().Before(t.expires) {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		tokenError(w, http.StatusUnauthorized, "invalid_token")
		return
	}
	user := s.user(t.session.userID)
	info := map[string]any{"sub": user.ID, "email": user.Email, "name": user.Name}
	if s.cfg.SessionLifetime > 0 {
		info["session_expiry"] = s.ends(t.session).Unix()
	}
	writeJSON(w, http.StatusOK, info)
}

// same compares in constant time.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

func tokenError(w http.ResponseWriter, status int, code string) {
	writeJSON(w, status, map[string]any{"error": code})
}

// writeJSON encodes a value that always encodes; a failure to write means that the client has gone.
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
