package main_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is pure can be tested to the last case: its tests are at least as long as itself.
func TestPurePackagesHaveAsMuchTestAsCode(t *testing.T) {
	for _, dir := range []string{"oidc", "internal/deadline", "internal/tabs", "internal/api"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %q, %v", dir, files, err)
		}
		code, tests := 0, 0
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if lines := bytes.Count(content, []byte("\n")); strings.HasSuffix(file, "_test.go") {
				tests += lines
			} else {
				code += lines
			}
		}
		if tests < code {
			t.Errorf("%s has %d lines of code, and %d of tests", dir, code, tests)
		}
	}
}
