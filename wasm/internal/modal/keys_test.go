//go:build !js

package modal

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// keys reads every declared key: a language that lacks one would show nothing.
func keys(t *testing.T) []Key {
	t.Helper()
	source, err := os.ReadFile("keys.go")
	if err != nil {
		t.Fatal(err)
	}
	var found []Key
	for _, match := range regexp.MustCompile(`Key = "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		found = append(found, Key(match[1]))
	}
	if len(found) < 30 {
		t.Fatalf("only %d keys in keys.go", len(found))
	}
	return found
}

func TestEnglishSaysEverything(t *testing.T) {
	english := English()
	all := keys(t)
	if len(all) != len(english.Texts) {
		t.Errorf("%d keys, %d sentences", len(all), len(english.Texts))
	}
	for _, key := range all {
		forms := english.Texts[key]
		if forms[Other] == "" {
			t.Errorf("%s: no sentence", key)
		}
		counted := key == SecondsLeft || key == MinutesLeft
		for category, form := range forms {
			if strings.Contains(form, "{n}") != counted {
				t.Errorf("%s.%s: %q; {n} is wanted: %v", key, category, form, counted)
			}
		}
	}
}
