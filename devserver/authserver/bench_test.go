package authserver_test

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/store"
)

// crowd is a server with n live sessions, asked without a network. Tokens are signed by ES256.
func crowd(b *testing.B, n int) (*authserver.Server, func(i int) *http.Cookie) {
	b.Helper()
	cfg := authserver.Defaults(app)
	cfg.Issuer, cfg.Key, cfg.Now = "http://localhost:4400/", signingKey(), func() time.Time { return start }
	cfg.Clients[0].IDTokenAlg, cfg.APIs[0].SigningAlg = "ES256", "ES256"
	sessions := store.NewMemoryWithin(store.Limits{Records: n + 1, Requests: 2048}, cfg.Now)
	cfg.Store = sessions
	server, err := authserver.New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	id := func(i int) string {
		return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64(make([]byte, 24), uint64(i)))
	}
	for i := range n {
		err := sessions.CreateSession(context.Background(), store.Session{
			ID: id(i), SID: fmt.Sprint("sid-", i), Sub: "auth0|ada", Clients: []string{"storezero"},
			Created: start, AuthenticatedAt: start, LastInteraction: start.Add(time.Duration(i) * time.Microsecond),
			Idle: 5 * time.Minute, Absolute: 12 * time.Hour,
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC() // what the filling has left is no part of a request
	return server, func(i int) *http.Cookie { return &http.Cookie{Name: "as-session_localhost-4400", Value: id(i)} }
}

// BenchmarkRequest is one request of one session among many: a silent /authorize alone, and a whole silent exchange
// with its code and tokens. What it costs must not depend on how many sessions there are.
func BenchmarkRequest(b *testing.B) {
	ask := "/authorize?" + silent("audience", authserver.StorefrontAudience).Encode()
	for _, n := range []int{10_000, 1_000_000} {
		server, cookie := crowd(b, n)
		i := 0
		authorize := func() *httptest.ResponseRecorder {
			i = (i + 7919) % n // a prime: no session soon comes again
			r := httptest.NewRequest(http.MethodGet, ask, nil)
			r.AddCookie(cookie(i))
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			return w
		}
		b.Run(fmt.Sprint("authorize/sessions=", n), func(b *testing.B) {
			for b.Loop() {
				if body := authorize().Body.String(); !strings.Contains(body, `"code":`) {
					b.Fatal(body)
				}
			}
		})
		b.Run(fmt.Sprint("exchange/sessions=", n), func(b *testing.B) {
			for b.Loop() {
				_, rest, _ := strings.Cut(authorize().Body.String(), `id="response">`)
				answer, _, _ := strings.Cut(rest, "</script>")
				var got message
				if err := json.Unmarshal([]byte(answer), &got); err != nil || got.Code == "" {
					b.Fatal(answer, err)
				}
				form := tokenForm(got.Code)
				if w := postForm(server, "/oauth/token", form); w.Code != http.StatusOK {
					b.Fatal(w.Body)
				}
			}
		})
	}
}

func postForm(server http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	return w
}
