// Package static serves the storefront's origin: the files of demo/, the built module under /spa-session/, and
// /config.json. It sends the Content Security Policy that the module is made for, so that the demo proves it.
//
// Its rules: every path of the app (no dot in its last part, asked for as text/html) is index.html; everything is
// revalidated by ETag, and kept for a year only if its name holds a hash; a .br or .gz sibling is served in a file's
// place if it is not older, so that a rebuilt module is never shadowed by a stale one.
//
// silent.html and popup.html, which frames and popups return to with a code in their address, have a policy of their
// own and are never stored.
//
// It refuses directory listings, dot files, precompressed files by their own name, and any method but GET and HEAD.
package static
