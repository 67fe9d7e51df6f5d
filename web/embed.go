//go:build bundle

package web

import (
	"embed"
	"io/fs"
)

// What only tests may load, web/dist/hooks, stays out of the binary.
//
//go:embed dist/*.js dist/*.css dist/*.html dist/*.wasm dist/*.br dist/*.gz
var dist embed.FS

// Dist is the built package: spa-session.js and all that it loads, at the root.
func Dist() (fs.FS, error) { return fs.Sub(dist, "dist") }
