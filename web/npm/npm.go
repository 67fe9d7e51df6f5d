// Package npm installs what tests need from npm: bundlers, frameworks, checkers. It
// goes into a folder of the user's cache, once for each list of packages, and
// nothing of it into the repository.
//
// Its rule: versions are exact, so that a test means the same next year, and no
// package's scripts run. Without npm or its registry a test is skipped, and said to
// be; where the environment variable CI is true it fails.
package npm

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Install makes sure that packages, such as "vite@8.3.8", are there, and returns the
// folder whose node_modules has them.
func Install(t testing.TB, packages ...string) (folder string) {
	t.Helper()
	for _, name := range packages {
		if strings.LastIndex(name, "@") < 1 {
			t.Fatalf("npm: %q has no version", name)
		}
	}
	npm := Find(t, "npm")
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(packages)), "\n")))
	folder = filepath.Join(cache, "spa-session", "npm-"+hex.EncodeToString(sum[:8]))
	if _, err := os.Stat(folder); err == nil {
		return folder
	}
	if err := install(npm, folder, packages); err != nil {
		missing(t, "the registry of npm", "connect to it once: what it gives is kept in "+folder, err)
	}
	return folder
}

// install fills a folder beside, and renames it: nobody finds half of one.
func install(npm, folder string, packages []string) error {
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	unfinished, err := os.MkdirTemp(filepath.Dir(folder), "npm-unfinished-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(unfinished)
	if err := os.WriteFile(filepath.Join(unfinished, "package.json"), []byte(`{"private": true}`), 0o644); err != nil {
		return err
	}
	flags := []string{"install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"}
	command := exec.Command(npm, append(flags, packages...)...)
	command.Dir = unfinished
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("npm install: %w\n%s", err, out)
	}
	err = os.Rename(unfinished, folder)
	if _, there := os.Stat(folder); there == nil {
		return nil // if not by us, by another test at the same time
	}
	return err
}

// Find is the path of a program that comes with Node.js.
func Find(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		missing(t, program, "install Node.js 20 or later", err)
	}
	return path
}

func missing(t testing.TB, what, remedy string, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not there: %s (%v)", what, remedy, err)
	}
	t.Skipf("SKIPPED, NOT PASSED: %s is not there: %s (%v)", what, remedy, err)
}
