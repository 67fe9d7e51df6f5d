package authserver_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"
)

// deviations are queries that differ from a good one in one thing each, and some that are good.
func deviations() []url.Values {
	list := []url.Values{params(), silent(), params("response_mode", "form_post"), params("response_mode", "fragment")}
	for _, pair := range [][2]string{
		{"prompt", "login"}, {"prompt", "none login"}, {"prompt", "select_account"}, {"prompt", "consent"}, {"max_age", "0"},
		{"max_age", "-1"}, {"max_age", "99999999999999999999"}, {"redirect_uri", "http://evil.example/"},
		{"redirect_uri", callback + "/../x"}, {"redirect_uri", callback + "#x"}, {"redirect_uri", "javascript:alert(1)"},
		{"state", "</script><script>"}, {"state", "\r\nSet-Cookie: a=b"}, {"nonce", "\x00"}, {"response_type", "token"},
		{"response_mode", "jwt"}, {"client_id", "nobody"}, {"code_challenge", "short"}, {"code_challenge_method", "plain"},
		{"scope", "openid offline_access \x7f"}, {"audience", "nobody"}, {"connection", "../x"}, {"organization", "x"},
		{"acr_values", multiFactor}, {"login_hint", "a@b"}, {"ui_locales", "fr"}, {"dpop_jkt", "x"}, {"request", "a.b.c"},
		{"request_uri", "urn:ietf:params:oauth:request_uri:x"}, {"request_uri", "http://evil.example/"},
	} {
		list = append(list, params(pair[0], pair[1]))
	}
	return list
}

func FuzzAuthorizeQuery(f *testing.F) {
	for _, seed := range deviations() {
		f.Add(seed.Encode(), false)
	}
	f.Add(params().Encode(), true)
	f.Add("client_id=storezero&client_id=storezero&%zz=1;a=b", false)
	server := newFuzzed(f)
	f.Fuzz(func(t *testing.T, query string, post bool) {
		server.reset(t)
		r := request(t, http.MethodGet, "/authorize", query, "")
		if post {
			r = request(t, http.MethodPost, "/authorize", "", query)
		}
		r.AddCookie(server.cookie)
		checkPosted(t, server.send(t, r).Body.String())
	})
}

var (
	formAction = regexp.MustCompile(`<form[^>]* action="([^"]*)"`)
	postTarget = regexp.MustCompile(`<script type="application/json" id="target">([^<]*)</script>`)
)

// checkPosted: what a page sends by itself goes where a redirect might go.
func checkPosted(t *testing.T, page string) {
	t.Helper()
	for _, match := range formAction.FindAllStringSubmatch(page, -1) {
		if action := html.UnescapeString(match[1]); !allowedTarget(action) {
			t.Errorf("a form leads to %q", action)
		}
	}
	for _, match := range postTarget.FindAllStringSubmatch(page, -1) {
		var origin string
		if err := json.Unmarshal([]byte(match[1]), &origin); err != nil || !slices.Contains([]string{app}, origin) {
			t.Errorf("a message goes to %s: %v", match[1], err)
		}
	}
}

// FuzzPushedRequest pushes a request and redeems what it is given for it.
func FuzzPushedRequest(f *testing.F) {
	for _, seed := range deviations() {
		f.Add(seed.Encode())
	}
	server := newFuzzed(f)
	f.Fuzz(func(t *testing.T, form string) {
		server.reset(t)
		w := server.send(t, request(t, http.MethodPost, "/oauth/par", "", form))
		var pushed struct {
			RequestURI string `json:"request_uri"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &pushed); err != nil {
			t.Errorf("no JSON: %s", w.Body)
		}
		query := url.Values{"client_id": {"storezero"}, "request_uri": {pushed.RequestURI}}
		r := request(t, http.MethodGet, "/authorize", query.Encode(), "")
		r.AddCookie(server.cookie)
		checkPosted(t, server.send(t, r).Body.String())
	})
}
