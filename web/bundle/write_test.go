package bundle

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// The dev server takes a compressed file that is older than its original for a stale one. The originals here are large,
// so that time passes between two files.
func TestCompressedFilesAreNoOlder(t *testing.T) {
	dir, files := t.TempDir(), map[string][]byte{}
	for i := range 8 {
		name := fmt.Sprintf("%d.js", i)
		files[name], files[name+".br"], files[name+".gz"] = make([]byte, 1<<22), []byte("br"), []byte("gz")
	}
	if err := write(dir, files, nil, info{}); err != nil {
		t.Fatal(err)
	}
	for i := range 8 {
		original, err := os.Stat(filepath.Join(dir, fmt.Sprintf("%d.js", i)))
		if err != nil {
			t.Fatal(err)
		}
		for _, suffix := range []string{".br", ".gz"} {
			compressed, err := os.Stat(filepath.Join(dir, original.Name()+suffix))
			if err != nil || compressed.ModTime().Before(original.ModTime()) {
				t.Errorf("%s%s is older than its original, or missing: %v", original.Name(), suffix, err)
			}
		}
	}
}
