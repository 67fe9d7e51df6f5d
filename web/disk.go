//go:build !bundle

package web

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Dist is the built package: spa-session.js and all that it loads, at the root.
// It is read from the repository that the working directory is in.
func Dist() (fs.FS, error) {
	start, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		dist := filepath.Join(dir, "web", "dist")
		if _, err := os.Stat(filepath.Join(dist, "build-info.json")); err == nil {
			return os.DirFS(dist), nil
		}
		if dir == filepath.Dir(dir) {
			return nil, errors.New("web/dist is not built here or above " + start + "; run `make build`")
		}
	}
}
