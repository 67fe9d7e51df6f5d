package demo_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo"
)

func readme(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestTheReadmeQuotesWhatRuns(t *testing.T) {
	code, err := fs.ReadFile(demo.Files(), "session/session.js")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(readme(t), "```js\n"+string(code)+"```\n") {
		t.Error("README.md does not quote demo/site/session/session.js as it is")
	}
}

func TestTheReadmeNamesTargetsAndFilesThatExist(t *testing.T) {
	text := readme(t)
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := regexp.MustCompile("(?m)(?:^|`)make ([a-z-]+)").FindAllStringSubmatch(text, -1)
	if len(targets) == 0 {
		t.Fatal("README.md names no target of the Makefile")
	}
	for _, target := range targets {
		if !regexp.MustCompile(`(?m)^` + target[1] + `:`).Match(makefile) {
			t.Errorf("README.md names make %s, which the Makefile does not have", target[1])
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(text, -1) {
		if strings.HasPrefix(link[1], "https://") {
			continue
		}
		if _, err := os.Stat(filepath.Join("..", link[1])); err != nil {
			t.Errorf("README.md links to %s: %v", link[1], err)
		}
	}
	if lines := strings.Count(text, "\n"); lines > 150 {
		t.Errorf("README.md has %d lines, and may have 150", lines)
	}
}

func TestTheMakefileIsShort(t *testing.T) {
	content, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(content), "\n"); lines > 80 {
		t.Errorf("the Makefile has %d lines, and may have 80", lines)
	}
}

// TestTheTopLevel keeps the rooms of the repository few.
func TestTheTopLevel(t *testing.T) {
	allowed := map[string]bool{"wasm": true, "devserver": true, "demo": true, "web": true, "go.mod": true, "go.sum": true, "Makefile": true, "README.md": true, "node_modules": true, "bin": true}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); !strings.HasPrefix(name, ".") && !allowed[name] {
			t.Errorf("%s stands at the top level", name)
		}
	}
}
