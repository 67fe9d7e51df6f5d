package bundle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

const infoName = "build-info.json"

// info is build-info.json: what a folder was built from, and what came of it.
type info struct {
	Go      string            `json:"go"`
	TinyGo  string            `json:"tinygo,omitempty"` // what it says of itself; "" if Go compiled
	Sources string            `json:"sources"`          // SHA-256
	Level   int               `json:"brotliLevel"`
	Names   map[string]string `json:"names"` // of what a page loads, by those without hashes
	Files   map[string]string `json:"files"` // SHA-256 by name
}

// fresh tells whether a build of what is wanted would give what is in dir.
func (i info) fresh(wanted info, dir string) bool {
	return i.sameInput(wanted) && i.intact(dir) == nil
}

func (i info) sameInput(other info) bool {
	return i.Go == other.Go && i.TinyGo == other.TinyGo && i.Sources == other.Sources && i.Level == other.Level
}

// intact is an error if a file of the build is gone or was altered.
func (i info) intact(dir string) error {
	for _, name := range slices.Sorted(maps.Keys(i.Files)) {
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if hash(content) != i.Files[name] {
			return fmt.Errorf("%s is not the file that was built", name)
		}
	}
	return nil
}

func readInfo(dir string) (found info, err error) {
	text, err := os.ReadFile(filepath.Join(dir, infoName))
	if err != nil {
		return info{}, err
	}
	if err := json.Unmarshal(text, &found); err != nil {
		return info{}, fmt.Errorf("%s: %w", infoName, err)
	}
	return found, nil
}

func hashes(files map[string][]byte) map[string]string {
	byName := make(map[string]string, len(files))
	for name, content := range files {
		byName[name] = hash(content)
	}
	return byName
}

// Stale is nil if web/dist below root is what the sources give, compressed at
// whatever level. Tests that load the module call it first.
func Stale(root string) error { return Dist(root, QuickLevel).stale("make build") }

// StaleRelease is Stale for web/dist-release.
func StaleRelease(root string) error { return Release(root).stale("make release") }

// stale says what is wrong with t.Out, and what to run.
func (t Target) stale(remedy string) error {
	name := "web/" + filepath.Base(t.Out)
	remedy = "; run `" + remedy + "`"
	found, err := readInfo(t.Out)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New(name + " is not built" + remedy)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be read%s: %w", name, remedy, err)
	}
	want, err := t.describe(context.Background())
	if err != nil {
		return err
	}
	want.Level = found.Level
	if !found.sameInput(want) {
		return errors.New(name + " is older than its sources" + remedy)
	}
	if err := found.intact(t.Out); err != nil {
		return fmt.Errorf("%s is not as it was built%s: %w", name, remedy, err)
	}
	return nil
}
