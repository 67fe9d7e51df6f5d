package bundle

import (
	"fmt"
	"strings"
)

// PreloadName is the file of links that let a browser load everything at once, rather
// than each part once the part before has asked for it.
const PreloadName = "preload.html"

// preload has a line for each file that stands in the way to a client, as for a package
// that is served below /spa-session/. A module has its modulepreload; the wasm is what
// fetch will ask for, and is taken from there only if mode and credentials are the same.
func preload(names map[string]string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<link rel="preload" href="/spa-session/%s" as="fetch" type="application/wasm" crossorigin fetchpriority="high">`+"\n", names[ModuleName])
	for _, name := range []string{Entry, supportName} {
		if renamed := names[name]; renamed != "" {
			fmt.Fprintf(&b, `<link rel="modulepreload" href="/spa-session/%s">`+"\n", renamed)
		}
	}
	return []byte(b.String())
}
