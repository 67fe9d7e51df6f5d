//go:build !bundle

package main

import (
	"io/fs"
	"os"
)

// standardModule says where the module is read from if no folder is named.
const standardModule = "web/dist"

func moduleFiles() (fs.FS, error) { return os.DirFS(standardModule), nil }
