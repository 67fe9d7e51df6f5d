package npm

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// program puts an executable of this name and text on a PATH of its own.
func program(t *testing.T, path, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(path, name), []byte("#!/bin/sh\n"+text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestInstallsOnce(t *testing.T) {
	path, cache := t.TempDir(), filepath.Join(t.TempDir(), "cache")
	t.Setenv("PATH", path+":/usr/bin:/bin")
	program(t, path, "node", "")
	program(t, path, "npm", `mkdir "$3/node_modules" && echo "$@" >"$3/arguments"`)
	first, err := installInto(t.Context(), cache, []string{"a@1.0.0", "@b/c@2.0.0"})
	if err != nil {
		t.Fatal(err)
	}
	given, err := os.ReadFile(filepath.Join(first, "arguments"))
	if err != nil || !strings.Contains(string(given), "--ignore-scripts") || !strings.Contains(string(given), "a@1.0.0 @b/c@2.0.0") {
		t.Errorf("npm was told %q, %v", given, err)
	}
	program(t, path, "npm", "exit 1")
	second, err := installInto(t.Context(), cache, []string{"@b/c@2.0.0", "a@1.0.0"})
	if err != nil || second != first {
		t.Errorf("the second time: %q, %v, want %q", second, err, first)
	}
	if _, err := installInto(t.Context(), cache, []string{"a@1.0.1"}); err == nil || !strings.Contains(err.Error(), "a@1.0.1") {
		t.Errorf("an npm that fails: %v", err)
	}
	if entries, err := os.ReadDir(cache); err != nil || len(entries) != 1 {
		t.Errorf("the cache has %v, %v: what failed must leave nothing", entries, err)
	}
}

func TestRefuses(t *testing.T) {
	for _, name := range []string{"a", "a@latest", "a@^1.0.0", "a@1.0", "--global", "a@1.0.0 b@1.0.0", "../a@1.0.0"} {
		if _, err := installInto(t.Context(), t.TempDir(), []string{name}); err == nil || !strings.Contains(err.Error(), "not exact") {
			t.Errorf("%q: %v", name, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := installInto(t.Context(), t.TempDir(), []string{"a@1.0.0"}); !errors.Is(err, ErrMissing) {
		t.Errorf("without node: %v", err)
	}
}
