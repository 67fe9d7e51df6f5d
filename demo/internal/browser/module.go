package browser

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/spa-session/spa-session/web"
	"github.com/spa-session/spa-session/web/bundle"
)

// moduleFor returns the built module's files, and fails the test if they are missing or older than their sources;
// nil if the world has no module.
func moduleFor(t testing.TB, options Options) fs.FS {
	t.Helper()
	if options.NoModule {
		return nil
	}
	if err := bundle.Stale(repository(t)); err != nil {
		t.Fatalf("browser: %v", err)
	}
	dist, err := web.Dist()
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	if !options.Hooks {
		return dist
	}
	hooks, err := fs.Sub(dist, "hooks")
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	return hooks
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
