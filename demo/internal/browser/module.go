package browser

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/spa-session/spa-session/web/bundle"
)

// moduleFor returns the built module's files, and fails the test if they are missing or older than their sources;
// nil if the world has no module.
func moduleFor(t testing.TB, options Options) fs.FS {
	t.Helper()
	if options.NoModule {
		return nil
	}
	dist := os.DirFS(distOf(t, os.Getenv(buildVariable)))
	if !options.Hooks {
		return dist
	}
	hooks, err := fs.Sub(dist, "hooks")
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	return hooks
}

// Package fills a folder with the npm package, made of the build that is tested: for an app that has it in a bundle of
// its own.
func Package(t testing.TB, folder string) {
	t.Helper()
	check(t, bundle.Pack(repository(t), distOf(t, os.Getenv(buildVariable)), folder))
}

// buildVariable says which build the tests load: "" is web/dist, "release" is web/dist-release.
const buildVariable = "SPA_SESSION_BUILD"

// distOf is the folder of a build, which must be fresh.
func distOf(t testing.TB, build string) string {
	t.Helper()
	root := repository(t)
	switch build {
	case "":
		if err := bundle.Stale(root); err != nil {
			t.Fatalf("browser: %v", err)
		}
		return bundle.Dist(root, bundle.QuickLevel).Out
	case "release":
		if err := bundle.StaleRelease(root); err != nil {
			t.Fatalf("browser: %v", err)
		}
		return bundle.Release(root).Out
	default:
		t.Fatalf("browser: %s is %q; it takes release, or nothing", buildVariable, build)
		return ""
	}
}

// repository is the folder of go.mod above the test's own.
func repository(t testing.TB) string {
	t.Helper()
	start, err := os.Getwd()
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatalf("browser: there is no go.mod above %s", start)
		}
	}
}
