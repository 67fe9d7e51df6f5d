package npm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// ErrMissing says that node or npm is not on PATH.
var ErrMissing = errors.New("npm: node and npm are needed: install Node.js 20 or later")

// exact is a package with one version: @auth0/auth0-spa-js@2.27.0.
var exact = regexp.MustCompile(`^(@[a-z0-9-]+/)?[a-z0-9.-]+@[0-9]+\.[0-9]+\.[0-9]+$`)

// Install returns a folder whose node_modules has the packages, each given as name@1.2.3. It asks the registry only if
// the user's cache has no such folder yet. The error is ErrMissing without node and npm.
func Install(ctx context.Context, packages ...string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("npm: no cache folder: %w", err)
	}
	return installInto(ctx, filepath.Join(cache, "spa-session", "npm"), packages)
}

func installInto(ctx context.Context, cache string, packages []string) (string, error) {
	for _, name := range packages {
		if !exact.MatchString(name) {
			return "", fmt.Errorf("npm: %q is not exact: give name@1.2.3", name)
		}
	}
	if _, err := exec.LookPath("node"); err != nil {
		return "", fmt.Errorf("%w (%w)", ErrMissing, err)
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", fmt.Errorf("%w (%w)", ErrMissing, err)
	}
	folder := filepath.Join(cache, keyOf(packages))
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", fmt.Errorf("npm: %w", err)
	}
	// A folder by its final name is complete: it gets that name last, and in one step.
	unfinished, err := os.MkdirTemp(cache, "unfinished-")
	if err != nil {
		return "", fmt.Errorf("npm: %w", err)
	}
	defer os.RemoveAll(unfinished)
	arguments := append([]string{"install", "--prefix", unfinished, "--ignore-scripts", "--no-audit", "--no-fund",
		"--no-package-lock", "--loglevel=error"}, packages...)
	install := exec.CommandContext(ctx, npm, arguments...)
	install.Dir = unfinished
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm: installing %s: %w\n%s", strings.Join(packages, " "), err, out)
	}
	if err := os.Rename(unfinished, folder); err != nil {
		if _, there := os.Stat(folder); there == nil {
			return folder, nil // another process was faster
		}
		return "", fmt.Errorf("npm: %w", err)
	}
	return folder, nil
}

// keyOf names the folder of a set of packages, whatever their order.
func keyOf(packages []string) string {
	sorted := slices.Sorted(slices.Values(packages))
	sum := sha256.Sum256([]byte(strings.Join(sorted, "\n")))
	return hex.EncodeToString(sum[:8])
}
