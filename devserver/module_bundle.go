//go:build bundle

package main

import (
	"io/fs"

	"github.com/spa-session/spa-session/web"
)

// standardModule says where the module is read from if no folder is named.
const standardModule = "the one within this binary"

func moduleFiles() (fs.FS, error) { return web.Dist() }
