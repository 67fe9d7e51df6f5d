package authserver_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// One silent exchange without a network: what the server itself costs. `make bench` measures the whole.
func BenchmarkSilentExchange(b *testing.B) {
	for _, alg := range []string{"RS256", "ES256"} {
		b.Run(alg, func(b *testing.B) {
			cfg := authserver.Defaults(app)
			cfg.Issuer = "http://localhost:4400/"
			cfg.Key = signingKey()
			cfg.Clients[0].IDTokenAlg, cfg.APIs[0].SigningAlg = alg, alg
			server, err := authserver.New(cfg)
			if err != nil {
				b.Fatal(err)
			}
			cookie, _, err := server.MintSession("auth0|ada")
			if err != nil {
				b.Fatal(err)
			}
			uri := "/authorize?" + silent().Encode()
			b.ReportAllocs()
			for b.Loop() {
				exchangeOnce(b, server, cookie, uri)
			}
		})
	}
}

func exchangeOnce(b *testing.B, server http.Handler, cookie *http.Cookie, uri string) {
	b.Helper()
	request := httptest.NewRequest(http.MethodGet, uri, nil)
	request.AddCookie(cookie)
	page := httptest.NewRecorder()
	server.ServeHTTP(page, request)
	_, after, _ := strings.Cut(page.Body.String(), `"code":"`)
	code, _, _ := strings.Cut(after, `"`)

	request = httptest.NewRequest(http.MethodPost, "/oauth/token", strings.NewReader(tokenForm(code).Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", app)
	tokens := httptest.NewRecorder()
	server.ServeHTTP(tokens, request)
	var answer tokenReply
	if err := json.Unmarshal(tokens.Body.Bytes(), &answer); err != nil || answer.IDToken == "" {
		b.Fatalf("%v: %s", err, tokens.Body)
	}
}
