package static

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"
)

// mediaTypes are fixed here, since what the system knows of types differs from machine to machine, and
// WebAssembly.instantiateStreaming and module scripts insist on theirs.
var mediaTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json; charset=utf-8",
	".map":         "application/json; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".ts":          "text/plain; charset=utf-8", // the package's .d.ts, to be read
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff2":       "font/woff2",
}

// hashedName is a name that changes with its content: name.0123abcd.js.
var hashedName = regexp.MustCompile(`[.-][0-9a-f]{8,64}\.[a-z0-9.]+$`)

// serveFile answers with a file of files, or returns false if there is none of this name to be served.
func (s *server) serveFile(w http.ResponseWriter, r *http.Request, files fs.FS, name string) bool {
	if name == "" {
		name = indexPath
	}
	if !servable(name) {
		return false
	}
	info, err := fs.Stat(files, name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	w.Header().Add("Vary", "Accept-Encoding")
	for _, encoding := range encodings(r.Header.Get("Accept-Encoding")) {
		sibling, err := fs.Stat(files, name+encoding.suffix)
		if err != nil || sibling.ModTime().Before(info.ModTime()) {
			continue
		}
		if content, err := fs.ReadFile(files, name+encoding.suffix); err == nil {
			w.Header().Set("Content-Encoding", encoding.name)
			serveContent(w, r, name, content)
			return true
		}
	}
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return false // it was removed since, by a build perhaps
	}
	serveContent(w, r, name, content)
	return true
}

// servable keeps to plain relative paths (fs.ValidPath knows no .. and no double slash), and out of dot files.
func servable(name string) bool {
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return false
		}
	}
	extension := path.Ext(name)
	return extension != ".br" && extension != ".gz"
}

// serveContent sends bytes under the ETag of their hash; the caller has set Content-Encoding if they are compressed.
func serveContent(w http.ResponseWriter, r *http.Request, name string, content []byte) {
	sum := sha256.Sum256(content)
	h := w.Header()
	h.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	h.Set("Cache-Control", cacheControl(name))
	h.Set("Content-Type", mediaType(name))
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

func cacheControl(name string) string {
	if isReturn(name) {
		return "no-store"
	}
	if hashedName.MatchString(name) {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

func mediaType(name string) string {
	if t, known := mediaTypes[path.Ext(name)]; known {
		return t
	}
	return "application/octet-stream"
}
