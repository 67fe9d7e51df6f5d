package authserver_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzTokenBody puts real secrets where an input says CODE and REFRESH, so that it gets past the first check.
func FuzzTokenBody(f *testing.F) {
	const form = "application/x-www-form-urlencoded"
	f.Add(form, tokenForm("CODE").Encode(), "", "")
	f.Add(form, tokenForm("CODE", "code_verifier", "wrong").Encode(), "", "")
	f.Add(form, tokenForm("CODE", "redirect_uri", app).Encode(), "", "a.b.c")
	f.Add(form, "grant_type=refresh_token&client_id=storezero&refresh_token=REFRESH&scope=openid", "", "")
	f.Add(form, "grant_type=refresh_token&client_id=storezero&refresh_token=REFRESHx", "", "")
	f.Add(form, "grant_type=refresh_token&client_id=storezero&refresh_token=a.b.c.9999999999999999999", "", "")
	f.Add(form, "grant_type=client_credentials&audience=x", "Basic YmFjayBvZmZpY2U6eA==", "")
	f.Add("application/json", `{"grant_type":"authorization_code","client_id":"storezero","code":"CODE","code_verifier":1}`, "", "")
	f.Add("application/json", `{"grant_type":["a"],"a":{"b":null}}`, "Basic !!", "")
	f.Add("text/plain; charset=\"", "\x00", "Bearer x", "")
	server := newFuzzed(f)
	f.Fuzz(func(t *testing.T, contentType, body, authorization, proof string) {
		server.reset(t)
		if strings.Contains(body, "REFRESH") {
			body = strings.ReplaceAll(body, "REFRESH", server.refreshToken(t))
		}
		body = strings.ReplaceAll(body, "CODE", server.code(t))
		for _, path := range []string{"/oauth/token", "/oauth/revoke"} {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			r.Header["Content-Type"], r.Header["Origin"] = []string{contentType}, []string{app}
			if authorization != "" {
				r.Header["Authorization"] = []string{authorization}
			}
			if proof != "" {
				r.Header["Dpop"] = []string{proof}
			}
			server.checkTokens(t, server.send(t, r))
		}
	})
}

// checkTokens: all or nothing. A refused request tells no token, one that is served tells an access token.
func (s *fuzzed) checkTokens(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Body.Len() == 0 {
		return // of the revocation endpoint
	}
	var answer tokenReply
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("status %d, no JSON: %s", w.Code, w.Body)
	}
	if served := w.Code == http.StatusOK; served != (answer.AccessToken != "") || served != (answer.Error == "") ||
		!served && (answer.IDToken != "" || answer.RefreshToken != "") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if answer.RefreshToken != "" && len(s.families(t)) == 0 {
		t.Error("a refresh token of no family")
	}
}

func (s *fuzzed) code(t *testing.T) string {
	t.Helper()
	r := request(t, http.MethodGet, "/authorize", params("scope", "openid offline_access").Encode(), "")
	r.AddCookie(s.cookie)
	return location(t, reply{Response: s.send(t, r).Result()}).Get("code")
}

func (s *fuzzed) refreshToken(t *testing.T) string {
	t.Helper()
	w := s.send(t, request(t, http.MethodPost, "/oauth/token", "", tokenForm(s.code(t)).Encode()))
	return parseToken(t, reply{w.Result(), w.Body.String()}).RefreshToken
}

// FuzzBearer feeds userinfo; TOKEN stands for a good one.
func FuzzBearer(f *testing.F) {
	for _, seed := range []string{"", "Bearer TOKEN", "bearer TOKENx", "DPoP TOKEN", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic x", "Bearer"} {
		f.Add(seed, "")
		f.Add(seed, "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRwb3Arand0IiwiandrIjp7fX0.e30.AA")
	}
	server := newFuzzed(f)
	f.Fuzz(func(t *testing.T, authorization, proof string) {
		server.reset(t)
		if strings.Contains(authorization, "TOKEN") {
			w := server.send(t, request(t, http.MethodPost, "/oauth/token", "", tokenForm(server.code(t)).Encode()))
			token := parseToken(t, reply{w.Result(), w.Body.String()}).AccessToken
			authorization = strings.ReplaceAll(authorization, "TOKEN", token)
		}
		r := request(t, http.MethodGet, "/userinfo", "", "")
		r.Header["Authorization"], r.Header["Dpop"] = []string{authorization}, []string{proof}
		w := server.send(t, r)
		if (w.Code == http.StatusOK) != strings.Contains(w.Body.String(), `"sub":"auth0|ada"`) {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	})
}

// FuzzForms feeds the pages of a login; ID stands for the page that waits.
func FuzzForms(f *testing.F) {
	for _, path := range []string{"/login", "/login/mfa", "/login/consent", "/oidc/logout/confirm"} {
		f.Add(path, credentials("ID").Encode())
		f.Add(path, url.Values{"interaction": {"ID"}, "action": {"cancel"}}.Encode())
		f.Add(path, "interaction=ID&action=continue&session=x&code=123456&action=accept")
		f.Add(path, "interaction=%zz")
	}
	server := newFuzzed(f)
	f.Fuzz(func(t *testing.T, path, form string) {
		if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "\x00\r\n \x7f?#%") {
			t.Skip("no path")
		}
		server.reset(t)
		r := request(t, http.MethodGet, "/authorize", params("prompt", "login", "acr_values", multiFactor).Encode(), "")
		r.AddCookie(server.cookie)
		page, err := url.Parse(server.send(t, r).Header().Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		form = strings.ReplaceAll(form, "ID", page.Query().Get("interaction"))
		r = httptest.NewRequest(http.MethodPost, fuzzOrigin, strings.NewReader(form))
		r.URL.Path = path
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", fuzzOrigin)
		r.AddCookie(server.cookie)
		checkPosted(t, server.send(t, r).Body.String())
	})
}
