package oidc_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestSecretsEqual(t *testing.T) {
	for _, test := range []struct {
		name, sent, received string
		want                 bool
	}{
		{"equal", "af0ifjsldkj", "af0ifjsldkj", true},
		{"one character", "a", "a", true},
		{"first differs", "af0ifjsldkj", "bf0ifjsldkj", false},
		{"last differs", "af0ifjsldkj", "af0ifjsldkk", false},
		{"two differences that cancel out in a sum", "ab", "ba", false},
		{"case differs", "af0ifjsldkj", "AF0IFJSLDKJ", false},
		{"prefix", "af0ifjsldkj", "af0ifj", false},
		{"longer", "af0ifj", "af0ifjsldkj", false},
		{"nothing received", "af0ifjsldkj", "", false},
		{"nothing sent", "", "af0ifjsldkj", false},
		{"both empty", "", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := oidc.SecretsEqual(test.received, test.sent); got != test.want {
				t.Errorf("SecretsEqual(%q, %q) = %t", test.received, test.sent, got)
			}
		})
	}
}
