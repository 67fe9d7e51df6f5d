package bundle

import (
	"os"
	"path/filepath"
	"time"
)

// keptFor is how long an entry of the cache stands unused: each is one state of
// the module, some 600 KB.
const keptFor = 30 * 24 * time.Hour

// cached is what make makes of content, from the user's cache if it is there.
// A cache that cannot be used costs time and nothing else.
func cached(content []byte, make func() ([]byte, error)) ([]byte, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return make()
	}
	dir := filepath.Join(base, "spa-session", "brotli-11")
	path := filepath.Join(dir, hash(content))
	if found, err := os.ReadFile(path); err == nil {
		return found, nil
	}
	out, err := make()
	if err != nil {
		return nil, err
	}
	if os.MkdirAll(dir, 0o755) == nil && replaceFile(path, out) == nil {
		prune(dir)
	}
	return out, nil
}

func prune(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > keptFor {
			os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
}
