package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// FuzzLogout feeds both endpoints; HINT stands for a good ID token.
func FuzzLogout(f *testing.F) {
	for _, seed := range []string{
		"", "client_id=storezero", "federated", "client_id=nobody&returnTo=http://evil.example/",
		"client_id=storezero&returnTo=" + url.QueryEscape(app+"/signed-out?a=b#c"),
		"client_id=storezero&returnTo=" + url.QueryEscape("HTTP://LOCALHOST:4300/signed-out"),
		"client_id=storezero&returnTo=" + url.QueryEscape(`http://localhost:4300\@evil.example/signed-out`),
		"client_id=storezero&returnTo=" + url.QueryEscape("http://user@localhost:4300/signed-out"),
		"returnTo=" + url.QueryEscape(tenantOut) + "&returnTo=x",
		"id_token_hint=HINT&post_logout_redirect_uri=" + url.QueryEscape(app+"/signed-out") + "&state=s%0d%0a",
		"id_token_hint=HINT&client_id=other", "id_token_hint=HINTx&logout_hint=x", "id_token_hint=eyJhbGciOiJub25lIn0.e30.",
		"post_logout_redirect_uri=" + url.QueryEscape(tenantOut) + "&ui_locales=fr&%zz",
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	server := newFuzzed(f)
	f.Fuzz(func(t *testing.T, query string, post bool) {
		for _, path := range []string{"/v2/logout", "/oidc/logout"} {
			server.reset(t)
			sent := query
			if strings.Contains(sent, "HINT") {
				w := server.send(t, request(t, http.MethodPost, "/oauth/token", "", tokenForm(server.code(t)).Encode()))
				sent = strings.ReplaceAll(sent, "HINT", parseToken(t, reply{w.Result(), w.Body.String()}).IDToken)
			}
			r := request(t, http.MethodGet, path, sent, "")
			if post {
				r = request(t, http.MethodPost, path, "", sent)
			}
			r.AddCookie(server.cookie)
			checkPosted(t, server.send(t, r).Body.String())
		}
	})
}
