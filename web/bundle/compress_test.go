package bundle

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestCompressedFilesAreTheirOriginals(t *testing.T) {
	target := original
	for name, open := range map[string]func(io.Reader) (io.Reader, error){
		named(t, target, ModuleName) + ".br":        func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		named(t, target, ModuleName) + ".gz":        func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		named(t, target, "spa-session.css") + ".br": func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		Entry + ".gz": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	} {
		reader, err := open(strings.NewReader(read(t, target.Out, name)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := io.ReadAll(reader)
		original := strings.TrimSuffix(name, filepath.Ext(name))
		if err != nil || string(got) != read(t, target.Out, original) {
			t.Errorf("%s does not give %s: %v", name, original, err)
		}
	}
}

func TestBestLevelIsKept(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("HOME", cache) // where the cache is on macOS
	content := bytes.Repeat([]byte("spa-session "), 1000)
	first, err := brotlied(content, BestLevel)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	err = filepath.WalkDir(cache, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			kept = append(kept, path)
		}
		return err
	})
	if err != nil || len(kept) != 1 {
		t.Fatalf("the cache holds %q, %v", kept, err)
	}
	if err := os.WriteFile(kept[0], []byte("from the cache"), 0o644); err != nil {
		t.Fatal(err)
	}
	if second, err := brotlied(content, BestLevel); err != nil || string(second) != "from the cache" {
		t.Errorf("it was compressed again to %d bytes, %v; first %d", len(second), err, len(first))
	}
}
