package oidc_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

// Each row is one deviation from an address that counts.
func TestParseReturn(t *testing.T) {
	const own, page = "https://shop.example", "https://shop.example/silent.html"
	good := oidc.Message{Origin: own, FromFrame: true, Data: page + "?code=SplxlO&state=af0ifjsldkj&iss=https%3A%2F%2Fas.example#_"}
	for name, row := range map[string]struct {
		change func(m *oidc.Message)
		ours   bool
	}{
		"as it is":             {func(*oidc.Message) {}, true},
		"an error":             {func(m *oidc.Message) { m.Data = page + "?error=login_required&state=af0ifjsldkj" }, true},
		"another origin":       {func(m *oidc.Message) { m.Origin = "https://as.example" }, false},
		"no origin":            {func(m *oidc.Message) { m.Origin = "" }, false},
		"another window":       {func(m *oidc.Message) { m.FromFrame = false }, false},
		"no text":              {func(m *oidc.Message) { m.Data = map[string]any{"code": "SplxlO", "state": "af0ifjsldkj"} }, false},
		"no query":             {func(m *oidc.Message) { m.Data = page }, false},
		"in the fragment":      {func(m *oidc.Message) { m.Data = page + "#code=SplxlO&state=af0ifjsldkj" }, false},
		"a wrong state":        {func(m *oidc.Message) { m.Data = page + "?code=SplxlO&state=af0ifjsldk" }, false},
		"no state":             {func(m *oidc.Message) { m.Data = page + "?code=SplxlO" }, false},
		"two states":           {func(m *oidc.Message) { m.Data = page + "?code=SplxlO&state=af0ifjsldkj&state=x" }, false},
		"code and error":       {func(m *oidc.Message) { m.Data = page + "?code=SplxlO&error=x&state=af0ifjsldkj" }, false},
		"a broken escape":      {func(m *oidc.Message) { m.Data = page + "?code=%4&state=af0ifjsldkj" }, false},
		"a wrong state, error": {func(m *oidc.Message) { m.Data = page + "?error=login_required&state=x" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			m := good
			row.change(&m)
			got, ours := oidc.ParseReturn(m, own, "af0ifjsldkj")
			if ours != row.ours || ours && got.State != "af0ifjsldkj" || !ours && got != (oidc.AuthorizationResponse{}) {
				t.Errorf("got %+v, %t", got, ours)
			}
		})
	}
	if _, ours := oidc.ParseReturn(oidc.Message{Origin: own, FromFrame: true, Data: page + "?code=x&state="}, own, ""); ours {
		t.Error("an empty state is taken for ours")
	}
}
