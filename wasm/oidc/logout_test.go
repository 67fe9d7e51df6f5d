package oidc_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestLogoutRequestURL(t *testing.T) {
	good := oidc.LogoutRequest{
		ClientID:              "storezero",
		IDTokenHint:           "h.p.s",
		PostLogoutRedirectURI: "https://shop.example/signed-out?x=1",
		State:                 "af0ifjsldkj",
	}
	discovered := oidc.Metadata{Issuer: "https://as.example/", EndSessionEndpoint: "https://as.example/oidc/logout"}
	bare := oidc.Metadata{Issuer: "https://as.example/"}
	const (
		endSession = "https://as.example/oidc/logout?client_id=storezero&id_token_hint=h.p.s" +
			"&post_logout_redirect_uri=https%3A%2F%2Fshop.example%2Fsigned-out%3Fx%3D1&state=af0ifjsldkj"
		v2Logout = "https://as.example/v2/logout?client_id=storezero&returnTo=https%3A%2F%2Fshop.example%2Fsigned-out%3Fx%3D1"
	)
	for _, test := range []struct {
		name     string
		metadata oidc.Metadata
		deviate  func(*oidc.LogoutRequest)
		want     string
	}{
		{"discovered", discovered, func(*oidc.LogoutRequest) {}, endSession},
		{"not discovered", bare, func(*oidc.LogoutRequest) {}, v2Logout},
		{"not discovered, issuer without slash", oidc.Metadata{Issuer: "https://as.example"}, func(*oidc.LogoutRequest) {}, v2Logout},
		{"federated", discovered, func(r *oidc.LogoutRequest) { r.Federated = true }, endSession + "&federated=true"},
		{"not discovered, federated", bare, func(r *oidc.LogoutRequest) { r.Federated = true }, v2Logout + "&federated=true"},
		{"without a token", discovered, func(r *oidc.LogoutRequest) { r.IDTokenHint = "" },
			"https://as.example/oidc/logout?client_id=storezero" +
				"&post_logout_redirect_uri=https%3A%2F%2Fshop.example%2Fsigned-out%3Fx%3D1&state=af0ifjsldkj"},
		{"nowhere to return to", bare, func(r *oidc.LogoutRequest) { r.PostLogoutRedirectURI = "" },
			"https://as.example/v2/logout?client_id=storezero"},
		{"extra", discovered, func(r *oidc.LogoutRequest) { r.Extra = oidc.Params{{"ui_locales", "fr"}} },
			endSession + "&ui_locales=fr"},
		{"extra that would override", discovered, func(r *oidc.LogoutRequest) {
			r.Extra = oidc.Params{{"client_id", "other"}, {"post_logout_redirect_uri", "https://evil.example"}}
		}, endSession},
		{"endpoint with a query", oidc.Metadata{EndSessionEndpoint: "https://as.example/oidc/logout?tenant=1"},
			func(r *oidc.LogoutRequest) { *r = oidc.LogoutRequest{ClientID: "storezero"} },
			"https://as.example/oidc/logout?tenant=1&client_id=storezero"},
	} {
		t.Run(test.name, func(t *testing.T) {
			request := good
			test.deviate(&request)
			if got := request.URL(test.metadata); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
