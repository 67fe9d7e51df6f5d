package oidc_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestSkew(t *testing.T) {
	const (
		iat = 1_311_280_970
		day = 24 * 60 * 60 * 1000
	)
	for _, test := range []struct {
		name  string
		local int64
		want  int64
		code  oidc.Code
	}{
		{"none", iat * 1000, 0, ""},
		{"we are behind", iat*1000 - 90_500, 90_500, ""},
		{"we are ahead", iat*1000 + 90_500, -90_500, ""},
		{"a day behind", iat*1000 - day, day, ""},
		{"a day ahead", iat*1000 + day, -day, ""},
		{"more than a day behind", iat*1000 - day - 1, 0, oidc.ClockUnusable},
		{"more than a day ahead", iat*1000 + day + 1, 0, oidc.ClockUnusable},
		{"a clock that was never set", 0, 0, oidc.ClockUnusable},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.Skew(iat, test.local)
			wantError(t, err, test.code)
			if got != test.want {
				t.Errorf("skew is %d ms, want %d", got, test.want)
			}
		})
	}
}
