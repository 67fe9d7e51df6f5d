//go:build !js

package modal

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// parts finds every match of pattern in a file, sorted, once each.
func parts(t *testing.T, file, pattern string) []string {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(source), -1) {
		found = append(found, match[1])
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func TestTheSheetStylesTheParts(t *testing.T) {
	made := parts(t, "tree.go", `"part", "([\w-]+)"`)
	made = append(made, "button", "button-primary")
	slices.Sort(made)
	styled := append(parts(t, "../../../web/spa-session.css", `\[part~="([\w-]+)"\]`), "dialog")
	slices.Sort(styled)
	if !slices.Equal(made, styled) {
		t.Errorf("the tree has the parts %q\nthe sheet styles     %q", made, styled)
	}
}

func TestTheSheetNeedsNothingElse(t *testing.T) {
	source, err := os.ReadFile("../../../web/spa-session.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, refused := range []string{"@import", "url(", "http"} {
		if strings.Contains(string(source), refused) {
			t.Errorf("the sheet contains %q: the policy of an app may forbid it", refused)
		}
	}
}

func TestThePropertiesAreDocumented(t *testing.T) {
	const file = "../../../web/spa-session.css"
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	heading, _, _ := strings.Cut(string(source), "*/")
	used := parts(t, file, `var\((--spa-session-[\w-]+)`)
	for _, property := range used {
		if !strings.Contains(heading, " "+property+" ") {
			t.Errorf("%s is used and not documented", property)
		}
	}
	if len(used) < 10 {
		t.Errorf("only %d properties are used", len(used))
	}
}
