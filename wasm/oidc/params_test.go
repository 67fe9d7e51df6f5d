package oidc_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestParamsGetAndHas(t *testing.T) {
	params := oidc.Params{{"a", "1"}, {"a", "2"}, {"empty", ""}}
	if got := params.Get("a"); got != "1" {
		t.Errorf("Get of a repeated name is %q, want the first", got)
	}
	if !params.Has("empty") || params.Get("empty") != "" {
		t.Error("an empty parameter is there all the same")
	}
	if params.Has("A") || params.Has("") || params.Get("missing") != "" {
		t.Error("found what is not there")
	}
}

func TestWithParams(t *testing.T) {
	params := oidc.Params{{"a", "1"}, {"b", "2 3"}}
	for _, test := range []struct{ name, endpoint, want string }{
		{"plain", "https://as.example/authorize", "https://as.example/authorize?a=1&b=2+3"},
		{"existing query is kept", "https://as.example/authorize?tenant=x", "https://as.example/authorize?tenant=x&a=1&b=2+3"},
		{"trailing ?", "https://as.example/authorize?", "https://as.example/authorize?a=1&b=2+3"},
		{"trailing &", "https://as.example/authorize?tenant=x&", "https://as.example/authorize?tenant=x&a=1&b=2+3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := oidc.WithParams(test.endpoint, params); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
	if got := oidc.WithParams("https://as.example/authorize", nil); got != "https://as.example/authorize" {
		t.Errorf("no parameters: %s", got)
	}
}

// The application/x-www-form-urlencoded serializer of the URL standard:
// https://url.spec.whatwg.org/#concept-urlencoded-serializer
func TestEncode(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"unreserved", "AZaz09*-._", "p=AZaz09*-._"},
		{"space", "a b", "p=a+b"},
		{"what separates", "a&b=c+d;e", "p=a%26b%3Dc%2Bd%3Be"},
		{"a URL", "https://app/cb?x=1#y", "p=https%3A%2F%2Fapp%2Fcb%3Fx%3D1%23y"},
		{"tilde and percent", "~%", "p=%7E%25"},
		{"UTF-8", "é日", "p=%C3%A9%E6%97%A5"},
		{"control characters", "\x00\r\n", "p=%00%0D%0A"},
		{"empty", "", "p="},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := oidc.Params{{"p", test.value}}.Encode()
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			referee, err := url.ParseQuery(got)
			if err != nil || referee.Get("p") != test.value {
				t.Errorf("net/url reads %q from %s (%v)", referee.Get("p"), got, err)
			}
		})
	}
	if got := (oidc.Params{}).Encode(); got != "" {
		t.Errorf("no parameters encode to %q", got)
	}
}

func TestParseParams(t *testing.T) {
	for _, test := range []struct {
		name, query string
		want        oidc.Params
	}{
		{"plain", "a=1&b=2", oidc.Params{{"a", "1"}, {"b", "2"}}},
		{"leading ?", "?a=1", oidc.Params{{"a", "1"}}},
		{"leading #", "#a=1", oidc.Params{{"a", "1"}}},
		{"only one leading character goes", "??a=1", oidc.Params{{"?a", "1"}}},
		{"empty", "", nil},
		{"only ?", "?", nil},
		{"empty pairs are none", "&&a=1&", oidc.Params{{"a", "1"}}},
		{"no =", "flag", oidc.Params{{"flag", ""}}},
		{"further = belong to the value", "a=b=c", oidc.Params{{"a", "b=c"}}},
		{"duplicates in order", "a=1&b=2&a=3", oidc.Params{{"a", "1"}, {"b", "2"}, {"a", "3"}}},
		{"escapes of either case", "a%20b=%c3%A9+x", oidc.Params{{"a b", "é x"}}},
		{"an escaped separator", "a=1%26b%3D2", oidc.Params{{"a", "1&b=2"}}},
		{"no name", "=1", oidc.Params{{"", "1"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.ParseParams(test.query)
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("got %v (%v), want %v", got, err, test.want)
			}
		})
	}
}

func TestParseParamsRefuses(t *testing.T) {
	for query, word := range map[string]string{
		"a=%": "hexadecimal", "a=%4": "hexadecimal", "a=%zz": "hexadecimal", "a=%4z": "hexadecimal", "%=1": "hexadecimal",
		"a=1&b=%G0": "hexadecimal", "a=%-1": "hexadecimal", "a=%:0": "hexadecimal", "a=%@0": "hexadecimal", "a=%`0": "hexadecimal",
		"a=%FF": "UTF-8", "a=%C3": "UTF-8", "a=\xff": "UTF-8",
	} {
		got, err := oidc.ParseParams(query)
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%q was read as %v (%v), want an error about %s", query, got, err, word)
		}
	}
}
