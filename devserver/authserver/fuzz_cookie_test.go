package authserver_test

import (
	"net/http"
	"strings"
	"testing"
)

// FuzzCookie feeds every endpoint that reads the session's cookie; NAME and VALUE stand for the real one.
func FuzzCookie(f *testing.F) {
	for _, seed := range []string{
		"", "NAME=VALUE", "NAME=VALUEx", "NAME=", "NAME=VALUE; NAME=x", "NAME=VALUE; NAME=VALUE", `NAME="VALUE"`, "name=VALUE",
		"NAME=%56; a=b;;=;\x00", "__Host-NAME=VALUE", " NAME = VALUE ",
	} {
		f.Add(seed)
	}
	server := newFuzzed(f)
	f.Fuzz(func(t *testing.T, header string) {
		for _, path := range []string{"/authorize", "/login", "/v2/logout", "/oidc/logout", "/login/callback"} {
			server.reset(t)
			replaced := strings.NewReplacer("NAME", server.cookie.Name, "VALUE", server.cookie.Value).Replace(header)
			r := request(t, http.MethodGet, path, silent().Encode()+"&interaction=x", "")
			r.Header["Cookie"] = []string{replaced}
			w := server.send(t, r)
			if strings.Contains(w.Body.String(), `"code":`) && !strings.Contains(replaced, server.cookie.Value) {
				t.Errorf("the cookie %q is somebody's session", header)
			}
		}
	})
}
