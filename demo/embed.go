package demo

import (
	"embed"
	"io/fs"
)

//go:embed site
var site embed.FS

// Files returns the storefront: index.html at the root, and what it loads by paths from the root.
// A path without a file, such as /product/mug, is a route of index.html.
func Files() fs.FS {
	files, err := fs.Sub(site, "site")
	if err != nil {
		panic("demo: internal error: " + err.Error()) // fs.Sub refuses only a path that is not valid
	}
	return files
}
