package oidc_test

import (
	"math"
	"slices"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestClaimsString(t *testing.T) {
	claims := oidc.Claims(object(t, `{"text": "a", "empty": "", "number": 5, "list": ["a"], "object": {}}`, `{}`))
	for name, want := range map[string]string{"text": "a", "empty": "", "number": "", "list": "", "object": "", "missing": ""} {
		if got := claims.String(name); got != want {
			t.Errorf("String of %s is %q", name, got)
		}
	}
	if got := oidc.Claims(nil).String("iss"); got != "" {
		t.Errorf("no claims have iss %q", got)
	}
}

func TestClaimsSeconds(t *testing.T) {
	for _, test := range []struct {
		name  string
		value any
		want  int64
		ok    bool
	}{
		{"NumericDate", 1311280970.0, 1311280970, true},
		{"zero", 0.0, 0, true},
		{"before 1970", -1.0, -1, true},
		{"fraction is cut off", 1311280970.9, 1311280970, true},
		{"the year 9999", 253402300799.0, 253402300799, true},
		{"the largest", 999_999_999_999.0, 999_999_999_999, true},
		{"one more", 1e12, 0, false},
		{"the smallest", -999_999_999_999.0, -999_999_999_999, true},
		{"one less", -1e12, 0, false},
		{"milliseconds", 1311280970000.0, 0, false},
		{"huge", 1e300, 0, false},
		{"huge and negative", -1e300, 0, false},
		{"NaN", math.NaN(), 0, false},
		{"infinite", math.Inf(1), 0, false},
		{"text", "1311280970", 0, false},
		{"another Go type, which no JSON parser makes", int64(1311280970), 0, false},
		{"flag", true, 0, false},
		{"null", nil, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := oidc.Claims{"exp": test.value}.Seconds("exp")
			if got != test.want || ok != test.ok {
				t.Errorf("got %d (%t), want %d (%t)", got, ok, test.want, test.ok)
			}
		})
	}
	if _, ok := (oidc.Claims{}).Seconds("exp"); ok {
		t.Error("a missing claim is a number")
	}
}

func TestClaimsStrings(t *testing.T) {
	claims := oidc.Claims(object(t, `{"text": "a", "list": ["a", "b"], "none": [], "mixed": ["a", 5], "number": 5}`, `{}`))
	for name, want := range map[string][]string{
		"text": {"a"}, "list": {"a", "b"}, "none": nil, "mixed": nil, "number": nil, "missing": nil,
	} {
		if got := claims.Strings(name); !slices.Equal(got, want) {
			t.Errorf("Strings of %s is %v", name, got)
		}
	}
}
