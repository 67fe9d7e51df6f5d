package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// write puts the files in place, one rename each, so that nobody reads half of
// one; build-info.json goes first and comes last: whatever happens in between, the
// folder is never called fresh. What an earlier build left over is removed.
func write(dir string, files map[string][]byte, before map[string]string, built info) error {
	if err := remove(dir, infoName); err != nil {
		return err
	}
	for name := range before {
		if _, again := files[name]; !again {
			if err := remove(dir, name); err != nil {
				return err
			}
		}
	}
	// In this order no compressed file is older than its original, which a server would take for a stale one.
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := put(dir, name, files[name]); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(built, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", infoName, err)
	}
	return put(dir, infoName, append(text, '\n'))
}

func put(dir, name string, content []byte) error {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return replaceFile(path, content)
}

// replaceFile writes path whole or not at all.
func replaceFile(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}

// remove takes a file of an earlier build away. build-info.json named it, so
// the name must be one that stays inside dir.
func remove(dir, name string) error {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return fmt.Errorf("%s names %q, which is outside of %s", infoName, name, dir)
	}
	err := os.Remove(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	return nil
}
